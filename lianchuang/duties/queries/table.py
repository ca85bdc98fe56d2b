"""Units and posts with how much they lead, are responsible for and support: a table that unfolds, in name order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lianchuang.accounts.models import Post, Unit, UnitKind
from lianchuang.campaigns.models import Campaign
from lianchuang.duties.queries.coverage import Proof, State, body_and_place
from lianchuang.duties.queries.things import campaigns_of_types

BODIES = (UnitKind.PROVINCE, UnitKind.PREFECTURE, UnitKind.COUNTY, UnitKind.BUREAU)


@dataclass(frozen=True)
class Mark:
    """A campaign as a seal: wholly when requirements are led, in part when only sites are."""

    campaign: Campaign
    fill: str
    is_veto: bool


@dataclass(frozen=True)
class Load:
    """How much: things led, responsible for, supported."""

    leads: int = 0
    responsible: int = 0
    supporting: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.leads + other.leads, self.responsible + other.responsible, self.supporting + other.supporting)

    @property
    def is_nothing(self) -> bool:
        return not (self.leads or self.responsible or self.supporting)


@dataclass(frozen=True)
class PostLine:
    """A post with its load; `median` when it has too much, the middle of its kind."""

    post: Post
    load: Load
    marks: tuple[Mark, ...]
    is_held: bool
    is_idle: bool
    median: float | None

    @property
    def unit_name(self) -> str:
        return self.post.unit.short_label


@dataclass(frozen=True)
class UnitLine:
    """A unit (a street with its communities) in sum, and its posts."""

    unit: Unit
    load: Load
    marks: tuple[Mark, ...]
    posts: tuple[PostLine, ...]
    gaps: int

    @property
    def name(self) -> str:
        return self.unit.short_label

    @property
    def vacant(self) -> int:
        """Empty posts that lead something."""
        return sum(not line.is_held and line.load.leads > 0 for line in self.posts)

    @property
    def idle(self) -> int:
        return sum(line.is_idle for line in self.posts)


@dataclass(frozen=True)
class Group:
    """County bodies, or streets and towns, in sum."""

    is_places: bool
    load: Load
    marks: tuple[Mark, ...]
    lines: tuple[UnitLine, ...]

    @property
    def leading(self) -> list[UnitLine]:
        """The units that lead something, or where something is wrong."""
        return [line for line in self.lines if line.load.leads or line.gaps]

    @property
    def others(self) -> list[UnitLine]:
        """The units that only help, or have nothing."""
        return [line for line in self.lines if not (line.load.leads or line.gaps)]


@dataclass(frozen=True)
class Table:
    """Both groups, and the scale of the bars."""

    groups: tuple[Group, ...]
    most: int
    posts: int
    idle: int

    @property
    def busy(self) -> int:
        return self.posts - self.idle


class _Counting:
    """What the lines are counted from."""

    def __init__(self, proof: Proof) -> None:
        self.proof = proof
        self.too_much = {one.post: one.median for one in proof.overloaded}
        self.idle = {post.pk for post in proof.idle}
        self.gaps: dict[str, int] = {}
        self.marks: dict[int, dict[Campaign, Mark]] = {}
        types = campaigns_of_types(proof.campaigns)
        for one in proof.standings:
            site = one.thing.site
            if site and one.state in {State.NONE, State.TWO}:
                path = body_and_place(site.unit)
                self.gaps[path] = self.gaps.get(path, 0) + 1
            if one.post and one.thing.campaign:
                self._mark(one.post.pk, Mark(one.thing.campaign, "full", one.thing.is_veto))
            elif one.post and site:
                for campaign in types.get(site.site_type_id, ()):
                    self._mark(one.post.pk, Mark(campaign, "part", is_veto=False))

    def _mark(self, post: int, mark: Mark) -> None:
        held = self.marks.setdefault(post, {})
        before = held.get(mark.campaign)
        held[mark.campaign] = merged(before, mark) if before else mark

    def post_line(self, post: Post) -> PostLine:
        pk = post.pk
        return PostLine(
            post=post,
            load=Load(self.proof.leads[pk], self.proof.responsible[pk]),
            marks=in_order(self.marks.get(pk, {}).values()),
            is_held=pk in self.proof.seats.held,
            is_idle=pk in self.idle,
            median=self.too_much.get(pk),
        )

    def unit_line(self, unit: Unit, within: Sequence[Unit], posts: Sequence[Post]) -> UnitLine:
        lines = tuple(self.post_line(post) for post in posts)
        own = Load(
            responsible=sum(self.proof.responsible_units[each.pk] for each in within),
            supporting=sum(self.proof.supporting[each.pk] for each in within),
        )
        return UnitLine(
            unit=unit,
            load=sum((line.load for line in lines), own),
            marks=in_order(mark for line in lines for mark in line.marks),
            posts=lines,
            gaps=self.gaps.get(unit.path, 0),
        )


def merged(one: Mark, other: Mark) -> Mark:
    """Two marks of one campaign as one."""
    fill = "full" if "full" in (one.fill, other.fill) else "part"
    return Mark(one.campaign, fill, one.is_veto or other.is_veto)


def in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Each campaign once, in slot order."""
    held: dict[Campaign, Mark] = {}
    for mark in marks:
        held[mark.campaign] = merged(held[mark.campaign], mark) if mark.campaign in held else mark
    return tuple(sorted(held.values(), key=lambda mark: mark.campaign.slot))


def table_of(proof: Proof, units: Iterable[Unit]) -> Table:
    """The table of these units and their posts; communities stand within their street. One query."""
    counting = _Counting(proof)
    heads: dict[str, Unit] = {}
    within: dict[str, list[Unit]] = {}
    for unit in sorted(units, key=lambda each: each.path):
        path = body_and_place(unit)
        heads.setdefault(path, unit)
        within.setdefault(path, []).append(unit)
    posts: dict[str, list[Post]] = {}
    for post in proof.seats.posts.values():
        posts.setdefault(body_and_place(post.unit), []).append(post)
    lines = [counting.unit_line(unit, within[path], posts.get(path, ())) for path, unit in heads.items()]
    lines.sort(key=lambda line: line.unit.sort_key)
    bodies = [line for line in lines if line.unit.kind in BODIES]
    places = [line for line in lines if line.unit.kind not in BODIES]
    loads = [line.load for unit in lines for line in unit.posts]
    return Table(
        groups=tuple(_group(held, held is places) for held in (bodies, places) if held),
        most=max((load.leads + load.responsible for load in loads), default=1) or 1,
        posts=len(proof.seats.posts),
        idle=len(counting.idle),
    )


def _group(lines: Sequence[UnitLine], is_places: bool) -> Group:
    marks = in_order(mark for line in lines for mark in line.marks)
    return Group(is_places, sum((line.load for line in lines), Load()), marks, tuple(lines))
