"""A checklist with its places and the posts that inspect, ready to be written as an XLSForm."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import translation

from lianchuang.accounts.access import Actor
from lianchuang.accounts.models import Grant, Post, Role
from lianchuang.sites.access import visible_sites
from lianchuang.sites.models import CheckItem, ChecklistItem, Grading, Site, SiteType
from lianchuang.sites.xlsform import ChecklistForm, Choice, FormItem, FormZone, Words


def form_of(actor: Actor, site_type: SiteType) -> ChecklistForm:
    """The checklist of a type, with the active places of that type and the inspecting posts that this actor may know of."""
    sites = visible_sites(actor).filter(site_type=site_type, is_active=True).order_by("unit__path", "name", "code")
    return ChecklistForm(
        code=site_type.code,
        label=Words(site_type.name, site_type.name_en),
        zones=_zones(site_type),
        sites=[_site(site) for site in sites.select_related("unit")],
        inspectors=_posts(inspecting_posts(actor)),
    )


def inspecting_posts(actor: Actor) -> QuerySet[Post]:
    """The posts that inspect in the tree that the actor stands in."""
    granted = Grant.objects.filter(role=Role.INSPECTOR).values("post")
    posts = Post.objects.filter(pk__in=granted).select_related("unit", "kind").order_by("unit__path", "code")
    if actor.is_system:
        return posts
    return posts.filter(unit__path__startswith=f"{actor.unit_path.split('.')[0]}.")


def _zones(site_type: SiteType) -> list[FormZone]:
    zones: dict[int, FormZone] = {}
    items: dict[int, list[FormItem]] = {}
    for row in ChecklistItem.objects.filter(site_type=site_type).select_related("zone", "item"):
        here = items.setdefault(row.zone_id, [])
        here.append(_item(row.item))
        zones.setdefault(row.zone_id, FormZone(row.zone.code, Words(row.zone.name, row.zone.name_en), here))
    return list(zones.values())


def _item(item: CheckItem) -> FormItem:
    return FormItem(
        code=item.code,
        text=Words(item.text, item.text_en),
        finding=Words(item.finding, item.finding_en),
        counts=Words(item.counts, item.counts_en),
        cap=item.cap,
        is_yes_no=item.grading == Grading.YES_NO,
    )


def _site(site: Site) -> Choice:
    return Choice(site.code, Words(f"{site.name}（{site.code}）", f"{site.name} ({site.code})"))


def _posts(posts: Iterable[Post]) -> list[Choice]:
    """Posts, never persons: who holds one is known here."""
    rows = list(posts)
    said = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said.append([post.full_name for post in rows])
    return [Choice(post.code, Words(*both)) for post, *both in zip(rows, *said, strict=True)]
