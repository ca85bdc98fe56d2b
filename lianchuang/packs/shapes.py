"""What the data packs say, as frozen shapes: no Django, no file, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Confidence = Literal["official", "secondhand", "unverified"]
Method = Literal[
    "documents",
    "statistics",
    "site_inspection",
    "survey",
    "remote_sensing",
    "online_filing",
    "observation",
]
ScoringForm = Literal["threshold", "yes_no", "steps", "graded", "bonus", "deduction", "information"]
Operator = Literal[">=", ">", "<=", "<", "==", "between", "improving"]
Sharing = Literal["value", "visit", "document", "survey", "activity", "incident", "case"]
Relation = Literal["equal", "subset", "superset", "intersects"]
Severity = Literal["minor", "ordinary", "serious"]
Grading = Literal["graded", "yes_no"]
Fill = Literal["full", "part"]
LimitUnit = Literal["working_hour", "working_day", "calendar_day", "urgent_hour"]
SiteGroup = Literal[
    "roads",
    "markets",
    "food",
    "living",
    "services",
    "green",
    "transport",
    "culture",
    "works",
    "villages",
    "military",
]


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a node stands, in plain words, and how sure that is."""

    source: str
    source_en: str
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class Standard:
    code: str
    name: str
    name_en: str
    seal: str
    slot: int


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch of time the evidence must cover; `each_year` asks for every year by itself, `weights` weigh them."""

    months: int | None = None
    years: int | None = None
    each_year: bool = False
    weights: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Scoring:
    """How a requirement is judged. `information`: known to exist, no figure or rule known.

    `better`: lower, when improving on last year means less. `step` and `of`: points for each point met (a bonus: for each
    case; a deduction: taken for each), at most.
    """

    form: ScoringForm
    op: Operator | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str = ""
    unit_en: str = ""
    better: Literal["", "lower"] = ""
    step: Decimal | None = None
    of: Decimal | None = None
    shares: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """One node of an edition; headings have children and the form `information`."""

    code: str
    title: str
    title_en: str
    text: str
    text_en: str
    method: Method | None
    scoring: Scoring
    points: Decimal | None
    veto: bool
    window: Window | None
    provenance: Provenance
    children: tuple["Requirement", ...] = ()

    def walk(self) -> Iterator["Requirement"]:
        """This node and everything under it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Edition:
    standard: Standard
    code: str
    name: str
    name_en: str
    effective: date | None
    note: str
    note_en: str
    provenance: Provenance
    requirements: tuple[Requirement, ...]

    def walk(self) -> Iterator[Requirement]:
        for requirement in self.requirements:
            yield from requirement.walk()

    def vetoes(self) -> tuple[Requirement, ...]:
        """The topmost veto nodes: a condition with two figures is one veto."""
        return tuple(_topmost_vetoes(self.requirements))


def _topmost_vetoes(nodes: tuple[Requirement, ...]) -> Iterator[Requirement]:
    for node in nodes:
        if node.veto:
            yield node
        else:
            yield from _topmost_vetoes(node.children)


@dataclass(frozen=True, slots=True)
class MeasureInput:
    name: str
    name_en: str
    unit: str
    unit_en: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Which inputs make the figure: `of`, divided by `per`, times `times`."""

    of: str
    per: str = ""
    times: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Measure:
    code: str
    name: str
    name_en: str
    sharing: Sharing
    unit: str
    unit_en: str
    inputs: tuple[MeasureInput, ...]
    reading: Reading
    note: str
    note_en: str
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class MeasureLink:
    """Crosswalk: what one measure gives to one requirement, and why.

    `relation` is the requirement as seen from the measure: a subset needs only a part of it, a superset
    needs more than it. `reading`: from which inputs the figure is made for it, when not as usual.
    """

    measure: str
    edition: str
    requirement: str
    relation: Relation
    reuse: Sharing
    reason: str
    reason_en: str
    reading: Reading | None = None


@dataclass(frozen=True, slots=True)
class MeasurePack:
    measures: tuple[Measure, ...]
    links: tuple[MeasureLink, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """One walking group of a site; the order of the zones is the order of the walk."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class MinimumSample:
    """The official minimum of sites in one assessment; may be shared with other types."""

    count: int
    together_with: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class SiteType:
    code: str
    name: str
    name_en: str
    group: SiteGroup
    icon: str
    weight: int
    scene: str
    zones: tuple[Zone, ...]
    minimum_sample: MinimumSample | None
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Limit:
    amount: int
    unit: LimitUnit


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of finding, with its time limit by severity."""

    code: str
    name: str
    name_en: str
    icon: str
    minor: Limit
    ordinary: Limit
    serious: Limit
    provenance: Provenance

    def limit(self, severity: Severity) -> Limit:
        return {"minor": self.minor, "ordinary": self.ordinary, "serious": self.serious}[severity]


@dataclass(frozen=True, slots=True)
class PublishedLimit:
    """A row of a place's table as it was published, and the categories and severities we hold it against."""

    published: str
    published_en: str
    limit: Limit
    maps: tuple[tuple[str, Severity], ...]


@dataclass(frozen=True, slots=True)
class LimitTable:
    """The time limits of one place, as published."""

    code: str
    name: str
    name_en: str
    place: str
    place_en: str
    provenance: Provenance
    rows: tuple[PublishedLimit, ...]


@dataclass(frozen=True, slots=True)
class RequirementLink:
    edition: str
    code: str
    fill: Fill


@dataclass(frozen=True, slots=True)
class ItemPlace:
    """An item on one site type, and the walking group it is looked at in."""

    site_type: str
    zone: str


@dataclass(frozen=True, slots=True)
class CheckItem:
    """One thing an inspector looks at and counts. `veto` is derived from the full links."""

    code: str
    text: str
    text_en: str
    finding: str
    finding_en: str
    counts: str
    counts_en: str
    category: str
    severity: Severity
    grading: Grading
    cap: int
    places: tuple[ItemPlace, ...]
    requirements: tuple[RequirementLink, ...]
    veto: bool
    local: bool
    scene: str
    provenance: Provenance

    @property
    def site_types(self) -> tuple[str, ...]:
        return tuple(place.site_type for place in self.places)

    def zone_on(self, site_type: str) -> str | None:
        """The zone this item is asked in on that site type; None when it is not asked there."""
        for place in self.places:
            if place.site_type == site_type:
                return place.zone
        return None
