"""Reading duties: one answer (`resolving`), very many (`bulk`), and rules as lines of a page (`pages`)."""

from lianchuang.duties.queries.bulk import Resolver, resolve_many
from lianchuang.duties.queries.pages import (
    RuleInWords,
    answers_at,
    effect_of_retiring,
    explain,
    rules_in_words,
    rules_with_words,
)
from lianchuang.duties.queries.resolving import Resolution, chain_of, facts_of, resolve_duty

__all__ = [
    "Resolution",
    "Resolver",
    "RuleInWords",
    "answers_at",
    "chain_of",
    "effect_of_retiring",
    "explain",
    "facts_of",
    "resolve_duty",
    "resolve_many",
    "rules_in_words",
    "rules_with_words",
]
