"""Answer all questions for a scope, and make one page of them."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from altair.utils.schemapi import debug_mode

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.report.asking import Asking
from cryptodrug_scraper.report.citation import Source, source_of
from cryptodrug_scraper.report.hidden import Hidden
from cryptodrug_scraper.report.named import titles_of, words_of
from cryptodrug_scraper.report.page import render
from cryptodrug_scraper.report.parts import Section, Study
from cryptodrug_scraper.report.questions.bands import bands
from cryptodrug_scraper.report.questions.concentrated import concentrated
from cryptodrug_scraper.report.questions.coverage import coverage
from cryptodrug_scraper.report.questions.dearest import DEAREST
from cryptodrug_scraper.report.questions.destinations import destinations
from cryptodrug_scraper.report.questions.found import found, measured_ahead
from cryptodrug_scraper.report.questions.goods import goods
from cryptodrug_scraper.report.questions.levels import levels
from cryptodrug_scraper.report.questions.made import dictionary, methods
from cryptodrug_scraper.report.questions.moved_on import moved_on
from cryptodrug_scraper.report.questions.origins import origins
from cryptodrug_scraper.report.questions.reading import reading, refused
from cryptodrug_scraper.report.questions.shares import shares
from cryptodrug_scraper.report.questions.times import times
from cryptodrug_scraper.study.installed import study_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy import Connection, Engine

    from cryptodrug_scraper.disclosure.choice import Choice
    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.study.claims import Study as Claimed
    from cryptodrug_scraper.words.wording import Words

__all__ = ["QUESTIONS", "Report", "study"]

QUESTIONS: tuple[Callable[[Study], Section], ...] = (
    found,
    levels,
    shares,
    goods,
    origins,
    destinations,
    bands,
    concentrated,
    moved_on,
    coverage,
    times,
    reading,
    refused,
    methods,
    dictionary,
)
"""In the order of the page; the last one looks at what the others have asked."""


@dataclass(frozen=True, slots=True)
class Report:
    """
    A page, as it is written to a file, and what it was made of.

    Attributes:
        html: the page.
        source: the derivation and the data.
        sections: what it is made of.
        choice: what it withholds, for the ledger; None of one that is identified.
    """

    html: str
    source: Source
    sections: tuple[Section, ...]
    choice: Choice | None


def study(
    connection: Connection,
    scope: Scope,
    claimed: Claimed | None = None,
    *,
    language: str,
    today: date,
    is_simulated: bool = False,
    done: Callable[[int], None] = lambda _count: None,
    beside: Engine | None = None,
) -> Report:
    """
    Make the report.

    Args:
        connection: of a database in which something was derived.
        scope: the country and window, and how figures are made.
        claimed: the published study whose claims are tested; None: the one that is usual.
        language: one of `words.wording.LANGUAGES`.
        today: the day that the citation gives.
        is_simulated: stamp it as simulated whatever the archives state.
        done: told after each question how many were answered.
        beside: of the same database, for a connection that asks the dearest questions meanwhile; None: one asks all.

    Raises:
        StoreError: nothing was derived, or the window has no snapshot.
    """
    words = words_of(connection, language)
    ask = Asking(connection, scope)
    looked = ask(
        "SELECT DISTINCT market FROM research.snapshot WHERE first_at >= date_trunc('month', :first_day) "
        "AND first_at < date_trunc('month', :last_day) + interval '1 month' ORDER BY market"
    ).frame["market"]
    if looked.is_empty():
        raise StoreError(_no_snapshot(words, ask, scope))
    titles = titles_of(connection)
    claimed = claimed or study_named()
    sections = []
    with (
        nullcontext() if beside is None else ask.ahead(beside, DEAREST, measured_ahead(connection, scope, claimed)),
        debug_mode(arg=False),  # or Altair checks each part of each chart as it is made; tests check the charts
    ):
        hidden = Hidden.of(connection, scope, claimed)
        observed = {market: titles[market] for market in looked.to_list()}
        found = Study(scope, words, ask, hidden, observed, claimed, titles)
        for number, question in enumerate(QUESTIONS, start=1):
            sections.append(question(found))
            done(number)
    source = source_of(connection, today=today, is_simulated=is_simulated)
    return Report(render(found, sections, source), source, tuple(sections), found.hidden.chosen)


def _no_snapshot(words: Words, ask: Asking, scope: Scope) -> str:
    """Why there is no report: which days the data have, of which some can be chosen."""
    least, most = ask("SELECT min(first_at) AS least, max(first_at) AS most FROM research.snapshot").frame.row(0)
    if least is None:
        return words("page.no_data")
    asked = {"first": words.full_day(scope.first_day), "last": words.full_day(scope.last_day)}
    return words("page.no_snapshot", least=words.full_day(least), most=words.full_day(most), **asked)
