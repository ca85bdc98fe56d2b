"""The results of a round with their intervals: by campaign, type of site, check item and body."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.findings.rules import body_of
from lianchuang.inspections import rules
from lianchuang.inspections.access import sees_whole_round, visible_visits
from lianchuang.inspections.models import Answer, Grade, Round, RoundSite
from lianchuang.inspections.queries.weights import weigh_types
from lianchuang.inspections.rules import FEWEST_SITES, Weighed
from lianchuang.kernels.intervals import Interval, Stratum, ratio, wilson
from lianchuang.sites.models import CheckItem, SiteType
from lianchuang.sites.queries import CampaignCount, campaigns_of_items


class Seen(NamedTuple):
    """One answer of the visit by which a site counts."""

    site: UUID
    site_type: int
    body: str
    item: int
    grade: str
    cases: int


@dataclass(frozen=True)
class Figure:
    """A figure with its base: `part` of `base` (items, points or sites) at `sites` sites, drawn from `frame` if that is known.

    Without `interval` it is too few, not the whole round, or no sample of ours. `cases` were counted, `left_out` sites left out.
    """

    label: str
    sites: int
    frame: int | None
    part: float
    base: float
    interval: Interval | None = None
    campaign: Campaign | None = None
    counts: Sequence[CampaignCount] = ()
    left_out: int = 0
    cases: int = 0

    @property
    def is_too_few(self) -> bool:
        """Whether only the counts are told."""
        return self.sites < FEWEST_SITES

    @property
    def wrong(self) -> float:
        """What is missing of `base`."""
        return self.base - self.part

    @property
    def percent(self) -> float | None:
        return None if self.is_too_few or not self.base else self.part / self.base * 100

    @property
    def percent_words(self) -> str:
        return "" if self.percent is None else f"{self.percent:.1f}"

    @property
    def part_words(self) -> str:
        return f"{self.part:.1f}".removesuffix(".0")

    @property
    def base_words(self) -> str:
        return f"{self.base:.1f}".removesuffix(".0")

    @property
    def interval_words(self) -> str:
        """The ends in percent."""
        return f"{self.interval.low * 100:.1f}–{self.interval.high * 100:.1f}" if self.interval else ""

    @property
    def box(self) -> tuple[float, float, float] | None:
        """Left end, width and point of the interval in a picture 100 wide."""
        if self.interval is None:
            return None
        low, high = self.interval.low * 100, self.interval.high * 100
        return round(low, 1), round(max(high - low, 0.8), 1), round(self.interval.share * 100, 1)


@dataclass
class _Sums:
    """Two sums for each site of a stratum, still being made."""

    by_type: dict[int, dict[UUID, list[float]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, row: Seen, part: float, base: float) -> None:
        held = self.by_type[row.site_type].setdefault(row.site, [0.0, 0.0])
        held[0] += part
        held[1] += base


class Figures:
    """The results of one round as this actor may see them. A site counts by its first visit; each part is read when asked for.

    Visits of outside bodies are no part of the sample; only where nobody of ours is sent they are what the round holds, and
    then they are counts of places that the body chose, without frame and interval.
    """

    def __init__(self, actor: Actor, round: Round) -> None:
        self.actor = actor
        self.round = round
        self.is_whole = sees_whole_round(actor, round)

    @cached_property
    def _visits(self) -> list[tuple[UUID, UUID, str]]:
        visits = visible_visits(self.actor).filter(round=self.round).order_by("finished_at", "pk")
        return list(visits.values_list("pk", "site", "outside_body"))

    @cached_property
    def rows(self) -> list[Seen]:
        """The answers that count. Two queries, and one more where only outside bodies were there."""
        first: dict[UUID, UUID] = {}
        for pk, site, body in self._visits:
            if self.is_outside or not body:
                first.setdefault(site, pk)
        answers = Answer.objects.filter(visit__in=first.values()).order_by("pk")
        keys = ("visit__site_id", "visit__site__site_type_id", "visit__site__unit__path", "item_id", "grade", "count")
        return [
            Seen(site, site_type, body_of(path), item, grade, cases)
            for site, site_type, path, item, grade, cases in answers.values_list(*keys)
        ]

    @cached_property
    def is_outside(self) -> bool:
        """Whether it holds what outside bodies saw and nobody of ours is sent anywhere."""
        only_theirs = bool(self._visits) and all(body for _pk, _site, body in self._visits)
        return only_theirs and not RoundSite.objects.filter(round=self.round).exists()

    @property
    def has_intervals(self) -> bool:
        """Whether its figures stand for more than the sites looked at."""
        return self.is_whole and not self.is_outside

    @cached_property
    def sites(self) -> int:
        return len({row.site for row in self.rows})

    @cached_property
    def _types(self) -> dict[int, SiteType]:
        return {each.pk: each for each in SiteType.objects.filter(pk__in={row.site_type for row in self.rows})}

    def _frame(self, site_type: int) -> int | None:
        """How many sites of the type there were when it was drawn; not told beside a part of the round."""
        if not self.has_intervals:
            return None
        number = self.round.plan.get("frame", {}).get(self._types[site_type].code)
        return number if isinstance(number, int) else None

    @cached_property
    def _asked(self) -> dict[int, set[int]]:
        asked: dict[int, set[int]] = defaultdict(set)
        for row in self.rows:
            asked[row.site_type].add(row.item)
        return asked

    @cached_property
    def _counts(self) -> dict[int, list[CampaignCount]]:
        return campaigns_of_items(CheckItem.objects.filter(pk__in={row.item for row in self.rows}).only("pk"))

    @cached_property
    def _weighed(self) -> dict[tuple[Campaign, int], dict[int, Weighed]]:
        return weigh_types(self._asked, self._counts)

    def _figure(self, label: str, sums: _Sums, *, of_types: bool = True, **more: Any) -> Figure:
        """A ratio over sites, stratified by type."""
        frames = {kind: self._frame(kind) if of_types else None for kind in sums.by_type}
        strata = [
            Stratum(tuple((part, base) for part, base in each.values() if base), frames[kind])
            for kind, each in sorted(sums.by_type.items())
        ]
        sites = sum(len(stratum.pairs) for stratum in strata)
        pairs = [pair for stratum in strata for pair in stratum.pairs]
        known = [number for number in frames.values() if number is not None]
        total = sum(known) if known and len(known) == len(frames) else None
        interval = ratio(strata) if self.has_intervals and sites >= FEWEST_SITES else None
        return Figure(label, sites, total, sum(one for one, _b in pairs), sum(b for _o, b in pairs), interval, **more)

    def _right(self, rows: Iterable[Seen]) -> _Sums:
        sums = _Sums()
        for row in rows:
            if row.grade != Grade.NOT_APPLICABLE:
                sums.add(row, float(row.grade == Grade.A), 1.0)
        return sums

    @cached_property
    def whole(self) -> Figure:
        """The items that were all right, everywhere."""
        return self._figure("", self._right(self.rows))

    @cached_property
    def campaigns(self) -> list[Figure]:
        """Points earned of points possible, for each campaign."""
        sums: dict[Campaign, _Sums] = defaultdict(_Sums)
        for (campaign, site_type), items in self._weighed.items():
            for row in self._of_type.get(site_type, ()):
                if (weighed := items.get(row.item)) and (made := rules.made_of(row.grade, weighed.scoring)):
                    points = float(weighed.weight)
                    sums[campaign].add(row, points * made.share / 100, points)
        ordered = sorted(sums, key=lambda campaign: campaign.slot)
        return [self._figure(campaign.label, sums[campaign], campaign=campaign) for campaign in ordered]

    @cached_property
    def _of_type(self) -> Mapping[int, list[Seen]]:
        return _grouped(self.rows, lambda row: row.site_type)

    @cached_property
    def types(self) -> list[Figure]:
        """Items all right, by type of site."""
        return [
            self._figure(self._types[kind].label, self._right(self._of_type[kind]))
            for kind in sorted(self._of_type, key=lambda kind: (self._types[kind].order, self._types[kind].code))
        ]

    @cached_property
    def bodies(self) -> list[Figure]:
        """Items all right, by the body the site lies in, in name order."""
        rows = _grouped(self.rows, lambda row: row.body)
        units = Unit.objects.filter(path__in=rows).order_by("sort_key", "path")
        # How many sites of each type a body holds is not kept: its interval is the wider one, as if the frame were endless.
        return [self._figure(unit.label, self._right(rows[unit.path]), of_types=False) for unit in units]

    @cached_property
    def items(self) -> list[Figure]:
        """Sites where the item was right, of those where it was looked at; most often wrong first."""
        rows = _grouped(self.rows, lambda row: row.item)
        figures = [
            self._item(item, rows[item.pk]) for item in CheckItem.objects.filter(pk__in=rows).select_related("category")
        ]
        return sorted(figures, key=lambda each: (each.part - each.base, -each.base, each.label))

    def _item(self, item: CheckItem, rows: Sequence[Seen]) -> Figure:
        looked = [row for row in rows if row.grade != Grade.NOT_APPLICABLE]
        right = sum(row.grade == Grade.A for row in looked)
        kinds = {row.site_type for row in rows}
        frames = [self._frame(kind) for kind in kinds]
        # Where it did not apply at some sites nobody knows at how many others it would.
        is_known = len(looked) == len(rows) and None not in frames
        total = sum(number or 0 for number in frames) if is_known else None
        few = len(looked) < FEWEST_SITES or not self.has_intervals
        return Figure(
            label=item.label,
            sites=len(looked),
            frame=total,
            part=right,
            base=len(looked),
            interval=None if few else wilson(right, len(looked), total),
            counts=self._counts.get(item.pk, ()),
            left_out=len(rows) - len(looked),
            cases=sum(row.cases for row in looked),
        )


def _grouped(rows: Iterable[Seen], key: Callable[[Seen], Hashable]) -> dict[Any, list[Seen]]:
    groups: dict[Any, list[Seen]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups
