"""The proof as a mosaic: one tile for one thing, a block for each campaign, street and town. Faults have shapes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianchuang.accounts.models import Unit
from lianchuang.campaigns.models import Campaign
from lianchuang.duties.queries.coverage import Proof, Standing, State, body_and_place

STRIDE, TILE = 9, 7
ROWS, MOST_COLUMNS = 7, 36  # 36 columns are 324 units: they fit on a phone


@dataclass(frozen=True)
class Tile:
    """A fault: where its tile stands, and what it is."""

    x: int
    y: int
    words: str


@dataclass(frozen=True)
class Block:
    """The tiles of one campaign or place; `path` draws those that are as they should be."""

    label: str
    campaign: Campaign | None
    number: int
    width: int
    height: int
    path: str
    none: tuple[Tile, ...]
    two: tuple[Tile, ...]
    vacant: tuple[Tile, ...]
    sentence: str


@dataclass(frozen=True)
class Mosaic:
    """All blocks: campaigns first, then streets and towns in name order."""

    campaigns: tuple[Block, ...]
    places: tuple[Block, ...]


def mosaic_of(proof: Proof) -> Mosaic:
    """Draw the proof. One query."""
    by_campaign: dict[Campaign, list[Standing]] = {campaign: [] for campaign in proof.campaigns}
    by_place: dict[str, list[Standing]] = {}
    for one in proof.standings:
        if one.thing.campaign:
            by_campaign.setdefault(one.thing.campaign, []).append(one)
        elif one.thing.site:
            by_place.setdefault(body_and_place(one.thing.site.unit), []).append(one)
    units = {unit.path: unit for unit in Unit.objects.filter(path__in=by_place)}
    places = sorted(by_place.items(), key=lambda pair: units[pair[0]].sort_key)
    return Mosaic(
        campaigns=tuple(_block(campaign.label, held, campaign) for campaign, held in by_campaign.items()),
        places=tuple(_block(units[path].label, held) for path, held in places),
    )


def _block(label: str, held: Sequence[Standing], campaign: Campaign | None = None) -> Block:
    rows = max(ROWS, -(-len(held) // MOST_COLUMNS))
    spots = [(index // rows * STRIDE, index % rows * STRIDE) for index in range(len(held))]
    tiles: dict[State, list[Tile]] = {state: [] for state in State}
    for (x, y), one in zip(spots, held, strict=True):
        tiles[one.state].append(Tile(x, y, one.thing.label if one.state is not State.ONE else ""))
    columns = -(-len(held) // rows)
    return Block(
        label=label,
        campaign=campaign,
        number=len(held),
        width=max(TILE, columns * STRIDE - (STRIDE - TILE)),
        height=min(rows, len(held) or 1) * STRIDE - (STRIDE - TILE),
        path=_path((tile.x, tile.y) for tile in tiles[State.ONE]),
        none=tuple(tiles[State.NONE]),
        two=tuple(tiles[State.TWO]),
        vacant=tuple(tiles[State.VACANT]),
        sentence=_sentence(label, held, tiles),
    )


def _path(corners: Iterable[tuple[int, int]]) -> str:
    """Squares as one path, each moved to from the corner of the one before."""
    parts, last = [], (0, 0)
    for x, y in corners:
        parts.append(f"m{x - last[0]} {y - last[1]}h{TILE}v{TILE}h-{TILE}z")
        last = (x, y)
    return "".join(parts)


def _sentence(label: str, held: Sequence[Standing], tiles: dict[State, list[Tile]]) -> str:
    facts = {"label": label, "number": len(held), "one": len(tiles[State.ONE])}
    said = ngettext(
        "%(label)s: %(number)s thing, %(one)s with exactly one lead.",
        "%(label)s: %(number)s things, %(one)s with exactly one lead.",
        len(held),
    )
    words = [said % facts]
    for state, sentence in (
        (State.NONE, _("Without a lead: %(names)s.")),
        (State.TWO, _("With two leads: %(names)s.")),
        (State.VACANT, _("At an empty post: %(names)s.")),
    ):
        if tiles[state]:
            names = _(", ").join(tile.words for tile in tiles[state][:10])
            words.append(sentence % {"names": names})
    return " ".join(words)
