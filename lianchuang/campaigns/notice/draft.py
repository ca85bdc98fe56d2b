"""A charter drafted from a notice. Nothing in it that the notice does not say; nobody's name; a person edits and accepts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from lianchuang.campaigns.notice.demands import Demand, demands_of
from lianchuang.campaigns.notice.goals import Goal, goals_of, joint_name
from lianchuang.campaigns.notice.leads import Lead, leads_of
from lianchuang.campaigns.notice.mend import Mended, Place, mend
from lianchuang.campaigns.notice.moments import Moment, day_of, moments_of, place_of
from lianchuang.campaigns.notice.names import without_names
from lianchuang.campaigns.notice.sentences import Sentence, sentences_of

SIGNS = re.compile("动员|部署|通知|方案|会议|大会|创建工作|领导小组|指挥部|实施意见|倡议|联创|同创|推进会|要求|决定")
MOST_DEMANDS = 200


@dataclass(frozen=True)
class DraftedCampaign:
    """A campaign named in the notice. `sentence` names it; `lead_sentence` says who leads it, empty when nothing does."""

    name: str
    lead_post: str
    sentence: str
    lead_sentence: str
    line: int


@dataclass(frozen=True)
class DraftedDemand:
    """Something demanded: a part of its sentence. `kind` is a number of the founding list (D3 …), empty when none fits."""

    text: str
    sentence: str
    kind: str
    line: int


@dataclass(frozen=True)
class DraftedDate:
    """A day and its sentence. `kind`: meeting, issued, published, mentioned, due."""

    date: date
    kind: str
    sentence: str
    line: int


@dataclass(frozen=True)
class MendedPlace:
    """A garbled place: what stood there (empty where it was a name), what it was (empty when lost), the sentence as it is now."""

    line: int
    before: str
    after: str
    sentence: str


@dataclass(frozen=True)
class Mending:
    """What was mended: how often and in which lines, by sort (pinyin, script, punctuation, spaces, restored, damaged)."""

    counts: Mapping[str, int]
    lines: Mapping[str, tuple[int, ...]]
    restored: tuple[MendedPlace, ...]
    damaged: tuple[MendedPlace, ...]
    names_left_out: int


@dataclass(frozen=True)
class Draft:
    """A draft of a charter, or why there is none (`reason`). Every sentence is one of `text`, the mended text without names."""

    name: str
    place: str
    date: date | None
    date_sentence: str
    campaigns: tuple[DraftedCampaign, ...]
    demands: tuple[DraftedDemand, ...]
    dates: tuple[DraftedDate, ...]
    mended: Mending
    text: str
    reason: str = ""

    @property
    def is_found(self) -> bool:
        """Whether there is anything to draft from."""
        return not self.reason


def draft_notice(text: str) -> Draft:
    """Draft a charter from the text of a notice."""
    mended = mend(text)
    blanked = without_names(mended.text)
    sentences = sentences_of(blanked.text)
    mending = _mending(mended, blanked.text, sentences, blanked.names)
    goals = goals_of(sentences)
    if reason := _why_none(blanked.text, goals):
        return Draft("", "", None, "", (), (), (), mending, blanked.text, reason)
    leads = leads_of(goals, sentences)
    moments = moments_of(sentences)
    day = day_of(moments)
    return Draft(
        name=joint_name(sentences)[0],
        place=place_of(sentences)[0],
        date=day.date if day else None,
        date_sentence=day.sentence.text if day else "",
        campaigns=tuple(_campaign(goal, leads.get(goal.family)) for goal in goals),
        demands=tuple(map(_demand, demands_of(sentences)[:MOST_DEMANDS])),
        dates=tuple(map(_date, moments)),
        mended=mending,
        text=blanked.text,
    )


def _why_none(text: str, goals: Sequence[Goal]) -> str:
    if not text.strip():
        return _("The file holds no text.")
    if "甲方" in text and "乙方" in text:
        return _("Nothing found: this is a contract, not a notice.")
    if not goals:
        return _("Nothing found: the text names no honour (such as 国家卫生县城) that is to be won.")
    if not SIGNS.search(text):
        return _("Nothing found: the text mentions an honour, but calls nobody to anything.")
    return ""


def _campaign(goal: Goal, lead: Lead | None) -> DraftedCampaign:
    """The sentence that says who leads is shown for the name, too, when it names the campaign in the same words."""
    sentence = lead.sentence if lead and goal.name in lead.sentence.text else goal.sentence
    return DraftedCampaign(
        name=goal.name,
        lead_post=lead.post if lead else "",
        sentence=sentence.text,
        lead_sentence=lead.sentence.text if lead else "",
        line=sentence.line,
    )


def _demand(found: Demand) -> DraftedDemand:
    return DraftedDemand(found.text, found.sentence.text, found.kind, found.sentence.line)


def _date(moment: Moment) -> DraftedDate:
    return DraftedDate(moment.date, moment.sort, moment.sentence.text, moment.sentence.line)


def _mending(mended: Mended, blanked: str, sentences: Sequence[Sentence], names: int) -> Mending:
    return Mending(
        counts=mended.counts,
        lines=mended.lines,
        restored=tuple(_place(place, place.after, blanked, sentences) for place in mended.restored),
        damaged=tuple(_place(place, place.before, blanked, sentences) for place in mended.damaged),
        names_left_out=names,
    )


def _place(place: Place, stands: str, blanked: str, sentences: Sequence[Sentence]) -> MendedPlace:
    """The place with its sentence. What no longer stands in the text without names was part of one: it is not shown."""
    line = blanked.split("\n")[place.line - 1]
    at = line.find(stands)
    if at < 0:
        return MendedPlace(place.line, "", "", "")
    end = at + len(stands)
    reached = 0
    for sentence in sentences:
        if sentence.line == place.line and (start := line.find(sentence.text, reached)) >= 0:
            reached = start + len(sentence.text)
            if reached >= end:
                return MendedPlace(place.line, place.before, place.after, sentence.text)
    return MendedPlace(place.line, place.before, place.after, "")
