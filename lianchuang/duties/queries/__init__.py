"""Reading duties: one answer (`resolving`), very many (`bulk`), what must have a lead (`things`), the proof (`coverage`)
with its faults, mosaic and table, what a change would move (`changes`), and what a post answers for (`answering`).
"""

from lianchuang.duties.queries.answering import Answering, answering, who_answers
from lianchuang.duties.queries.bulk import Resolver, resolve_many
from lianchuang.duties.queries.changes import Change, change_by_adding, change_by_retiring, effect_of_retiring
from lianchuang.duties.queries.coverage import Helpers, Proof, Standing, State, prove
from lianchuang.duties.queries.faults import faults_of
from lianchuang.duties.queries.handing import hand_overs_with_words, last_holder, list_of, unsigned, waiting_for
from lianchuang.duties.queries.mosaic import mosaic_of
from lianchuang.duties.queries.pages import (
    RuleInWords,
    answers_at,
    explain,
    rules_in_words,
    rules_with_words,
    site_answers,
)
from lianchuang.duties.queries.resolving import Resolution, facts_of, resolve_duty
from lianchuang.duties.queries.sponsoring import (
    sponsored_areas,
    sponsored_sites,
    sponsors_of,
    sponsorships_with_words,
)
from lianchuang.duties.queries.table import table_of
from lianchuang.duties.queries.things import Moment, Reach, thing_of_requirement, thing_of_site, things_within

__all__ = [
    "Answering",
    "Change",
    "Helpers",
    "Moment",
    "Proof",
    "Reach",
    "Resolution",
    "Resolver",
    "RuleInWords",
    "Standing",
    "State",
    "answering",
    "answers_at",
    "change_by_adding",
    "change_by_retiring",
    "effect_of_retiring",
    "explain",
    "facts_of",
    "faults_of",
    "hand_overs_with_words",
    "last_holder",
    "list_of",
    "mosaic_of",
    "prove",
    "resolve_duty",
    "resolve_many",
    "rules_in_words",
    "rules_with_words",
    "site_answers",
    "sponsored_areas",
    "sponsored_sites",
    "sponsors_of",
    "sponsorships_with_words",
    "table_of",
    "thing_of_requirement",
    "thing_of_site",
    "things_within",
    "unsigned",
    "waiting_for",
    "who_answers",
]
