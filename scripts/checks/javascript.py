"""The browser code is typed by JSDoc and checked by TypeScript, without a build step."""

from __future__ import annotations

from scripts import tools
from scripts.run import ROOT


def main() -> None:
    """Run tsc over every app's own modules (tsc calls an empty list an error)."""
    if any((ROOT / "lianchuang").glob("*/static/**/*.js")):
        tools.node(ROOT / "node_modules" / "typescript" / "bin" / "tsc", "--project", ROOT)
    print("JavaScript: fine")


if __name__ == "__main__":
    main()
