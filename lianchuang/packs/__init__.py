"""Data packs: standards, shared measures, site types, categories, check items as YAML.

A leaf: nothing of lianchuang is imported here, and nothing here knows Django.
"""

from lianchuang.packs.loading import (
    load_categories,
    load_check_items,
    load_editions,
    load_limit_tables,
    load_measures,
    load_site_types,
)
from lianchuang.packs.reading import PACKS, PackError
from lianchuang.packs.wording import load_letter_wordings, load_wordings

__all__ = [
    "PACKS",
    "PackError",
    "load_categories",
    "load_check_items",
    "load_editions",
    "load_letter_wordings",
    "load_limit_tables",
    "load_measures",
    "load_site_types",
    "load_wordings",
]
