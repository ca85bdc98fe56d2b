"""docs/rules/finding-states.md, written from the state table itself: `python -m scripts.state_docs`."""

from datetime import datetime
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
PARTS = """
## Parts

A finding that needs several units keeps one lead. Each further unit has a part with its own post, date and state; the parts
move only while the finding is with its lead, and the lead hands the whole in when no part is open or returned.

| What is done with a part | From | To | By | Needs |
| --- | --- | --- | --- | --- |
{rows}

## Deferred ones

The office grants a deferral with the day of its next review. On that day, or when its end comes, it waits for the office,
which keeps it deferred with a new day (`review`), lets work resume, merges it or declares it void. All of them stand in the
pool (挂账), those to review first.

## Again

A finding is *again* what earlier ones were: the same item within the county's metres and months. From a number of times on
the site is proposed as a topic: first a one-off sweep; when it fails again after the sweep has ended, a standing routine.
Findings of undercover rounds that are not released have no part in either.
"""
CLOCK = """
## The clock

A unit's time is a limit in minutes, by category and severity. Office hours are 8:30–12:00 and 14:00–17:30 on working days
(statutory holidays and make-up days as the State Council announces them): 420 working minutes a day. Minutes of each unit of
time: {units}; the last two count day and night. The clock runs while the unit has it
(dispatched, accepted, rectifying, rework) and stands while others do. What was used is never lost, except by reopening:
*left = limit − used*, and the due moment is the first one at which nothing is left.

Worked: three working days (1260 minutes), over the National Day holidays of 2026 (1 to 7 October, Saturday the 10th works).

| when | what | used | left | due |
| --- | --- | --: | --: | --- |
{rows}

Each other party has its own step, in working minutes: {steps}.
These are the county's own limits, no official figures. The same item at the same site closed within {days} days is reopened,
not opened anew.
"""
# When, what, and what it does to the clock.
WORKED = (
    ("2026-09-29 16:30", "dispatched: one hour of that day", "start"),
    ("2026-09-30 10:00", "returned as not ours", "stop"),
    ("2026-10-08 09:30", "ruled: it stays with the same post", "run"),
    ("2026-10-09 15:00", "submitted", "stop"),
    ("2026-10-12 10:00", "looked at, not put right", "run"),
)


def page() -> str:
    """The whole page, in English with the Chinese words beside."""
    from lianchuang.findings.rules import STOPS, State  # noqa: PLC0415 - Django has to be set up first

    stops = " → ".join(_both(state) for state in STOPS)
    branches = " · ".join(_both(state) for state in State if state not in STOPS)
    return (
        f"{HEAD}\n**Stops:** {stops}\n\n**Branches:** {branches}\n\n```mermaid\n{_diagram()}\n```\n\n"
        "| What is done | From | To | By | The unit's clock | Needs | Only when |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        + "\n".join(_rows())
        + "\n\nA finding under an unreleased undercover round is sealed: nothing but *Void* is possible. One that a veto"
        " hangs on is never closed by the program. Whoever had a part in handling it, or belongs to the body that puts it"
        " right or did a part of it, cannot verify it. What stands in"
        f" the last column must hold too: {_conditions()}.\n" + _parts() + _clock()
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
            when = ", ".join(condition.value for condition in row.when)
            cells = [f"{VERB_LABELS[row.verb]} (`{row.verb}`)", sources, target, by, CLOCKS[row.clock], needs, when]
            lines.append(f"| {' | '.join(cells)} |")
    return lines


def _conditions() -> str:
    """Each condition with the sentence that is said when it does not hold."""
    from lianchuang.findings.rules import CONDITION_FAULTS  # noqa: PLC0415

    with translation.override("en"):
        said = [f"`{condition.value}` else “{sentence}”" for condition, sentence in CONDITION_FAULTS.items()]
    return "; ".join(said)


def _parts() -> str:
    """The table of the parts."""
    from lianchuang.findings.parts import PART_PARTY_LABELS, PART_TABLE, PART_VERB_LABELS, PartState  # noqa: PLC0415

    lines = []
    with translation.override("en"):
        for row in PART_TABLE:
            sources = ", ".join(state.value for state in PartState if state in row.sources)
            label = f"{PART_VERB_LABELS[row.verb]} (`{row.verb}`)"
            cells = [label, sources, row.target.value, str(PART_PARTY_LABELS[row.by]), ", ".join(sorted(row.needs))]
            lines.append(f"| {' | '.join(cells)} |")
    return PARTS.format(rows="\n".join(lines))


def _clock() -> str:
    """The clock with worked numbers, reckoned by the clock itself."""
    from lianchuang.common.workdays import MINUTES_PER_WORKDAY, calendar  # noqa: PLC0415
    from lianchuang.findings.rules import MINUTES_OF, REOPEN_WITHIN_DAYS, STEP_LIMITS, Clock, ClockEffect  # noqa: PLC0415

    def at(text: str) -> datetime:
        return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=calendar().zone)

    clock = Clock(calendar(), 3 * MINUTES_PER_WORKDAY)
    lines = []
    with translation.override("en"):
        for moment, what, effect in WORKED:
            clock = clock.after(ClockEffect(effect), at(moment))
            due = clock.due()
            when = f"{due:%Y-%m-%d %H:%M}" if due else "stands"
            lines.append(f"| {moment} | {what} | {clock.used} | {clock.remaining_at(at(moment))} | {when} |")
        units = ", ".join(f"{unit.value} {minutes}" for unit, minutes in MINUTES_OF.items())
        steps = ", ".join(f"{state.value} {minutes}" for state, minutes in STEP_LIMITS.items())
    return CLOCK.format(units=units, steps=steps, rows="\n".join(lines), days=REOPEN_WITHIN_DAYS)


def main() -> None:
    """Write the page."""
    django.setup()
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
