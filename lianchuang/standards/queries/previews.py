"""A file that was sent, read again and held against what is here: what its sender looks at before anything changes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import QuerySet

from lianchuang.standards.exchange import recognise
from lianchuang.standards.exchange.shapes import Refused
from lianchuang.standards.models import Edition, EditionState, StandardUpload
from lianchuang.standards.queries.exchange import (
    EditionPlan,
    ProfilePlan,
    knowing_most,
    plan_edition,
    plan_profile,
)
from lianchuang.standards.queries.pairing import PairPlan, plan_mappings, plan_pairs


@dataclass(frozen=True)
class Preview:
    """What a file would do. One of `edition`, `profile` and `pairs` is filled; `unknown` are mappings of nothing here.

    `mark` changes when what the sender saw is no longer what would happen.
    """

    kind: str
    mark: str
    edition: EditionPlan | None = None
    profile: ProfilePlan | None = None
    pairs: tuple[PairPlan, ...] = ()
    unknown: tuple[Refused, ...] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    suggested_code: str = ""

    @property
    def like(self) -> str:
        """The edition from which a new one takes over what the file does not say."""
        held = self.edition.held if self.edition else None
        return held.code if held else self.chosen.get("like", "")

    @property
    def may_confirm(self) -> bool:
        """Whether there is something to write and nothing in the way."""
        if self.edition:
            return not self.edition.refused and not self.edition.blocked
        if self.profile:
            return not self.profile.is_same
        writes = any(plan.added or plan.changed for plan in self.pairs)
        return writes and not self.unknown and not any(plan.faults for plan in self.pairs)


def preview_of(upload: StandardUpload, chosen: Mapping[str, str], editions: QuerySet[Edition]) -> Preview:
    """The file of an upload against what is here, under what its sender has chosen (code, like, of, source, target).

    Raises UnreadableFile.
    """
    read = recognise.read_file(bytes(upload.content), upload.name)
    if read.edition is not None:
        plan = plan_edition(read.edition, code=chosen.get("code", ""), like=chosen.get("like", ""))
        return Preview(read.kind, plan.digest, edition=plan, chosen=chosen, suggested_code=_free_code(plan))
    if read.profile is not None:
        profile = plan_profile(read.profile, editions, of=chosen.get("of", ""))
        mark = _mark(profile.selected, profile.edition and profile.edition.pk, profile.is_same)
        return Preview(read.kind, mark, profile=profile, chosen=chosen)
    if read.table is not None:
        pairs = [_plan_pairs(read, chosen, editions)]
        plans, unknown = [one for one in pairs if one], []
    else:
        found = plan_mappings(read.mappings, editions)
        plans = [one for one in found if isinstance(one, PairPlan)]
        unknown = [one for one in found if isinstance(one, Refused)]
    mark = _mark(*(_what(plan) for plan in plans))
    return Preview(read.kind, mark, pairs=tuple(plans), unknown=tuple(unknown), chosen=chosen)


def _free_code(plan: EditionPlan) -> str:
    """A code for the same file as a new edition: the next number that is free."""
    if plan.held is None or plan.held.state == EditionState.DRAFT:
        return plan.code
    taken = set(Edition.objects.filter(code__startswith=plan.code[:36]).values_list("code", flat=True))
    return next(code for number in range(2, 1000) if (code := f"{plan.code[:36]}-{number}") not in taken)


def _plan_pairs(read: recognise.ReadFile, chosen: Mapping[str, str], editions: QuerySet[Edition]) -> PairPlan | None:
    """The table between the chosen editions, else those that know most of its ids; None when there are none."""
    table = read.table
    if table is None:
        return None
    ends: list[Edition | None] = []
    for key, ids in (("source", {one.source for one in table.pairs}), ("target", {one.target for one in table.pairs})):
        wanted = editions.select_related("standard").filter(code=chosen.get(key, "")).first()
        ends.append(wanted or knowing_most(ids, editions.exclude(pk__in=[one.pk for one in ends if one])))
    source, target = ends
    return plan_pairs(table, source=source, target=target) if source and target else None


def _what(plan: PairPlan) -> object:
    added = [(one.source_id, one.target_id, one.pair.relation) for one in plan.added]
    return added, [(one.link.pk, one.link.version, one.relation) for one in plan.changed]


def _mark(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
