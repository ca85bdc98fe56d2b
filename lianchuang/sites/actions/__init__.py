"""Every write of the sites app: what is looked at (`catalogues`), and the places (`places`)."""

from lianchuang.sites.actions.catalogues import load_categories, load_check_items, load_site_types
from lianchuang.sites.actions.places import (
    SiteFacts,
    add_site,
    add_sites,
    change_site,
    close_site,
    reopen_site,
)

__all__ = [
    "SiteFacts",
    "add_site",
    "add_sites",
    "change_site",
    "close_site",
    "load_categories",
    "load_check_items",
    "load_site_types",
    "reopen_site",
]
