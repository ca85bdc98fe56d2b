"""The duty rules of the invented county."""

from datetime import datetime

from lianchuang.accounts.access import Actor
from lianchuang.demo.bodies import Bodies
from lianchuang.duties.actions import add_rule
from lianchuang.duties.models import Where
from lianchuang.sites.models import Category, SiteType

# A matter goes to this kind of post of the street or town; supporting bureaus.
BY_CATEGORY = (
    ("litter", "sanitation", ("环卫中心",)),
    ("parking", "parking", ("交警大队",)),
    ("stalls", "cityscape", ("城管局",)),
    ("municipal", "works", ("市政中心",)),
    ("posters", "cityscape", ("城管局",)),
    ("wires", "works", ("通信办", "供电所")),
    ("greenery", "greening", ("园林中心",)),
    ("toilets", "sanitation", ("环卫中心",)),
    ("vectors", "health", ("疾控中心",)),
    ("hygiene", "food", ("市监局", "卫健委")),
    ("smoking", "health", ("烟草办",)),
    ("fire", "fire", ("消防大队",)),
    ("publicity", "publicity", ("文明办",)),
    ("access", "works", ("残联",)),
    ("dust", "works", ("住建局",)),
    ("water", "water", ("水利局",)),
)
# Everything at such a site goes to one post of one body.
BY_TYPE = (
    ("park", "园林中心", "park"),
    ("pocket_park", "园林中心", "greening"),
    ("square", "园林中心", "park"),
    ("hospital", "卫健委", "hygiene"),
    ("clinic", "卫健委", "hygiene"),
    ("school", "教体局", "school"),
    ("kindergarten", "教体局", "school"),
    ("service_hall", "审批局", "hall"),
    ("bus_station", "客运站", "station"),
    ("railway_station", "火车站办", "station"),
    ("transfer_station", "环卫中心", "sanitation"),
    ("memorial", "退役军人局", "military"),
    ("veterans_station", "退役军人局", "military"),
    ("culture_centre", "文旅局", "culture"),
    ("internet_cafe", "文旅局", "culture"),
    ("petrol_station", "商务局", "market"),
    ("hotel", "卫健委", "hygiene"),
    ("small_lodging", "公安局", "order"),
    ("bathhouse", "卫健委", "hygiene"),
    ("barber", "卫健委", "hygiene"),
    ("pharmacy", "市监局", "market"),
    ("practice_centre", "文明办", "publicity"),
    ("support_street", "退役军人局", "military"),
    ("utility_hall", "审批局", "hall"),
    ("mall", "商务局", "market"),
    ("construction_site", "住建局", "dust"),
    ("bus_stop", "公交站务", "station"),
)
# A matter at a type of site, before either of them alone.
BY_BOTH = (
    ("main_road", "litter", "环卫中心", "sanitation"),
    ("main_road", "municipal", "市政中心", "works"),
    ("secondary_road", "municipal", "市政中心", "works"),
    ("main_road", "parking", "交警大队", "parking"),
    ("main_road", "greenery", "园林中心", "greening"),
    ("junction", "parking", "交警大队", "traffic"),
    ("market", "hygiene", "市监局", "market"),
    ("market", "stalls", "市监局", "market"),
    ("restaurant", "hygiene", "市监局", "food"),
    ("small_eatery", "hygiene", "市监局", "food"),
    ("public_toilet", "toilets", "环卫中心", "toilet"),
    ("canal", "water", "水利局", "water"),
    ("estate_managed", "fire", "消防大队", "fire"),
    ("park", "litter", "园林中心", "greening"),
    ("construction_site", "litter", "住建局", "works"),
    ("school_surroundings", "stalls", "城管局", "cityscape"),
    ("parking", "parking", "城管局", "parking"),
    ("night_market", "stalls", "城管局", "cityscape"),
)
# Communities look after their own halls.
BY_COMMUNITY = (("community", "community"), ("practice_station", "community"))


def make_rules(bodies: Bodies, *, by: Actor, at: datetime) -> None:
    """Add all rules."""
    categories = {category.code: category for category in Category.objects.all()}
    types = {site_type.code: site_type for site_type in SiteType.objects.all()}
    ground = "莲城县四城联创责任分工（演示）"
    for code, kind, supporting in BY_CATEGORY:
        units = [bodies.units[short] for short in supporting]
        add_rule(
            category=categories[code],
            post_kind=bodies.kinds[kind],
            where=Where.PLACE,
            supporting=units,
            area=bodies.county,
            ground=ground,
            by=by,
            at=at,
        )
    for code, short, kind in BY_TYPE:
        add_rule(
            site_type=types[code],
            post=bodies.post(short, kind),
            area=bodies.county,
            ground=ground,
            by=by,
            at=at,
        )
    for code, category, short, kind in BY_BOTH:
        add_rule(
            site_type=types[code],
            category=categories[category],
            post=bodies.post(short, kind),
            area=bodies.county,
            ground=ground,
            by=by,
            at=at,
        )
    for code, kind in BY_COMMUNITY:
        add_rule(
            site_type=types[code],
            post_kind=bodies.kinds[kind],
            where=Where.COMMUNITY,
            area=bodies.county,
            ground=ground,
            by=by,
            at=at,
        )
