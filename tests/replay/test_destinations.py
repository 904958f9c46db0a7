"""What a listing rules out is the same in the view of destinations as in the row of the listing, in every language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.replay import replay

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.store.database import Database

FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages"
CARD = FIXTURES / "wallstreet" / "category_list" / "weed_15_cards_en" / "body.html"
ENGLISH = 'Worldwide with Exceptions<div class="small text-muted">US, AU</div>'
EXCEPTIONS = {
    "de": "Weltweit mit Ausnahmen",
    "en": "Worldwide with Exceptions",
    "es": "Todo el mundo con excepciones",
    "br": "Mundo inteiro com exceções",
    "it": "Tutto il mondo con eccezioni",
    "fr": "Monde entier avec exceptions",
}
DIFFERING = """
    SELECT s.market, s.listing_id, s.destination_excluded, d.excluded
    FROM research.listing_snapshot s
    LEFT JOIN (
      SELECT listing_observation_id, array_agg(DISTINCT code ORDER BY code) AS excluded
      FROM research.listing_destination WHERE relation = 'exclude' GROUP BY 1
    ) d USING (listing_observation_id)
    WHERE s.destination_excluded <> coalesce(d.excluded, '{}')
"""


@pytest.fixture(params=EXCEPTIONS)
def card(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A list of cards in one of the interface's languages; one of them is sent everywhere but to two countries."""
    page = CARD.read_text(encoding="utf-8")
    foreign = ENGLISH.replace("Worldwide with Exceptions", EXCEPTIONS[request.param])
    assert ENGLISH in page
    folder = tmp_path / "2018-11-18"
    folder.mkdir()
    (folder / "index.html").write_text(page.replace(ENGLISH, foreign), encoding="utf-8")
    return tmp_path


def test_exceptions_on_a_card_are_destinations_ruled_out_in_every_language(
    database: Database, card: Path, rows: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    replay(database.engine, [card], workers=1)

    assert [("AU", "field"), ("FI", "field"), ("NO", "field"), ("SE", "field"), ("US", "field")] == rows(
        "SELECT DISTINCT code, source FROM research.listing_destination WHERE relation = 'exclude' ORDER BY code"
    )
    assert [] == rows(DIFFERING)


def test_both_views_rule_out_the_same_on_every_fixture(
    database: Database, rows: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    replay(database.engine, [FIXTURES], workers=1)

    assert 10 < rows("SELECT count(*) FROM research.listing_destination WHERE relation = 'exclude'")[0][0]
    assert [] == rows(DIFFERING)
