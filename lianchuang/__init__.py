"""Lianchuang 联创: several official accreditations run as one joint campaign."""

__version__ = "0.1.0"
