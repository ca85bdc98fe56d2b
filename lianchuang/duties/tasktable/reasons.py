"""Why a cell was understood so, and how sure that is, as sentences in the reader's language."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianchuang.duties.tasktable.shapes import Why

_SENTENCES = {
    "as_written": gettext_lazy("written so"),
    "mended": gettext_lazy("mended by a person"),
    "remembered": gettext_lazy("mended before and remembered"),
    "empty": gettext_lazy("nothing stands there"),
    "as_above": gettext_lazy("empty, so as in the row above"),
    "heading_likely": gettext_lazy("the heading “%(title)s” probably means this"),
    "merged_across": gettext_lazy("the cell is merged with another column"),
    "plain_heading": gettext_lazy("a row across the table, taken as a heading"),
    "no_task": gettext_lazy("the row names no task"),
    # numbers
    "odd_number": gettext_lazy("not a number of a list; kept as it is"),
    "nought_lost": gettext_lazy("the spreadsheet dropped a nought at the end; the row before tells"),
    "runs_through": gettext_lazy("the numbers run on from heading to heading"),
    # units
    "several_fit": gettext_lazy("“%(text)s” may mean several units"),
    "unknown_unit": gettext_lazy("no unit is called “%(text)s”"),
    "usual_short_name": gettext_lazy("“%(text)s” is the usual short name"),
    "old_name": gettext_lazy("“%(text)s” is an older or looser name"),
    "seated_in": gettext_lazy("“%(text)s” usually sits in this unit"),
    "merged_body": gettext_lazy("“%(text)s” was merged into another body"),
    "by_letters": gettext_lazy("“%(text)s” fits this name alone, by its characters"),
    "place_name": gettext_lazy("“%(text)s” fits this place alone"),
    "part_of": gettext_lazy("“%(text)s” names a unit within another"),
    "section_of": gettext_lazy("“%(text)s” names a section of the unit"),
    "branch": gettext_lazy("“%(text)s” is the county's branch"),
    "bracket_left_out": gettext_lazy("what stands in brackets was left out: %(text)s"),
    "group": gettext_lazy("“%(text)s” was spelt out: %(number)s units"),
    "county_bodies": gettext_lazy("“%(text)s” was spelt out as all bodies of the county: %(number)s"),
    "open_group": gettext_lazy("“%(text)s” names nobody in particular"),
    "empty_group": gettext_lazy("“%(text)s”: there are none"),
    "first_named": gettext_lazy("no lead is named; the unit named first is taken for it"),
    "role_from_sentence": gettext_lazy("the role was taken from the sentence"),
    "several_leads": gettext_lazy("several leads; exactly one must lead"),
    "empty_lead": gettext_lazy("no unit is named in this row"),
    "no_lead": gettext_lazy("no lead is named in this row"),
    # deadlines
    "no_date": gettext_lazy("no date or rhythm that can be understood"),
    "no_such_day": gettext_lazy("there is no such day"),
    "far_date": gettext_lazy("far from today, or before the year of the title"),
    "loose_words": gettext_lazy("said loosely"),
    "feast": gettext_lazy("“before a feast” is not a day"),
    "from_unknown_day": gettext_lazy("counted from a day that is not named"),
    "range": gettext_lazy("from … to; the end is taken"),
    "several_dates": gettext_lazy("several dates; the last is taken"),
    "not_an_end": gettext_lazy("the day may be a beginning, not an end"),
    "date_and_standing": gettext_lazy("a date, and more than a date"),
    "more_words": gettext_lazy("there are more words than the date"),
    "past": gettext_lazy("in the year of the title; that is past"),
    "year_guessed": gettext_lazy("no year is written; the next such day is taken"),
    "past_or_next": gettext_lazy("no year is written; this year it is past"),
    "short_year": gettext_lazy("the year has two figures"),
    "whole_month": gettext_lazy("a month; its last day is taken"),
    "whole_quarter": gettext_lazy("a quarter; its last day is taken"),
    "before_or_in": gettext_lazy("before it begins, or by its end?"),
    "month_of_writing": gettext_lazy("counted from a month that is not named"),
    "no_rhythm": gettext_lazy("no single rhythm that can be understood"),
    # what was left aside
    "header_of_table_before": gettext_lazy("%(place)s has no header; that of the table before was taken."),
    "no_header": gettext_lazy("%(place)s has no header and was left aside."),
    "sum": gettext_lazy("%(place)s, row %(line)s: a sum, left aside."),
    "left_aside": gettext_lazy("%(place)s, row %(line)s was left aside: %(text)s"),
    "note": gettext_lazy("%(place)s: a note, left aside: %(text)s"),
    # why a row cannot become a task yet
    "task_unsure": gettext_lazy("The task is not certain."),
    "units_unsure": gettext_lazy("Not all units are certain."),
    "lead_not_one": gettext_lazy("Exactly one unit must lead."),
    "deadline_unsure": gettext_lazy("The deadline is not certain."),
    "no_post": gettext_lazy("The leading unit has no coordinator's post; choose a post."),
}


def sentence_of(why: Why) -> str:
    """One reason as a sentence."""
    return str(_SENTENCES.get(why.code, why.code)) % dict(why.words)


def sentences_of(whys: tuple[Why, ...]) -> str:
    """Several reasons in one line, each once."""
    return _("; ").join(dict.fromkeys(sentence_of(why) for why in whys))
