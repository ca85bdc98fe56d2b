"""Who may see which findings, and who may do what with one."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from lianchuang.accounts.access import Actor, in_subtrees
from lianchuang.accounts.models import Role
from lianchuang.common.refusals import NotAllowed
from lianchuang.findings import rules
from lianchuang.findings.models import Finding, FindingCampaign, Step

# Roles that see every finding in their sub-tree; the others see what is theirs.
OVERSEERS = (Role.OFFICE, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.INSPECTOR, Role.VERIFIER)
# Steps that make a person part of handling a finding; the finder and earlier verifiers are not.
HANDLING = frozenset(verb.value for verb in rules.Verb) - {
    rules.Verb.PASS.value,
    rules.Verb.REJECT.value,
    rules.Verb.CLOSE.value,
    rules.Verb.REOPEN.value,
}


def visible_findings(actor: Actor) -> QuerySet[Finding]:
    """The findings this actor may see. A sealed one only the office and its finder see."""
    if actor.is_system:
        return Finding.objects.all()
    if actor.post is None:
        return Finding.objects.none()
    return Finding.objects.filter(_open_to(actor) & _unsealed_for(actor))


def _open_to(actor: Actor) -> Q:
    if _sees_all(actor):
        return Q()
    condition = Q(responsible_post=actor.post) | Q(found_by=actor.person)
    for held in actor.roles:
        if held.role in OVERSEERS or held.role == Role.COORDINATOR:
            within = in_subtrees("responsible_unit", [held.path]) | in_subtrees("place_unit", [held.path])
            if held.campaigns:
                ours = FindingCampaign.objects.filter(finding=OuterRef("pk"), campaign__code__in=held.campaigns)
                within &= Q(Exists(ours))
            condition |= within
    return condition


def _sees_all(actor: Actor) -> bool:
    """Whether a role over the whole tree makes every filter needless (a root path holds one code)."""
    return any(held.role in OVERSEERS and held.path.count(".") == 1 and not held.campaigns for held in actor.roles)


def _unsealed_for(actor: Actor) -> Q:
    return Q() if sees_sealed(actor) else Q(is_sealed=False) | Q(found_by=actor.person)


def sees_sealed(actor: Actor) -> bool:
    """Whether unreleased undercover work is open to this actor: the campaign office that plans it."""
    return actor.is_system or actor.has(Role.OFFICE)


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
    case, who = case_of(finding), who_is(actor, finding)
    faults = [rules.party_faults(verb, case, who) for verb in verbs]
    if all(faults):
        raise NotAllowed(faults[0][0].code, str(faults[0][0]), _("Campaign office"))


def case_of(finding: Finding) -> rules.Case:
    """The finding as the rules see it (one query for who had a part in it)."""
    involved = (
        Step.objects.filter(finding=finding, verb__in=HANDLING, by__isnull=False).values_list("by_id", flat=True).distinct()
    )
    return case_with(finding, involved)


def case_with(finding: Finding, involved: Iterable[UUID | None]) -> rules.Case:
    """The finding as the rules see it, when the people who had a part in it are known."""
    unit = finding.responsible_unit
    return rules.Case(
        state=finding.state_enum,
        responsible_post_id=str(finding.responsible_post_id or ""),
        responsible_body=rules.body_of(unit.path) if unit else "",
        sealed=finding.is_sealed,
        has_veto=finding.has_veto,
        involved=frozenset(str(person) for person in involved if person),
    )


def who_is(actor: Actor, finding: Finding) -> rules.Who:
    """The actor as the rules see them for this finding."""
    if actor.is_system:
        return rules.Who(is_system=True)
    place = finding.place_unit or finding.responsible_unit
    responsible = finding.responsible_unit.path if finding.responsible_unit else ""
    return rules.Who(
        person_id=actor.person_id,
        post_id=actor.post_id,
        body=rules.body_of(actor.unit_path),
        is_office=actor.has_over(place.path, Role.OFFICE) if place else actor.has(Role.OFFICE),
        is_coordinator=bool(responsible) and actor.has_over(responsible, Role.COORDINATOR),
        may_verify=actor.has_over(place.path, Role.OFFICE, Role.INSPECTOR, Role.VERIFIER)
        if place
        else actor.has(Role.OFFICE, Role.INSPECTOR, Role.VERIFIER),
    )
