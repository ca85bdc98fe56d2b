"""Which drawn scene shows which trouble at which type of site."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianchuang.packs.shapes import CheckItem, SiteType

# By what is wrong, unless the place itself shows it better.
BY_CATEGORY = {
    "parking": "parking",
    "stalls": "shop",
    "municipal": "road",
    "posters": "billboard",
    "wires": "wires",
    "greenery": "greenbelt",
    "toilets": "toilet",
    "vectors": "stillwater",
    "hygiene": "restaurant",
    "smoking": "smoking",
    "fire": "exit",
    "publicity": "noticeboard",
    "access": "hall",
    "dust": "construction",
    "water": "canal",
    "litter": "corner",
}
BY_PLACE = {
    "litter": ("market", "alley", "park", "village", "busstop", "school", "canal", "construction", "toilet"),
    "stalls": ("market", "school"),
    "hygiene": ("clinic", "toilet"),
    "posters": ("alley", "busstop"),
    "greenery": ("park", "memorial"),
    "fire": ("stairwell", "lane"),
    "municipal": ("alley", "park", "memorial", "village"),
    "access": ("clinic",),
    "wires": ("estate", "alley"),
}


@dataclass
class Scenery:
    """Looks scenes up by the codes of item and site type."""

    items: dict[str, CheckItem]
    types: dict[str, SiteType]

    @classmethod
    def of(cls, items: Sequence[CheckItem], types: Sequence[SiteType]) -> "Scenery":
        """From the packs."""
        return cls({item.code: item for item in items}, {kind.code: kind for kind in types})

    def scene(self, item_code: str, type_code: str) -> str:
        """The item's own scene, else the place's where it shows this trouble, else the trouble's."""
        item, place = self.items[item_code], self.types[type_code].scene
        if item.scene:
            return item.scene
        if place in BY_PLACE.get(item.category, ()):
            return place
        return BY_CATEGORY.get(item.category, place)
