"""The packs as shapes, with every reference checked: a fault names its file and place."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from lianchuang.packs.reading import PACKS, PackError, read_pack, read_text
from lianchuang.packs.shapes import (
    Category,
    CheckItem,
    Edition,
    ItemPlace,
    Limit,
    LimitTable,
    Measure,
    MeasureInput,
    MeasureLink,
    MeasurePack,
    MinimumSample,
    Provenance,
    PublishedLimit,
    Reading,
    Requirement,
    RequirementLink,
    Scoring,
    SiteType,
    Standard,
    Window,
    Zone,
)

Node = dict[str, Any]
WHOLE = 100  # percent


@cache
def load_editions(root: Path = PACKS) -> tuple[Edition, ...]:
    """Every edition under `standards/`, by the slot of its standard."""
    editions: list[Edition] = []
    seen_editions = _Unique()
    seen_slots: dict[int, str] = {}
    for path in sorted((root / "standards").glob("*/*.yaml")):
        edition = _edition(path, read_pack(path, "edition"))
        seen_editions.add(path, "edition.code", edition.code)
        standard = edition.standard
        if seen_slots.setdefault(standard.slot, standard.code) != standard.code:
            raise PackError(path, "standard.slot", f"slot {standard.slot} is taken")
        if path.parent.name != standard.code:
            raise PackError(path, "standard.code", f"stands in folder {path.parent.name}")
        if path.stem != edition.code:
            raise PackError(path, "edition.code", f"stands in file {path.name}")
        editions.append(edition)
    return tuple(sorted(editions, key=lambda edition: (edition.standard.slot, edition.code)))


def read_edition(text: str, name: str) -> Edition:
    """An edition that is not among the shipped ones; `name` stands in the fault's place of a path."""
    path = Path(name)
    return _edition(path, read_text(text, path, "edition"))


@cache
def load_measures(root: Path = PACKS) -> MeasurePack:
    """The shared measures and their links to requirements of the editions."""
    path = root / "measures.yaml"
    document = read_pack(path, "measures")
    seen = _Unique()
    for i, node in enumerate(document["measures"]):
        seen.add(path, f"measures[{i}].code", node["code"])
        _check_reading(path, f"measures[{i}].reading", node["reading"], node)
    by_code = {node["code"]: node for node in document["measures"]}
    known = _requirement_codes(root)
    seen_links = _Unique()
    for i, node in enumerate(document["links"]):
        where = f"links[{i}]"
        if node["measure"] not in seen:
            raise PackError(path, f"{where}.measure", f"unknown measure {node['measure']}")
        _check_requirement(path, where, "requirement", node["edition"], node["requirement"], known)
        _check_reading(path, f"{where}.reading", node.get("reading"), by_code[node["measure"]])
        key = f"{node['measure']} → {node['edition']} {node['requirement']}"
        seen_links.add(path, where, key)
    return MeasurePack(
        measures=tuple(_measure(node) for node in document["measures"]),
        links=tuple(MeasureLink(**{**node, "reading": _reading(node.get("reading"))}) for node in document["links"]),
    )


@cache
def load_site_types(root: Path = PACKS) -> tuple[SiteType, ...]:
    """The site types, in the order of the file."""
    path = root / "sites" / "site_types.yaml"
    nodes: list[Node] = read_pack(path, "site_types")["site_types"]
    seen = _Unique()
    for i, node in enumerate(nodes):
        where = f"site_types[{i}] ({node['code']})"
        seen.add(path, f"{where}.code", node["code"])
        zones = _Unique()
        for j, zone in enumerate(node["zones"]):
            zones.add(path, f"{where}.zones[{j}].code", zone["code"])
    for i, node in enumerate(nodes):
        for other in (node["minimum_sample"] or {}).get("together_with", ()):
            if other not in seen:
                where = f"site_types[{i}] ({node['code']}).minimum_sample.together_with"
                raise PackError(path, where, f"unknown site type {other}")
    return tuple(_site_type(node) for node in nodes)


@cache
def load_categories(root: Path = PACKS) -> tuple[Category, ...]:
    """The kinds of finding with their time limits, in the order of the file."""
    path = root / "sites" / "categories.yaml"
    nodes: list[Node] = read_pack(path, "categories")["categories"]
    seen = _Unique()
    for i, node in enumerate(nodes):
        seen.add(path, f"categories[{i}].code", node["code"])
    return tuple(_category(node) for node in nodes)


@cache
def load_limit_tables(root: Path = PACKS) -> tuple[LimitTable, ...]:
    """The published time limits of other places, by file name. Each row maps to known categories, each at most once."""
    known = {category.code for category in load_categories(root)}
    tables = []
    for path in sorted((root / "limits").glob("*.yaml")):
        document = read_pack(path, "limits")
        if document["table"]["code"] != path.stem:
            raise PackError(path, "table.code", f"stands in file {path.name}")
        seen = _Unique()
        for i, row in enumerate(document["rows"]):
            for aim in row["maps"]:
                seen.add(path, f"rows[{i}].maps", aim)
                if aim.split("/")[0] not in known:
                    raise PackError(path, f"rows[{i}].maps", f"unknown category {aim}")
        tables.append(_limit_table(document))
    return tuple(tables)


@cache
def load_check_items(root: Path = PACKS) -> tuple[CheckItem, ...]:
    """Every check item under `checkitems/`, by file and then by place in the file."""
    zones = {kind.code: {zone.code for zone in kind.zones} for kind in load_site_types(root)}
    categories = {category.code for category in load_categories(root)}
    known = _requirement_codes(root)
    vetoes = {(edition.code, node.code) for edition in load_editions(root) for node in edition.walk() if node.veto}
    items: list[CheckItem] = []
    seen = _Unique()
    for path in sorted((root / "checkitems").glob("*.yaml")):
        for i, node in enumerate(read_pack(path, "check_items")["items"]):
            where = f"items[{i}] ({node['code']})"
            seen.add(path, f"{where}.code", node["code"])
            if node["category"] not in categories:
                reason = f"unknown category {node['category']}"
                raise PackError(path, f"{where}.category", reason)
            for j, link in enumerate(node["requirements"]):
                place = f"{where}.requirements[{j}]"
                _check_requirement(path, place, "code", link["edition"], link["code"], known)
            items.append(_check_item(path, where, node, zones, vetoes))
    return tuple(items)


class _Unique:
    """Codes met so far; the second of a kind is a fault."""

    def __init__(self) -> None:
        self._codes: set[str] = set()

    def __contains__(self, code: str) -> bool:
        return code in self._codes

    def add(self, path: Path, where: str, code: str) -> None:
        if code in self._codes:
            raise PackError(path, where, f"duplicate {code}")
        self._codes.add(code)


def _requirement_codes(root: Path) -> dict[str, set[str]]:
    return {e.code: {node.code for node in e.walk()} for e in load_editions(root)}


def _check_requirement(path: Path, where: str, field: str, edition: str, code: str, known: dict[str, set[str]]) -> None:
    if edition not in known:
        raise PackError(path, f"{where}.edition", f"unknown edition {edition}")
    if code not in known[edition]:
        raise PackError(path, f"{where}.{field}", f"unknown requirement {code} in {edition}")


def _provenance(node: Node) -> Provenance:
    return Provenance(node["source"], node["source_en"], node["confidence"])


def _decimal(value: float | int | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _edition(path: Path, document: Node) -> Edition:
    node = document["edition"]
    seen = _Unique()
    try:
        effective = date.fromisoformat(node["effective"]) if node["effective"] else None
    except ValueError as fault:
        raise PackError(path, "edition.effective", str(fault)) from fault

    def checked(child: Node, where: str, under_veto: bool) -> Requirement:
        seen.add(path, f"{where}.code", child["code"])
        if under_veto and not child.get("veto", False):
            raise PackError(path, f"{where}.veto", "stands under a veto and is not marked as one")
        _check_weights(path, where, child)
        return _requirement(child, where, checked)

    return Edition(
        standard=Standard(**document["standard"]),
        code=node["code"],
        name=node["name"],
        name_en=node["name_en"],
        effective=effective,
        note=node["note"],
        note_en=node["note_en"],
        provenance=_provenance(node),
        requirements=tuple(
            checked(child, f"requirements[{i}] ({child['code']})", False)
            for i, child in enumerate(document["requirements"])
        ),
    )


def _check_weights(path: Path, where: str, node: Node) -> None:
    window = node.get("window", {})
    weights = window.get("weights")
    if weights and (len(weights) != window["years"] or sum(weights) != WHOLE):
        raise PackError(path, f"{where}.window.weights", "one weight for each year, together 100")


def _window(node: Node) -> Window:
    return Window(**{**node, "weights": tuple(node.get("weights", ()))})


def _requirement(node: Node, where: str, checked: Callable[[Node, str, bool], Requirement]) -> Requirement:
    scoring = node["scoring"]
    veto = node.get("veto", False)
    return Requirement(
        code=node["code"],
        title=node["title"],
        title_en=node["title_en"],
        text=node.get("text", ""),
        text_en=node.get("text_en", ""),
        method=node.get("method"),
        scoring=Scoring(
            form=scoring["form"],
            op=scoring.get("op"),
            value=_decimal(scoring.get("value")),
            upper=_decimal(scoring.get("upper")),
            unit=scoring.get("unit", ""),
            unit_en=scoring.get("unit_en", scoring.get("unit", "")),
            better=scoring.get("better", ""),
            step=_decimal(scoring.get("step")),
            of=_decimal(scoring.get("of")),
            shares=tuple(scoring.get("shares", ())),
        ),
        points=_decimal(node.get("points")),
        veto=veto,
        window=_window(node["window"]) if "window" in node else None,
        provenance=_provenance(node),
        children=tuple(
            checked(child, f"{where}.children[{i}] ({child['code']})", veto)
            for i, child in enumerate(node.get("children", ()))
        ),
    )


def _check_reading(path: Path, where: str, reading: Node | None, measure: Node) -> None:
    """Its inputs are inputs of the measure."""
    names = {entry["name"] for entry in measure["inputs"]}
    for part in ("of", "per"):
        if reading and (name := reading.get(part)) and name not in names:
            raise PackError(path, f"{where}.{part}", f"no input {name}")


def _reading(node: Node | None) -> Reading | None:
    if node is None:
        return None
    return Reading(node["of"], node.get("per", ""), Decimal(str(node.get("times", 1))))


def _measure(node: Node) -> Measure:
    reading = _reading(node["reading"])
    assert reading is not None  # noqa: S101 - the schema asks for it
    return Measure(
        code=node["code"],
        name=node["name"],
        name_en=node["name_en"],
        sharing=node["sharing"],
        unit=node["unit"],
        unit_en=node["unit_en"],
        inputs=tuple(MeasureInput(**entry) for entry in node["inputs"]),
        reading=reading,
        note=node["note"],
        note_en=node["note_en"],
        provenance=_provenance(node),
    )


def _site_type(node: Node) -> SiteType:
    sample = node["minimum_sample"]
    return SiteType(
        code=node["code"],
        name=node["name"],
        name_en=node["name_en"],
        group=node["group"],
        icon=node["icon"],
        weight=node["weight"],
        scene=node["scene"],
        zones=tuple(Zone(**zone) for zone in node["zones"]),
        minimum_sample=None
        if sample is None
        else MinimumSample(
            count=sample["count"],
            together_with=tuple(sample.get("together_with", ())),
            provenance=_provenance(sample),
        ),
        provenance=_provenance(node),
    )


def _category(node: Node) -> Category:
    limits = node["limits"]
    return Category(
        code=node["code"],
        name=node["name"],
        name_en=node["name_en"],
        icon=node["icon"],
        minor=Limit(**limits["minor"]),
        ordinary=Limit(**limits["ordinary"]),
        serious=Limit(**limits["serious"]),
        provenance=_provenance(node),
    )


def _limit_table(document: Node) -> LimitTable:
    head = document["table"]
    names = {name: head[name] for name in ("code", "name", "name_en", "place", "place_en")}
    return LimitTable(
        **names,
        provenance=_provenance(head),
        rows=tuple(
            PublishedLimit(
                published=row["published"],
                published_en=row["published_en"],
                limit=Limit(row["amount"], row["unit"]),
                maps=tuple(tuple(aim.split("/")) for aim in row["maps"]),
            )
            for row in document["rows"]
        ),
    )


def _check_item(
    path: Path,
    where: str,
    node: Node,
    zones: dict[str, set[str]],
    vetoes: Iterable[tuple[str, str]],
) -> CheckItem:
    links = tuple(RequirementLink(**link) for link in node["requirements"])
    if len({(link.edition, link.code) for link in links}) < len(links):
        raise PackError(path, f"{where}.requirements", "duplicate requirement")
    return CheckItem(
        code=node["code"],
        text=node["text"],
        text_en=node["text_en"],
        finding=node["finding"],
        finding_en=node["finding_en"],
        counts=node["counts"],
        counts_en=node["counts_en"],
        category=node["category"],
        severity=node["severity"],
        grading=node["grading"],
        cap=node["cap"],
        places=_places(path, where, node, zones),
        requirements=links,
        veto=any(link.fill == "full" and (link.edition, link.code) in vetoes for link in links),
        local=node["local"],
        scene=node.get("scene", ""),
        provenance=_provenance(node),
    )


def _places(path: Path, where: str, node: Node, zones: dict[str, set[str]]) -> tuple[ItemPlace, ...]:
    """`zones` names the zone per type; `zone` is the one for all other types of the item."""
    per_type: dict[str, str] = node.get("zones", {})
    for site_type in per_type:
        if site_type not in node["site_types"]:
            reason = f"{site_type} is not among the item's site types"
            raise PackError(path, f"{where}.zones", reason)
    places: list[ItemPlace] = []
    for site_type in node["site_types"]:
        if site_type not in zones:
            raise PackError(path, f"{where}.site_types", f"unknown site type {site_type}")
        zone = per_type.get(site_type) or node.get("zone")
        if zone is None:
            raise PackError(path, f"{where}.zone", f"no zone for {site_type}")
        if zone not in zones[site_type]:
            raise PackError(path, f"{where}.zone", f"unknown zone {zone} of {site_type}")
        places.append(ItemPlace(site_type, zone))
    return tuple(places)
