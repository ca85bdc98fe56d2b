"""Files of visits that others recorded: an outside inspection through a map (`outside`), results of our XLSForm (`results`)."""

from lianchuang.inspections.intake.outside import read_outside
from lianchuang.inspections.intake.results import read_results
from lianchuang.inspections.intake.shapes import Ground, ToldAnswer, ToldVisit, VisitTable

__all__ = ["Ground", "ToldAnswer", "ToldVisit", "VisitTable", "read_outside", "read_results"]
