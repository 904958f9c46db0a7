"""Revision 0018 goes up and down on data: prices of one instant, and pages of days to come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.migrate import downgrade, upgrade
from tests.support.dated_pages import dated_folder, priced_at
from tests.support.derived_windows import Opened

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database


def test_down_one_price_of_an_instant_is_kept_and_up_again_future_pages_are_noted(
    database: Database, tmp_path: Path
) -> None:
    dated_folder(tmp_path, "2019-03-29", one=priced_at("40.00"), two=priced_at("51.00"))
    replay(database.engine, [dated_folder(tmp_path, "2098-12-31", late=priced_at("60.00"))], workers=1)
    opened = Opened(database)
    opened.derive()
    before, prices = opened.digest(), "SELECT price FROM research.listing_price ORDER BY price"
    assert [(40.0,), (51.0,)] == opened.rows(prices)

    with database.engine.connect() as connection:
        downgrade(connection, "0017")
        assert [(40.0,)] == opened.rows(prices)
        assert None is opened.one("SELECT to_regclass('future_capture')::text")
        assert 0 == opened.one("SELECT count(*) FROM research.origin_move")
        connection.rollback()
        upgrade(connection)

    assert [("2098-12-31",)] == opened.rows("SELECT captured_at::date::text FROM future_capture")
    opened.forget()
    opened.derive()
    assert [(40.0,), (51.0,)] == opened.rows(prices)
    assert before == opened.digest()
