"""
What is asked of the data for a study, each with the country, market and days with whose data it is answered.

A claim is judged for its own country, its markets and its days alone, and by all of these that the data hold. Asked for
another country, or of a market on which the study did not look, it is a question: it has a value, and no verdict. A
claim about all of a market is of no country, and is judged whatever country is asked for.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.study.finding import NO_CLAIM, OTHER_WINDOW
from cryptodrug_scraper.study.roles import beside, filled
from cryptodrug_scraper.words.reasons import sentence, told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.catalogue import Value
    from cryptodrug_scraper.study.claims import Claim, Study
    from cryptodrug_scraper.words.wording import Words

__all__ = ["Question", "left_out", "measured_in", "printed_in", "questions", "said_in"]


@dataclass(frozen=True, slots=True)
class Question:
    """
    One question.

    Attributes:
        claim: of which it is.
        market: of which it is asked.
        asked: the country and days of which it is asked, and how to count.
        values: what fills the measure.
        verdict: `NO_CLAIM`, `OTHER_WINDOW`, or None: the claim is judged.
        why: the reason of such a verdict.
        part: why the claim is not judged by these days, where they are a part of its own, as a code; None: they are
            all. A case is a case of the whole, too: that there are some is borne out, and that there are none
            contradicted, by a part.
    """

    claim: Claim
    market: str
    asked: Asked
    values: Mapping[str, Value]
    verdict: str | None = None
    why: Reason | None = None
    part: Reason | None = None

    def said(self, study: Study, words: Words) -> str:
        """Return what the study said of it, or where it said nothing, what is asked."""
        if self.verdict == NO_CLAIM:
            return sentence(words, self.claim.called(self.asked.country, self.values))
        return said_in(study, self.claim, words)


def said_in(study: Study, claim: Claim, words: Words) -> str:
    """Return what a study said, in a language."""
    home = study.country_of(claim)
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in claim.values.items()}
    return told(words, claim.said[words.language], {"home": home, **values})


def printed_in(claim: Claim, words: Words) -> str:
    """
    Return where a claim stands in print, in a language: publication and place.

    Without a publication of its own it is the place alone, in the one that the study cites.
    """
    publication, place = claim.printed.publication, claim.printed.place
    where = place if isinstance(place, str) else place[words.language]
    return where if publication is None else f"{publication}, {where}"


def measured_in(study: Study, claim: Claim, country: str | None, words: Words, neighbours: tuple[str, ...] = ()) -> str:
    """
    Return what is measured, and of what country, in a language.

    Args:
        study: whose claim it is.
        claim: what is asked.
        country: of which it is measured; None: of all of a market.
        words: the language.
        neighbours: of the country, as `questions` takes them.
    """
    home = country or study.country_of(claim)
    values = None if home == study.country_of(claim) else filled(claim, home, beside(study, home, neighbours))
    return sentence(words, claim.called(home, values or claim.values))


def questions(
    study: Study,
    asked: Asked,
    markets: Iterable[str],
    neighbours: tuple[str, ...] = (),
    held: tuple[date, date] | None = None,
) -> Iterator[Question]:
    """
    Return what is asked, in the order of the findings, by market.

    Args:
        study: whose claims and questions.
        asked: the country and window, and how to count.
        markets: that were observed.
        neighbours: of the country asked for; none: those that are declared.
        held: first and last day of what the data hold; a claim is judged by all of its days that they hold. None: of
            all of its days.
    """
    near = beside(study, asked.country, neighbours)
    every = (*study.markets, *(market for market in markets if market not in study.markets))
    for heading in dict.fromkeys(claim.finding for claim in study.claims):
        for market in every:
            put: set[str] = set()
            for claim in study.claims:
                if claim.finding == heading:
                    question = _question(study, claim, market, asked, near, held)
                    if question is not None and claim.figure not in put:
                        put.add(claim.figure)
                        yield question


def left_out(study: Study, asked: Asked, neighbours: tuple[str, ...] = ()) -> bool:
    """Return whether questions are not asked of a country since no neighbours of it are declared or named."""
    is_open = any(
        "neighbours" in each.roles.values() and study.country_of(each) != asked.country for each in study.claims
    )
    return is_open and not beside(study, asked.country, neighbours)


def _question(
    study: Study, claim: Claim, market: str, asked: Asked, near: tuple[str, ...], held: tuple[date, date] | None
) -> Question | None:
    home = study.country_of(claim)
    is_said = market in study.markets_of(claim)
    if not is_said and claim.markets is not None:
        return None
    if is_said and (claim.measured.of == "market" or asked.country == home):
        first, last = study.days_of(claim)
        within = asked.of(home).within(first, last)
        if within is not None:
            return Question(claim, market, within, claim.values, part=_part(claim, within, (first, last), held))
        why = Reason("why.other_window", {"first": str(first), "last": str(last)})
        return Question(claim, market, asked.of(home), claim.values, OTHER_WINDOW, why)
    if any(_is_said(study, each, claim, market, asked) for each in study.claims):
        return None  # another claim of the same figure is of this country
    values = claim.values if asked.country == home else filled(claim, asked.country, near)
    return None if values is None else Question(claim, market, asked, values, NO_CLAIM, Reason("why.no_claim"))


def _part(claim: Claim, within: Asked, days: tuple[date, date], held: tuple[date, date] | None) -> Reason | None:
    """Why a claim is not judged by the days asked for; None where these hold all of its months that the data hold."""
    since, until = days if held is None else (max(days[0], held[0]), min(days[1], held[1]))
    asked_since, asked_until = within.first_day, within.last_day
    if _month(asked_since) <= _month(since) and _month(until) <= _month(asked_until):
        return None
    told = {"first": str(days[0]), "last": str(days[1])}
    since, until = (
        asked_since.replace(day=1),
        asked_until.replace(day=monthrange(asked_until.year, asked_until.month)[1]),
    )
    if claim.measured.needs_closure or (since, until) == (asked_since, asked_until):
        return Reason("why.part_of_window", {**told, "from": str(asked_since), "to": str(asked_until)})
    return Reason("why.part_in_months", {**told, "from": str(since), "to": str(until)})


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month


def _is_said(study: Study, other: Claim, claim: Claim, market: str, asked: Asked) -> bool:
    """Whether another claim of the same figure was said of the market and of the country asked for."""
    is_same = other is not claim and other.figure == claim.figure
    return is_same and market in study.markets_of(other) and study.country_of(other) == asked.country
