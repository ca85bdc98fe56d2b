"""Setting a page as PDF: with a Chinese font or not at all. A missing font never becomes a page of empty boxes."""

import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import typst
from django.utils.translation import gettext as _

# Free ones first in each; what a Chinese office machine has besides comes after.
SERIF = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Noto Serif SC",
    "FandolSong",
    "AR PL UMing CN",
    "SimSun",
    "STSong",
)
SANS = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "FandolHei",
    "Droid Sans Fallback",
    "SimHei",
    "Microsoft YaHei",
    "PingFang SC",
)
KINDS = {"serif": (*SERIF, *SANS), "sans": (*SANS, *SERIF)}
FOLDER = "LIANCHUANG_FONTS"  # a folder with fonts besides the machine's own
UNKNOWN = "unknown font family"


class MissingFont(Exception):
    """No font of this machine can set the page; the message is a sentence in the reader's language."""


@lru_cache(maxsize=4)
def _found(folder: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[folder] if folder else [])


def _fonts() -> typst.Fonts:
    return _found(os.environ.get(FOLDER, ""))


def fonts() -> tuple[Path, ...]:
    """The files of the Chinese fonts of this machine; empty when there is none."""
    known = {*SERIF, *SANS}
    files = {Path(one.path) for one in _fonts().fonts() if one.path and one.family in known}
    return tuple(sorted(files))


def family(kind: str) -> str:
    """The name of the Chinese font to use: "serif" (宋) or "sans" (黑). Raises MissingFont."""
    have = set(_fonts().families())
    for name in KINDS[kind]:
        if name in have:
            return name
    raise MissingFont(
        _("No Chinese font was found. Install fonts-noto-cjk, or put a font into a folder and name it in %(variable)s.")
        % {"variable": FOLDER}
    )


def to_pdf(
    source: str,
    *,
    files: Mapping[str, bytes | Path] | None = None,
    root: Path | None = None,
    timestamp: datetime | None = None,
) -> bytes:
    """Set a typst source as PDF: real text, embedded fonts, bookmarks of its headings.

    `files` lie beside the source under their names; what lies below `root` is reached by "/…". With a `timestamp` the
    same source gives the same bytes. Raises MissingFont when a font that the source names is not there.
    """
    with tempfile.TemporaryDirectory(dir=root, prefix=".setting-") as folder:
        main = Path(folder) / "main.typ"
        main.write_text(source, encoding="utf-8")
        for name, content in (files or {}).items():
            target = Path(folder) / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                target.write_bytes(content)
            else:
                target.symlink_to(content.resolve())
        pdf, warnings = typst.compile_with_warnings(
            main, root=root or Path(folder), font_paths=_fonts(), format="pdf", timestamp=timestamp
        )
    lost = [warning.message for warning in warnings if UNKNOWN in warning.message.lower()]
    if lost:
        raise MissingFont(_("A font is missing on this machine: %(what)s.") % {"what": "; ".join(lost)})
    return bytes(pdf or b"")
