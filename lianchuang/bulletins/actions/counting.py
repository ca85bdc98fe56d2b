"""Counting what a bulletin says, and keeping the rows behind it. Called by the actions alone, within theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lianchuang.bulletins import rules
from lianchuang.bulletins.models import Bulletin, FigureRow, PhotoPair
from lianchuang.bulletins.queries import facts, printed
from lianchuang.bulletins.rules.wording import Wording
from lianchuang.campaigns.models import Campaign
from lianchuang.common import clock

BATCH = 500


@dataclass(frozen=True)
class Counted:
    """Some days counted: what is printed, and the rows and photos behind it."""

    figures: dict[str, Any]
    tables: dict[str, Any]
    members: rules.Members
    walked: facts.Walked
    pairs: Sequence[printed.Pair]


def count(
    subject: facts.Subject, kind: str, window: rules.Window, wording: Wording, chosen: Sequence[UUID] | None = None
) -> Counted:
    """Count the subject over these days. `chosen`: the pairs that the office picked, by finding."""
    joint, first = subject.joint, clock.local(window.start).date()
    found = facts.facts_of(subject, window)
    walked = facts.walked_in(subject, window)
    members = rules.tally(found, window)
    figures = _figures(members, walked)
    pairs = printed.choose_pairs(found, window)
    if chosen is not None:
        pairs = printed.chosen_again(found, window, chosen)
    lines = rules.unit_lines(members, printed.unit_names(members))
    campaigns = [(one, rules.campaign_members(members, one.code)) for one in printed.campaigns_of(joint)]
    origins = rules.by_origin(members["new"])
    tables = {
        "head": printed.head_of(subject, walked.rounds),
        "units": [_unit_words(line) for line in lines],
        "campaigns": [_campaign_words(campaign, some) for campaign, some in campaigns],
        "origins": [{"origin": origin, "new": len(some)} for origin, some in origins.items()],
        "types": printed.type_names(members),
        "vetoes": printed.veto_words(members),
        "pairs": [pair.words for pair in pairs],
        "before": printed.rates_before(joint, kind, subject.campaign, first),
        "list": printed.listed(members) if wording.shows("list") else [],
        "chosen": None if chosen is None else [str(pair.finding.pk) for pair in pairs],
    }
    cells = [(line.cell, line.facts) for line in lines]
    cells += [(f"campaign-{campaign.code}", some) for campaign, some in campaigns]
    cells += [(f"origin-{origin}", {"new": some}) for origin, some in origins.items()]
    rows = {rules.cell_key(key, cell): some for cell, by_key in cells for key, some in by_key.items()}
    return Counted(figures, tables, {**members, **rows}, walked, pairs)


def _figures(members: rules.Members, walked: facts.Walked) -> dict[str, Any]:
    values = {key: len(some) for key, some in members.items()} | {"visited": len(walked.visits)}
    bases = values | {"planned": walked.planned}
    return {
        figure.key: {"value": values[figure.key], "denominator": bases[figure.base] if figure.base else None}
        for figure in rules.FIGURES
    }


def _unit_words(line: rules.Line) -> dict[str, Any]:
    name = {"league": line.name.league, "name": line.name.name, "name_en": line.name.name_en}
    return {"cell": line.cell, **name, "units": line.units, "rates": line.shows_rates, **line.counts}


def _campaign_words(campaign: Campaign, members: rules.Members) -> dict[str, Any]:
    words = {"name": campaign.name, "name_en": campaign.name_en, "seal": campaign.seal, "slot": campaign.slot}
    counts = {key: len(some) for key, some in members.items()}
    return {"cell": f"campaign-{campaign.code}", "code": campaign.code, **words, **counts}


def keep_rows(bulletin: Bulletin, counted: Counted) -> None:
    """Keep the rows behind each figure, and the pairs, of one that has none."""
    FigureRow.objects.bulk_create(_rows(bulletin, counted), batch_size=BATCH)
    keep_pairs(bulletin, counted.pairs)


def keep_pairs(bulletin: Bulletin, pairs: Sequence[printed.Pair]) -> None:
    """Keep these pairs of one that has none."""
    PhotoPair.objects.bulk_create(
        PhotoPair(bulletin=bulletin, before=pair.before, after=pair.after, order=order)
        for order, pair in enumerate(pairs)
    )


def _rows(bulletin: Bulletin, counted: Counted) -> Iterator[FigureRow]:
    for visit in counted.walked.visits:
        yield FigureRow(bulletin=bulletin, key="visited", visit_id=visit)
    for key, members in counted.members.items():
        for fact in members:
            yield FigureRow(bulletin=bulletin, key=key, finding_id=fact.id, state=fact.state.value)
