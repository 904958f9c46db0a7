"""What a process builds once, as the index of places, belongs to its start: it is built before anything is measured."""

from __future__ import annotations

from pathlib import Path

from cryptodrug_scraper.cases.case import cases_below
from cryptodrug_scraper.page.parse import parse_page

__all__ = ["warm_up"]

_PAGES = Path(__file__).parent.parent / "fixtures" / "pages"


def warm_up(market: str) -> None:
    """Read the fixtures of a market, which have nothing in common with simulated pages that could be remembered."""
    for case in cases_below(_PAGES / market):
        parse_page(case.body, case.context)
