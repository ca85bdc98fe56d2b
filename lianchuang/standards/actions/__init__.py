"""Writing standards."""

from lianchuang.standards.actions.loading import load_edition, load_measures, publish_edition

__all__ = ["load_edition", "load_measures", "publish_edition"]
