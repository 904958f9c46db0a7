"""
Every claim under every specification of one derivation: a statement for each finding and specification.

All specifications of a finding as one statement take four times the memory of the server and half as much time again:
what they could share they do not, as each asks another definition or attribution.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from cryptodrug_scraper.study.choices import Specification, specifications
from cryptodrug_scraper.study.compute import measured, observed_markets
from cryptodrug_scraper.study.current import data_window
from cryptodrug_scraper.study.questions import questions
from cryptodrug_scraper.words.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.claims import Study
    from cryptodrug_scraper.study.finding import Finding
    from cryptodrug_scraper.study.questions import Question

__all__ = ["Point", "points"]

_FIGURES = 10
"""Figures that are kept: a server may add numbers up in any order, which changes the last ones."""


@dataclass(frozen=True, slots=True)
class Point:
    """
    A claim, or a question, under one specification.

    Attributes:
        specification: the choices that are taken.
        finding: what `study.compute.findings` gives by them, its figures to ten places.
    """

    specification: Specification
    finding: Finding


def points(
    connection: Connection,
    asked: Asked,
    study: Study,
    neighbours: tuple[str, ...] = (),
    derivation: str | None = None,
) -> Iterator[Point]:
    """
    Ask all of a study under each definition and attribution, of the derivation that the connection shows.

    Args:
        connection: of the database.
        asked: the country, the window, and the definition and attribution asked for.
        study: whose claims are judged, and whose questions are asked.
        neighbours: of the country, as `study.compute.findings` takes them.
        derivation: the choice by which other parameters were taken; None: the current derivation is shown.

    Raises:
        StoreError: the database refuses a statement.
    """
    words = Words("en")
    asked_for = questions(study, asked, observed_markets(connection), neighbours, data_window(connection))
    for _, group in groupby(asked_for, key=lambda question: question.claim.finding):
        put: dict[Specification, list[Question]] = {}
        for question in group:
            for specification, how in specifications(question, asked, derivation):
                put.setdefault(specification, []).append(replace(question, asked=how))
        found = ((each, finding) for each in put for finding in measured(connection, study, put[each], words))
        for specification, finding in found:
            yield Point(
                specification,
                replace(finding, value=_told(finding.value), low=_told(finding.low), high=_told(finding.high)),
            )


def _told(value: float | None) -> float | None:
    """A number without the digits in which sums in another order differ, so that the same is the same."""
    return None if value is None else float(f"{value:.{_FIGURES}g}")
