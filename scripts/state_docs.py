"""docs/rules/finding-states.md, written from the state table itself: `python -m scripts.state_docs`."""

from pathlib import Path

import django
from django.utils import translation

PAGE = Path(__file__).resolve().parent.parent / "docs" / "rules" / "finding-states.md"
CLOCKS = {"start": "starts", "stop": "stops", "run": "runs on", "keep": "", "fresh": "starts afresh"}
HEAD = """# The life of a finding

Written from `TRANSITIONS` in `lianchuang/findings/rules.py` by `python -m scripts.state_docs`; a test compares the two, so
change the table, not this page. The seven stops follow the national 数字城管 flow (GB/T 30428; 扶政办〔2019〕3号), the
branches are the honest exits.
"""


def page() -> str:
    """The whole page, in English with the Chinese words beside."""
    from lianchuang.findings.rules import STOPS, State  # noqa: PLC0415 - Django has to be set up first

    stops = " → ".join(_both(state) for state in STOPS)
    branches = " · ".join(_both(state) for state in State if state not in STOPS)
    return (
        f"{HEAD}\n**Stops:** {stops}\n\n**Branches:** {branches}\n\n```mermaid\n{_diagram()}\n```\n\n"
        "| What is done | From | To | By | The unit's clock | Needs |\n| --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(_rows())
        + "\n\nA finding under an unreleased undercover round is sealed: nothing but *Void* is possible. One that a veto"
        " hangs on is never closed by the program. Whoever had a part in handling it, or belongs to the body that puts it"
        " right, cannot verify it.\n"
    )


def _both(state: object) -> str:
    from lianchuang.findings.rules import STATE_LABELS, State  # noqa: PLC0415

    label = STATE_LABELS[State(str(state))]
    with translation.override("zh-hans"):
        chinese = str(label)
    with translation.override("en"):
        return f"{label} {chinese}"


def _diagram() -> str:
    from lianchuang.findings.rules import TRANSITIONS, State  # noqa: PLC0415

    arrows = [
        f"    {source} --> {row.target}: {row.verb}"
        for row in TRANSITIONS
        if row.target and row.verb not in {"merge", "void", "settle"}
        for source in State
        if source in row.sources
    ]
    return "\n".join(["stateDiagram-v2", "    [*] --> reported", *arrows, "    closed --> [*]"])


def _rows() -> list[str]:
    from lianchuang.findings.rules import PARTY_LABELS, TRANSITIONS, VERB_LABELS, Party, State  # noqa: PLC0415

    lines = []
    with translation.override("en"):
        for row in TRANSITIONS:
            sources = ", ".join(state.value for state in State if state in row.sources)
            by = "; ".join(str(PARTY_LABELS[party]) for party in Party if party in row.by)
            target = row.target.value if row.target else "stays"
            needs = ", ".join(sorted(row.needs))
            cells = [f"{VERB_LABELS[row.verb]} (`{row.verb}`)", sources, target, by, CLOCKS[row.clock], needs]
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def main() -> None:
    """Write the page."""
    django.setup()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
