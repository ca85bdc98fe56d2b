"""What a rule change would move, before it is saved: things that change hands, and items at sites."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from lianchuang.accounts.models import Post
from lianchuang.duties.models import DutyRule
from lianchuang.duties.queries.bulk import Resolver, pairs_of
from lianchuang.duties.queries.coverage import Helpers, Proof, Standing, State, Tally
from lianchuang.duties.queries.resolving import facts_of
from lianchuang.duties.words import answer_of, matter_of
from lianchuang.sites.models import Site


@dataclass(frozen=True)
class Effect:
    """What a change would do, in items at sites: `pairs` in all, moved to another post, left to nobody."""

    pairs: int
    moved: int
    lost: int
    gained: int
    takers: tuple[tuple[Post, int], ...]

    @property
    def changed(self) -> int:
        """Items at sites whose answering post changes."""
        return self.moved + self.lost + self.gained


def effect_of_retiring(rule: DutyRule, sites: QuerySet[Site]) -> Effect:
    """Compare the answers with and without the rule at these sites. Eleven queries, whatever their number."""
    before = Resolver()
    return _effect(rule.number, before, Resolver(without=rule), before, sites)


def _effect(number: int, before: Resolver, after: Resolver, knowing: Resolver, sites: QuerySet[Site]) -> Effect:
    """Compare two states that differ in one rule; `knowing` is the one in which it holds."""
    counts: Counter[str] = Counter()
    takers: Counter[Post] = Counter()
    for crowd, matter in pairs_of(sites, knowing):
        counts["pairs"] += crowd.number
        if number not in knowing.choose(crowd.spot, matter).numbers:
            continue
        old, new = before.post_at(crowd.spot, matter), after.post_at(crowd.spot, matter)
        if old == new:
            continue
        counts["lost" if new is None else "gained" if old is None else "moved"] += crowd.number
        if new is not None:
            takers[new] += crowd.number
    return Effect(counts["pairs"], counts["moved"], counts["lost"], counts["gained"], _by_name(takers))


def _by_name(takers: Counter[Post]) -> tuple[tuple[Post, int], ...]:
    return tuple(sorted(takers.items(), key=lambda taker: (taker[0].unit.sort_key, taker[0].code)))


@dataclass(frozen=True)
class Move:
    """One thing whose lead changes."""

    before: Standing
    after: Standing


@dataclass(frozen=True)
class Change:
    """The proof before and after a change, what changes hands, and what that means for findings at sites; `words`: the
    rule that comes or goes.
    """

    words: str
    before: Proof
    after: Proof
    moves: tuple[Move, ...]
    touched: int
    items: Effect

    @property
    def filled(self) -> int:
        """Things that get a lead at last."""
        return sum(self._leaderless(one.before) and not self._leaderless(one.after) for one in self.moves)

    @property
    def lost(self) -> int:
        """Things that would lose their lead."""
        return sum(self._leaderless(one.after) and not self._leaderless(one.before) for one in self.moves)

    @property
    def handed(self) -> int:
        """Things that go from one post to another."""
        return sum(one.before.post is not None and one.after.post is not None for one in self.moves)

    @staticmethod
    def _leaderless(standing: Standing) -> bool:
        return standing.state in {State.NONE, State.TWO}

    @property
    def takers(self) -> tuple[tuple[Post, int], ...]:
        """Who would take over, how many things, in name order."""
        return _by_name(Counter(one.after.post for one in self.moves if one.after.post))

    @property
    def newly_overloaded(self) -> tuple[Post, ...]:
        """Posts that would have too much."""
        known = {one.post for one in self.before.overloaded}
        return tuple(self.after.seats.posts[one.post] for one in self.after.overloaded if one.post not in known)

    @property
    def figures(self) -> tuple[Tally, Tally]:
        return self.before.tally, self.after.tally


def change_by_adding(proof: Proof, rule: DutyRule, helpers: Helpers, sites: QuerySet[Site]) -> Change:
    """What one more rule (not saved) would move; only the things that it decides are resolved again.

    `proof` is used up: its kept answers are those of afterwards.
    """
    after = Resolver(plus=rule)
    touched = proof.kept.add(facts_of(rule))
    mended = replace(proof, resolver=after).mended(touched, {rule.number: helpers})
    items = _effect(rule.number, proof.resolver, after, after, sites)
    return Change(_said(rule), proof, mended, _moves(proof, mended, touched), len(touched), items)


def change_by_retiring(proof: Proof, rule: DutyRule, sites: QuerySet[Site]) -> Change:
    """What taking the rule away would move; only the things that it decided are resolved again. `proof` is used up."""
    after = Resolver(without=rule)
    touched = proof.kept.retire(rule.number)
    mended = replace(proof, resolver=after).mended(touched, {})
    items = _effect(rule.number, proof.resolver, after, proof.resolver, sites)
    return Change(_said(rule), proof, mended, _moves(proof, mended, touched), len(touched), items)


def _said(rule: DutyRule) -> str:
    return f"{matter_of(rule)} → {answer_of(rule)}"


def _moves(before: Proof, after: Proof, touched: list[int]) -> tuple[Move, ...]:
    """The touched things whose lead or state differs."""
    pairs = ((before.standings[index], after.standings[index]) for index in touched)
    return tuple(Move(old, new) for old, new in pairs if (old.state, old.post) != (new.state, new.post))
