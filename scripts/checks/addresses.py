"""No registry address and no path of one machine in a committed file: a clone must work anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scripts.checks.found import place, project_files, report

# Written so that no pattern matches its own text.
_FORBIDDEN = {
    "a package registry's address": re.compile(
        r"(py(pi|thonhosted)|npm(js)|(deb|security)[.]debian)[.](org)", re.IGNORECASE
    ),
    "a path of one machine": re.compile(r"/(wor)k/(main|steering|[.]library|[.]mirror)|/(far)m/|/(roo)t/[.]"),
}


def problems() -> Iterator[str]:
    """Every place where one stands."""
    for path in project_files():
        text = path.read_bytes().decode("utf-8", errors="replace")
        for what, pattern in _FORBIDDEN.items():
            for match in pattern.finditer(text):
                yield f"{place(path, text, match.start())}: {what}"


if __name__ == "__main__":
    report("Addresses", list(problems()))
