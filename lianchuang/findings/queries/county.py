"""A county's own figures for the loop, and the time limits in force."""

from lianchuang.findings import rules
from lianchuang.findings.models import LoopRules
from lianchuang.findings.nearby import Again


def loop_rules(path: str) -> Again:
    """The figures of the county that a unit path lies in; the defaults where it has set none."""
    row = LoopRules.objects.filter(place__path=rules.root_of(path)).first() if path else None
    return row.figures if row else Again()
