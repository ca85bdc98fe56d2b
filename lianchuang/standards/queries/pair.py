"""Reading the two ends that are looked at: a requirement and a measure, or two requirements; what each asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lianchuang.standards.models import Edition, Measure, MeasureLink, Requirement, RequirementLink
from lianchuang.standards.queries.standing import Joint, joint_of
from lianchuang.standards.queries.ties import current_editions
from lianchuang.standards.rules import inverse
from lianchuang.standards.words import points_words, reading_words, scoring_words, window_words


@dataclass(frozen=True)
class Column:
    """One requirement in the table that compares: what it asks, of what, over which time, and what follows."""

    requirement: Requirement
    threshold: str
    asks: str
    basis: str
    window: str
    consequence: str


@dataclass(frozen=True)
class Line:
    """A row of the comparing table; `differs` where the requirements do not say the same."""

    label: str
    cells: tuple[str, ...]
    joint: str
    differs: bool


@dataclass(frozen=True)
class Pair:
    """What is selected. `link` is None while the two are not linked; `relation` is read from `one`."""

    one: Requirement
    measure: Measure | None
    other: Requirement | None
    link: MeasureLink | RequirementLink | None
    relation: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    joint: Joint
    more: int
    beside: Edition | None = None

    @property
    def kind(self) -> str:
        return "measure" if self.measure else "requirement"


def pair_with_measure(requirement: Requirement, measure: Measure, beside: Edition | None) -> Pair:
    """A requirement and a measure, compared with what rests on the measure in the edition beside. Four queries."""
    links = list(
        MeasureLink.objects.filter(measure=measure)
        .select_related("measure", "requirement__edition__standard", "drafted_by__unit", "reviewed_by__unit")
        .order_by("requirement__edition__standard__slot", "requirement__path")
    )
    link = next((one for one in links if one.requirement_id == requirement.pk), None)
    across = [one for one in links if beside and one.requirement.edition_id == beside.pk]
    current = set(current_editions(Edition.objects.all()).values_list("pk", flat=True))
    joint = joint_of(one for one in links if one.requirement.edition_id in current)
    shown: list[tuple[Requirement, MeasureLink | None]] = [(requirement, link)]
    shown += [(one.requirement, one) for one in across[:1] if one.requirement_id != requirement.pk]
    columns = tuple(_column(each, held) for each, held in shown)
    return Pair(
        one=requirement,
        measure=measure,
        other=None,
        link=link,
        relation=link.relation if link else "",
        columns=columns,
        lines=_lines(columns, joint if link else None, both_vote=measure.sharing == "survey"),
        joint=joint,
        more=max(0, len(across) - 1),
        beside=beside,
    )


def pair_of_requirements(one: Requirement, other: Requirement) -> Pair:
    """Two requirements and the link between them, whichever way it was drawn. Three queries."""
    rows = RequirementLink.objects.select_related("source", "target", "drafted_by__unit", "reviewed_by__unit")
    link = rows.filter(source=one, target=other).first() or rows.filter(source=other, target=one).first()
    relation = ""
    if link is not None:
        relation = link.relation if link.source_id == one.pk else inverse(link.relation)
    held = MeasureLink.objects.filter(requirement__in=[one, other]).select_related("measure", "requirement")
    first: dict[int, MeasureLink] = {}
    for each in held.order_by("-measure__code"):
        first[each.requirement_id] = each
    columns = tuple(_column(each, first.get(each.pk)) for each in (one, other))
    shared = len({each.measure_id for each in first.values()}) == 1 and len(first) == 2
    joint = joint_of(first.values()) if shared else Joint((), ())
    return Pair(one, None, other, link, relation, columns, _lines(columns, joint, both_vote=False), joint, 0)


def _column(requirement: Requirement, link: MeasureLink | None) -> Column:
    measure = link.measure if link else None
    points = points_words(requirement.points)
    return Column(
        requirement=requirement,
        threshold=scoring_words(requirement.scoring) or "–",
        asks=f"{requirement.label} · {requirement.text_label}" if requirement.text_label else requirement.label,
        basis=reading_words(link.reading or measure.reading, measure.inputs) if link and measure else "–",
        window=window_words(requirement.window) or _("not said"),
        consequence=_("Veto") if requirement.is_veto else points or "–",
    )


def _lines(columns: Sequence[Column], joint: Joint | None, *, both_vote: bool) -> tuple[Line, ...]:
    veto = any(column.requirement.is_veto for column in columns)
    asks = _("one interview, asked and reported apart") if both_vote else _("each by its own words")
    rows = (
        (_("Threshold"), "threshold", _joint_words(columns, joint)),
        (_("What is asked"), "asks", asks if len(columns) > 1 else "–"),
        (_("Figure and base"), "basis", _basis_words(columns)),
        (_("Window"), "window", _("each its own, from one history")),
        (_("Consequence"), "consequence", _("watched as a veto") if veto else "–"),
    )
    return tuple(_line(label, [getattr(column, name) for column in columns], words) for label, name, words in rows)


def _line(label: str, cells: Sequence[str], joint: str) -> Line:
    return Line(label, tuple(cells), joint, len(set(cells)) > 1)


def _joint_words(columns: Sequence[Column], joint: Joint | None) -> str:
    if joint is None:
        return _("not linked yet")
    if not joint.lines:
        figures = sum(column.threshold != "–" for column in columns)
        return _("each by itself") if figures > 1 else _("no figure decides")
    return "; ".join(one.words if len(joint.lines) == 1 else f"{one.words} ({one.codes})" for one in joint.lines)


def _basis_words(columns: Sequence[Column]) -> str:
    bases = {column.basis for column in columns}
    if "–" in bases:
        return "–"
    return _("the same inputs") if len(bases) == 1 else _("kept apart where they differ")
