"""Of which part of listings it was read what they state of places: asked once, for all figures that rest on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from cryptodrug_scraper.report.asking import Answer
    from cryptodrug_scraper.report.parts import Study

__all__ = ["ask_of_places"]

_READ = statement(__package__, "places_read")


def ask_of_places(study: Study, sql: str) -> Answer:
    """
    Ask a question that takes ``:places_of`` and ``:places_read``.

    Args:
        study: whose views these are.
        sql: the query.

    Returns:
        Its answer, whose SQL begins with the query that gives these two.
    """
    read = study.ask(_READ)
    markets, parts = (read.frame[name].to_list() for name in ("market", "reached"))
    answer = study.ask(sql, places_of=markets, places_read=parts)
    return replace(answer, sql=f"{read.sql};\n\n{answer.sql}")
