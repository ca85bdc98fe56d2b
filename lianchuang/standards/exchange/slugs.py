"""Codes made of titles."""

import re

from django.utils.text import slugify

MOST = 40
SHORTER = (("special publication", "sp"), ("revision", "rev"), ("version", "v"))


def code_of_title(title: str, otherwise: str, most: int = MOST) -> str:
    """A short code: “NIST Special Publication 800-53 Revision 4: Security …” → nist-sp-800-53-rev-4."""
    head = re.split(r"[:：]", title)[0].lower()
    for long, short in SHORTER:
        head = head.replace(long, short)
    slug = slugify(head.replace(".", "-"))
    while len(slug) > most:
        slug = slug.rpartition("-")[0] if "-" in slug else slug[:most]
    return slug or f"oscal-{slugify(otherwise)[:8] or 'file'}"
