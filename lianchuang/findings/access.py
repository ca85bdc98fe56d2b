"""Who may see which findings, and who may do what with one."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, Held, is_root
from lianchuang.accounts.models import Post, Role, Unit
from lianchuang.common.refusals import NotAllowed, Reason
from lianchuang.findings import rules
from lianchuang.findings.models import Finding, FindingCampaign, FindingPhoto, Part, PhotoRole, Step
from lianchuang.findings.parts import REMAINING, PartParty, PartVerb, part_party_faults
from lianchuang.sites.models import Site

# Roles that see every finding in their sub-tree; the others see what is theirs.
OVERSEERS = frozenset({Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.VERIFIER})
# Steps that make a person part of handling a finding; the finder and earlier verifiers are not.
NOT_HANDLING = {rules.Verb.PASS, rules.Verb.REJECT, rules.Verb.CLOSE, rules.Verb.REOPEN}
HANDLING = frozenset({*(verb.value for verb in {*rules.Verb} - NOT_HANDLING), *(verb.value for verb in PartVerb)})


def visible_findings(actor: Actor) -> QuerySet[Finding]:
    """The findings this actor may see. A sealed one only the office and its finder see."""
    if actor.is_system:
        return Finding.objects.all()
    if actor.post is None:
        return Finding.objects.none()
    return Finding.objects.filter(_open_to(actor) & _unsealed_for(actor))


def _open_to(actor: Actor) -> Q:
    """Own post's, also in a part or a plan, self-found, and what lies in the sub-trees of the overseeing roles.

    Sub-trees are sub-queries on units and not joins: the database reads the hundred units once, whatever the rows.
    """
    condition = Q(responsible_post=actor.post) | Q(found_by=actor.person) | Q(plan_post=actor.post)
    condition |= Q(pk__in=Part.objects.filter(post=actor.post).values("finding"))
    scopes = {(held.path, held.campaigns): held for held in actor.roles if held.role in OVERSEERS | {Role.COORDINATOR}}
    for held in scopes.values():
        condition |= _within(held)
    return condition


def _within(held: Held) -> Q:
    units = Unit.objects.filter(path__startswith=held.path).values("pk")
    within = Q(responsible_unit__in=units) | Q(place_unit__in=units)
    if is_root(held.path):
        # A place without a unit belongs to the county of whoever reported it.
        within |= Q(place_unit__isnull=True, found_by_post__in=Post.objects.filter(unit__in=units).values("pk"))
        # One tree in the whole database: nothing to compare. Two counties may share one, then this is false.
        single = ~Exists(Unit.objects.filter(parent__isnull=True).exclude(path=held.path))
        within = Q(within | Q(single))
    else:
        within |= Q(pk__in=Part.objects.filter(unit__in=units).values("finding"))
    if held.campaigns:
        ours = FindingCampaign.objects.filter(finding=OuterRef("pk"), campaign__code__in=held.campaigns)
        within = within & Q(Exists(ours))
    return within


def _unsealed_for(actor: Actor) -> Q:
    return Q() if sees_sealed(actor) else Q(is_sealed=False) | Q(found_by=actor.person)


def sees_sealed(actor: Actor) -> bool:
    """Whether unreleased undercover work is open to this actor: the campaign office of the whole place, which plans it.

    The office of one street or bureau is among those that are looked at.
    """
    return actor.sees_sealed


def get_finding(actor: Actor, finding_id: UUID) -> Finding:
    """The finding with what a page about it needs, or 404 when it does not exist for this actor."""
    finding = (
        visible_findings(actor)
        .filter(pk=finding_id)
        .select_related(
            "category",
            "item",
            "site__site_type",
            "site__unit",
            "place_unit",
            "found_by",
            "found_by_post__unit",
            "responsible_post__unit",
            "responsible_unit",
            "merged_into",
            "plan_post__unit",
        )
        .first()
    )
    if finding is None:
        raise Http404
    return finding


def get_finding_for(actor: Actor, finding_id: UUID, verb: rules.Verb) -> Finding:
    """The finding for doing `verb` with it. A stranger gets 404, an insider without the part NotAllowed."""
    finding = get_finding(actor, finding_id)
    require_part(actor, finding, verb)
    return finding


def require_part(actor: Actor, finding: Finding, *verbs: rules.Verb) -> None:
    """Raise NotAllowed unless the actor may do one of the verbs with it, whatever the state."""
    who = who_is(actor, finding)
    case = case_of(finding, who)
    faults = [rules.party_faults(verb, case, who) for verb in verbs]
    if all(faults):
        raise refused(faults[0][0], verbs[0], finding)


def refused(reason: Reason, verb: rules.Verb, finding: Finding) -> NotAllowed:
    """The refusal of a verb that is not this person's part, with whom to ask."""
    allowed = frozenset[rules.Party]().union(*(row.by for row in rules.rows_of(verb)))
    post = finding.responsible_post
    if rules.Party.RESPONSIBLE in allowed and post is not None:
        return NotAllowed(reason.code, str(reason), post.full_name)
    return NotAllowed(reason.code, str(reason), rules.names_of(allowed))


def case_of(finding: Finding, who: rules.Who) -> rules.Case:
    """The finding as the rules see it for this person; who had a part in it is only read for those who might verify."""
    if not who.may_verify:
        return case_with(finding, ())
    return case_with(finding, involved_in(finding), part_paths(finding))


def part_paths(finding: Finding) -> list[str]:
    """The paths of the units that did a part of it or have one to do; asked for only when there are parts."""
    if not finding.part_count:
        return []
    parts = Part.objects.filter(finding=finding, state__in=sorted(REMAINING))
    return list(parts.values_list("unit__path", flat=True))


def involved_in(finding: Finding) -> Iterable[UUID | None]:
    """The people who had a part in handling it, in one query."""
    steps = Step.objects.filter(finding=finding, verb__in=HANDLING, by__isnull=False)
    return steps.order_by().values_list("by_id", flat=True).distinct()


def case_with(finding: Finding, involved: Iterable[UUID | None], paths: Iterable[str] = ()) -> rules.Case:
    """The finding as the rules see it, when the people and units that had a part in it are known."""
    unit = finding.responsible_unit
    return rules.Case(
        state=finding.state_enum,
        responsible_post_id=str(finding.responsible_post_id or ""),
        responsible_body=rules.body_of(unit.path) if unit else "",
        sealed=finding.is_sealed,
        has_veto=finding.has_veto,
        involved=frozenset(str(person) for person in involved if person),
        returns=finding.return_count,
        open_parts=finding.open_parts,
        extension_asked=finding.extension_days > 0,
        part_bodies=frozenset(rules.body_of(path) for path in paths),
    )


def who_is(actor: Actor, finding: Finding) -> rules.Who:
    """The actor as the rules see them for this finding."""
    if actor.is_system:
        return rules.Who(is_system=True)
    place = place_of(finding)
    responsible = finding.responsible_unit.path if finding.responsible_unit else ""
    posts = [post for post in (actor.post, *actor.other_posts) if post is not None]
    return rules.Who(
        person_id=actor.person_id,
        post_id=actor.post_id,
        bodies=frozenset(rules.body_of(post.unit.path) for post in posts),
        is_office=_holds(actor, place, finding, Role.OFFICE),
        is_coordinator=bool(responsible) and _holds(actor, responsible, finding, Role.COORDINATOR),
        may_verify=_holds(actor, place, finding, Role.OFFICE, Role.INSPECTOR, Role.VERIFIER),
    )


def place_of(finding: Finding) -> str:
    """The path of the unit whose place it is: where it lies, else who has it, else the county of who reported it."""
    if unit := finding.place_unit or finding.responsible_unit:
        return unit.path
    return rules.root_of(finding.found_by_post.unit.path) if finding.found_by_post else ""


def _holds(actor: Actor, path: str, finding: Finding, *roles: Role) -> bool:
    """Whether one of the roles is held over the path; one limited to campaigns only when the finding counts for one."""
    held_roles = [held for held in actor.roles if held.role in roles]
    # Without any place (the program took it in) it is a matter of those who hold the role over everything.
    over = [held for held in held_roles if (path.startswith(held.path) if path else is_root(held.path))]
    if not over or any(not held.campaigns for held in over):
        return bool(over)
    codes = set(finding.finding_campaigns.values_list("campaign__code", flat=True))
    return any(held.campaigns & codes for held in over)


# --- parts ---


def get_part(actor: Actor, finding_id: UUID, part_id: int) -> Part:
    """The part of a finding that the actor may see, or 404."""
    finding = get_finding(actor, finding_id)
    part = Part.objects.filter(finding=finding, pk=part_id).select_related("post__unit", "unit").first()
    if part is None:
        raise Http404
    part.finding = finding
    return part


def get_part_for(actor: Actor, finding_id: UUID, part_id: int, verb: PartVerb) -> Part:
    """The part for doing `verb` with it: a stranger gets 404, an insider without the part NotAllowed."""
    part = get_part(actor, finding_id, part_id)
    require_part_party(actor, part, verb)
    return part


def require_part_party(actor: Actor, part: Part, verb: PartVerb) -> None:
    """Raise NotAllowed unless the actor may do that with the part, whatever its state."""
    if faults := part_party_faults(verb, part_parties(actor, part)):
        raise NotAllowed(faults[0].code, str(faults[0]), part.post.full_name)


def part_parties(actor: Actor, part: Part, who: rules.Who | None = None) -> frozenset[PartParty]:
    """As whom this person may act on a part (`who`: the actor as the rules see them for its finding, if known)."""
    finding = part.finding
    who = who or who_is(actor, finding)
    result = set()
    coordinates = actor.has_over(part.unit.path, Role.COORDINATOR)
    if (actor.post is not None and actor.post.pk == part.post_id) or coordinates:
        result.add(PartParty.DOER)
    holds_lead = bool(who.post_id) and who.post_id == str(finding.responsible_post_id or "")
    if who.is_office or who.is_coordinator or holds_lead:
        result.add(PartParty.LEAD)
    return frozenset(result)


# --- what holds for the whole place, whatever street or bureau one may be the office of ---

SETTERS = (Role.OFFICE, Role.ADMINISTRATOR)


def sets_figures(actor: Actor) -> bool:
    """Whether the time limits and the rules of the loop are this actor's to set."""
    return actor.is_system or actor.has_over(rules.root_of(actor.unit_path), *SETTERS)


def require_figures(actor: Actor) -> None:
    """Raise NotAllowed unless `sets_figures`."""
    actor.require(*SETTERS, over=rules.root_of(actor.unit_path))


def require_office_of(actor: Actor) -> Unit:
    """The county whose office the actor is, for writing its rules of the loop; NotAllowed for everybody else."""
    require_figures(actor)
    return Unit.objects.get(path=rules.root_of(actor.unit_path))


def decides_topics(actor: Actor) -> bool:
    """Whether the failing places of the own county are this actor's to make topics of."""
    return actor.is_system or actor.has_over(rules.root_of(actor.unit_path), Role.OFFICE)


def require_topics(actor: Actor, site: Site) -> None:
    """Raise NotAllowed unless the failing places of the county of this site are this actor's to make topics of."""
    actor.require(Role.OFFICE, over=rules.root_of(site.unit.path))


# --- photos ---


def sees_hints(actor: Actor, finding: Finding) -> bool:
    """Whether hints on its photos are for this actor: those who verify and those who oversee, not those who put it right."""
    return actor.is_system or _holds(actor, place_of(finding), finding, *OVERSEERS)


def require_hints(actor: Actor, finding: Finding) -> None:
    """Raise NotAllowed unless hints on its photos are for this actor."""
    if not sees_hints(actor, finding):
        sentence = _("Hints on photos are for those who verify and those who oversee.")
        raise NotAllowed("hints_not_yours", sentence, _("Campaign office"))


def judgement_faults(actor: Actor, finding: Finding) -> list[Reason]:
    """Why this actor may not say what they saw of its photos; empty when they may: the office, or who may verify it."""
    who = who_is(actor, finding)
    if who.is_office:
        return []
    return rules.party_faults(rules.Verb.PASS, case_of(finding, who), who)


def get_photo_to_judge(actor: Actor, finding_id: UUID, sha256: str) -> FindingPhoto:
    """A photo of a rectification with its finding. A stranger gets 404, an insider without the part NotAllowed."""
    finding = get_finding(actor, finding_id)
    if faults := judgement_faults(actor, finding):
        raise refused(faults[0], rules.Verb.PASS, finding)
    photos = FindingPhoto.objects.filter(finding=finding, file=sha256, role=PhotoRole.AFTER)
    photo = photos.select_related("file", "step").first()
    if photo is None:
        raise Http404
    photo.finding = finding
    return photo
