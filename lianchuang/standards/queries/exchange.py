"""Files and editions side by side: what is held as a file would say it, and what a file would change. Nothing is written."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from lianchuang.standards.exchange.checking import node_faults
from lianchuang.standards.exchange.difference import Difference, difference, merged
from lianchuang.standards.exchange.oscal import (
    MOST_NAME,
    Counts,
    count_controls,
    is_heading,
    is_resolved_profile,
    says_no_more,
    settled,
)
from lianchuang.standards.exchange.oscal_profile import ProfileFile, selected_in
from lianchuang.standards.exchange.shapes import Dangling, EditionFile, Node, Refused, StandardWords
from lianchuang.standards.models import Edition, Profile, Requirement, Standard
from lianchuang.standards.queries.editions import is_requirement
from lianchuang.standards.rules import states

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
STANDARD_CODE = re.compile(r"[A-Za-z0-9_-]{1,30}")  # what an address takes
SPARE_SLOTS = (5, 6)
ENOUGH_KNOWN = 0.5
NODE_FIELDS = (
    "code",
    "name",
    "name_en",
    "text",
    "text_en",
    "method",
    "scoring",
    "points",
    "is_veto",
    "window",
    "source",
    "source_en",
    "confidence",
    "carried",
    "is_withdrawn",
)


# --- what is held, as a file would say it ---


def edition_file(edition: Edition) -> EditionFile:
    """The edition in the shape that all files share."""
    own = edition.standard
    return EditionFile(
        code=edition.code,
        name=edition.name,
        nodes=tuple(_nodes(edition)),
        standard=StandardWords(own.code, own.name, own.name_en, own.seal, own.slot),
        name_en=edition.name_en,
        effective=edition.effective,
        source=edition.source,
        source_en=edition.source_en,
        confidence=edition.confidence,
        note=edition.note,
        note_en=edition.note_en,
        carried=edition.carried,
    )


def _nodes(edition: Edition) -> Iterable[Node]:
    rows = edition.requirements.annotate(parent_code=F("parent__code")).order_by("path")
    for row in rows.values("parent_code", *NODE_FIELDS):
        parent = row.pop("parent_code") or ""
        yield Node(**{**row, "parent": parent, "scoring": row["scoring"] or {"form": "information"}})


def digest_of(held: EditionFile | None) -> str:
    """A mark of the state a difference was shown against; another state has another."""
    return hashlib.sha256(f"{held!r}{held.nodes!r}".encode()).hexdigest()[:32] if held else "none"


# --- what a file would change ---


@dataclass(frozen=True)
class EditionPlan:
    """What importing a file would do. `held` none: a new edition. `changes_nothing`: the one that is held says all of it.

    `blocked` says why it cannot be written as it stands; `unfit` are the codes of rows whose rule, points or place among
    vetoes cannot be.
    """

    code: str
    held: Edition | None
    file: EditionFile = field(repr=False)
    difference: Difference
    counts: Counts
    selected: int
    digest: str
    refused: tuple[Refused, ...]
    dangling: tuple[Dangling, ...]
    changes_nothing: bool = False
    blocked: str = ""
    unfit: frozenset[str] = frozenset()

    @property
    def links(self) -> list[Dangling]:
        """Links that lead to nothing."""
        return [one for one in self.dangling if one.kind == "link"]

    @property
    def mentions(self) -> list[Dangling]:
        """What running text points at and is not there."""
        return [one for one in self.dangling if one.kind != "link"]


def plan_edition(file: EditionFile, *, code: str = "", like: str = "") -> EditionPlan:
    """What the file would do to the edition `code` (else the one it names).

    `like`: a new edition that takes over from that one what the file does not say.
    """
    code = code or file.code
    held = Edition.objects.select_related("standard").filter(code=code).first()
    before = edition_file(held) if held else None
    model = Edition.objects.select_related("standard").filter(code=like).first() if like and not held else None
    base = edition_file(model) if model else None
    wanted = merged(before or base, file)
    if held is None:
        wanted = _as_new(wanted, code, base)
    told = settled(before) if before and before.carried and file.carried else before
    changes = difference(told, wanted)
    is_same = before is not None and not changes.anything and _carries_the_same(before, wanted)
    counts = count_controls(wanted)
    unfit = node_faults(wanted, {*(one.code for one in changes.added), *(one.code for one in changes.changed)})
    return EditionPlan(
        code=code,
        held=held,
        file=wanted,
        difference=changes,
        counts=counts,
        selected=counts.all if is_resolved_profile(wanted.carried) else 0,
        digest=digest_of(before),
        refused=(*file.refused, *_edition_faults(wanted, held), *unfit),
        dangling=file.dangling,
        changes_nothing=is_same,
        blocked="" if held is None or is_same else _why_blocked(held),
        unfit=frozenset(one.place for one in unfit),
    )


def _as_new(wanted: EditionFile, code: str, base: EditionFile | None) -> EditionFile:
    """A new edition: under its code, and under a standard of its own when the file names none."""
    standard = wanted.standard
    if base is None and standard is not None and standard.code == wanted.code[:30].rstrip("-"):
        standard = replace(standard, code=code[:30].rstrip("-"))
    name = wanted.name or code
    return replace(wanted, code=code, name=name, standard=standard or StandardWords(code[:30].rstrip("-"), name))


def _edition_faults(wanted: EditionFile, held: Edition | None) -> list[Refused]:
    """What is wrong with the edition itself."""
    faults = []
    if not CODE.fullmatch(wanted.code) or wanted.code in states.RESERVED:
        reason = _(
            "Name the edition: the file does not say which it is, or its code is not made of letters, digits and -."
        )
        faults.append(Refused(reason, value=wanted.code))
    if held is None and wanted.standard is not None:
        faults += _standard_faults(wanted.standard.code)
    names = [wanted.name, wanted.name_en, *((wanted.standard.name, wanted.standard.name_en) if wanted.standard else ())]
    if any(len(name) > MOST_NAME for name in names):
        reason = _("The names of the edition and its standard are at most %(most)s characters.") % {"most": MOST_NAME}
        faults.append(Refused(reason))
    if not wanted.nodes:
        faults.append(Refused(_("The file holds no requirement.")))
    codes = {node.code for node in wanted.nodes}
    lost = [node for node in wanted.nodes if node.parent and node.parent not in codes]
    faults += [
        Refused(_("no row has this code, or it stands under itself"), place=one.code, value=one.parent) for one in lost
    ]
    if held is None and not wanted.source and any(not node.source for node in wanted.nodes):
        faults.append(Refused(_("Neither the file nor its rows say where they come from.")))
    return faults


def _standard_faults(code: str) -> list[Refused]:
    if STANDARD_CODE.fullmatch(code) or Standard.objects.filter(code=code).exists():
        return []
    return [Refused(_("The code of a standard is at most 30 letters a to z, digits and -."), value=code)]


def _carries_the_same(before: EditionFile, wanted: EditionFile) -> bool:
    """Whether what stands beyond our columns is as it is held."""
    return before.carried == wanted.carried or says_no_more(wanted, before)


def _why_blocked(held: Edition) -> str:
    return " ".join(fault.sentence for fault in states.change_faults(held.state))


def free_slot(wanted: int) -> int:
    """The seal colour a standard asks for, when there is such a one and it is free; else one of the last, which the shipped
    standards leave free.
    """
    taken = set(Standard.objects.values_list("slot", flat=True))
    return next(
        (slot for slot in (wanted, *SPARE_SLOTS) if slot in states.SLOTS and slot not in taken), SPARE_SLOTS[-1]
    )


# --- profiles ---


@dataclass(frozen=True)
class ProfilePlan:
    """What importing a profile would do. `edition` none: no catalogue here has at least half of its controls."""

    code: str
    held: Profile | None
    file: ProfileFile = field(repr=False)
    edition: Edition | None
    selected: tuple[str, ...]
    counts: Counts
    dangling: tuple[Dangling, ...]
    is_same: bool

    @property
    def links(self) -> list[Dangling]:
        """Selected ids and links that lead to nothing."""
        return list(self.dangling)


def plan_profile(file: ProfileFile, editions: QuerySet[Edition], *, code: str = "", of: str = "") -> ProfilePlan:
    """What the profile selects of the edition `of`, else of the one among `editions` that knows most of its ids."""
    code = code or file.code
    edition = editions.filter(code=of).first() if of else knowing_most(file.named, editions)
    rows = list(_controls(edition)) if edition else []
    chosen = selected_in(file, {control: parent for control, parent, _withdrawn in rows})
    known = {control: is_withdrawn for control, _parent, is_withdrawn in rows}
    named = dict.fromkeys([*(one.control for one in file.included), *known])
    order = {control: at for at, control in enumerate(named)}
    selected = tuple(sorted(chosen, key=lambda control: order.get(control, 0)))
    withdrawn = sum(known.get(control, False) for control in selected)
    held = Profile.objects.filter(code=code).first()
    return ProfilePlan(
        code=code,
        held=held,
        file=file,
        edition=edition,
        selected=selected,
        counts=Counts(sum(control in known for control in selected) - withdrawn, withdrawn),
        dangling=(*_unknown(file, known), *file.dangling) if edition else file.dangling,
        is_same=held is not None
        and (held.carried, held.selected, held.edition_id)
        == (file.carried, list(selected), edition.pk if edition else None),
    )


def _unknown(file: ProfileFile, known: Mapping[str, bool]) -> list[Dangling]:
    named = (*file.included, *file.excluded)
    return [Dangling(one.place, one.control, "control") for one in named if one.control not in known]


def _controls(edition: Edition) -> Iterable[tuple[str, str, bool]]:
    """Every control of the edition: its id, what it stands under, whether it is withdrawn."""
    rows = edition.requirements.annotate(
        parent_code=F("parent__code"), under=Count("children"), mark=F("carried")
    ).order_by("path")
    for row in rows.values("code", "parent_code", "under", "mark", "is_withdrawn"):
        if not is_heading(row["mark"], has_children=bool(row["under"])):
            yield row["code"], row["parent_code"] or "", row["is_withdrawn"]


def knowing_most(ids: Iterable[str], editions: QuerySet[Edition]) -> Edition | None:
    """The edition that has most of these codes, when it has at least half of them."""
    wanted = set(ids)
    if not wanted:
        return None
    rows = (
        Requirement.objects.filter(edition__in=editions, code__in=wanted)
        .values("edition")
        .annotate(known=Count("pk"))
        .order_by("-known", "edition")
    )
    best = rows.first()
    if best is None or best["known"] < ENOUGH_KNOWN * len(wanted):
        return None
    return Edition.objects.select_related("standard").get(pk=best["edition"])


# --- what the pages show of an edition ---


@dataclass(frozen=True)
class EditionFigures:
    """An edition in the words of exchange: controls in force and withdrawn, and what selects of it."""

    counts: Counts
    profiles: tuple[Profile, ...]
    is_foreign: bool


def figures_of(edition: Edition) -> EditionFigures:
    """Counts of an edition, without reading its tree. Two queries."""
    rows = edition.requirements.filter(is_requirement())
    counted = rows.aggregate(
        all=Count("pk", distinct=True), withdrawn=Count("pk", filter=Q(is_withdrawn=True), distinct=True)
    )
    counts = Counts(counted["all"] - counted["withdrawn"], counted["withdrawn"])
    return EditionFigures(counts, tuple(edition.profiles.all()), bool(edition.carried))


@dataclass(frozen=True)
class SelectedControl:
    """One id of a profile, with what the catalogue says of it (none: it does not have it)."""

    code: str
    requirement: Requirement | None


def selection_of(profile: Profile) -> list[SelectedControl]:
    """What the profile selects, in its order. One query."""
    held: dict[str, Requirement] = {}
    if profile.edition_id:
        rows = Requirement.objects.filter(edition=profile.edition_id, code__in=profile.selected)
        held = {row.code: row for row in rows.only("code", "name", "name_en", "is_withdrawn", "is_veto")}
    return [SelectedControl(code, held.get(code)) for code in profile.selected]
