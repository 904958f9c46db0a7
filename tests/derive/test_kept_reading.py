"""What was read of months, and what tells of accounts, is taken where nothing of it is new, and gives the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.derive import rows, workplace
from cryptodrug_scraper.derive.months import asked_by_month
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.told_accounts import told_accounts
from cryptodrug_scraper.derive.workplace import forget_kept
from cryptodrug_scraper.home import data_home
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.chosen import Chosen
from cryptodrug_scraper.store.removal import remove
from cryptodrug_scraper.study.run import derive
from tests.support.derived_windows import ONE_MARKET, WINDOWS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

    import polars as pl

    from cryptodrug_scraper.derive.kept import Kept
    from cryptodrug_scraper.derive.months import Month
    from cryptodrug_scraper.derive.observed import Observed
    from tests.support.derived_windows import Opened, Windows

OF_OTHER_PRICES = {"prices": {"most_usd": 50.0}}


class Noted:
    """What derivations ask the database for: frames of months, and accounts of markets."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.months: set[tuple[str, str]] = set()
        self.accounts: list[str] = []

        def noting(
            name: str,
            market: str,
            months: Collection[Month],
            ask: Callable[[str], Iterator[pl.DataFrame]],
            kept: Kept | None = None,
        ) -> Iterator[pl.DataFrame]:
            def asked(sql: str) -> Iterator[pl.DataFrame]:
                self.months |= {
                    (market, str(month.first)) for month in months if f">= TIMESTAMPTZ '{month.first}" in sql
                }
                return ask(sql)

            return asked_by_month(name, market, months, asked, kept)

        def telling(read: Observed, derived: Callable[[str, str], pl.DataFrame]) -> dict[str, pl.DataFrame]:
            self.accounts.append(read.market)
            return told_accounts(read, derived)

        patch.setattr("cryptodrug_scraper.derive.observed.asked_by_month", noting)
        patch.setattr("cryptodrug_scraper.derive.across.told_accounts", telling)

    def took(self) -> tuple[set[tuple[str, str]], list[str]]:
        """What was asked for since this was asked last."""
        found = self.months, self.accounts
        self.months, self.accounts = set(), []
        return found


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Noted:
    """Markets of any size are kept, in groups."""
    forget_kept()  # other tests of this process derived in the same data home
    monkeypatch.setattr(workplace, "_FEWEST_PAGES", 1)
    monkeypatch.setattr(rows, "ROWS_OF_GROUP", 1500)
    return Noted(monkeypatch)


def of_nothing(opened: Opened, **parameters: Any) -> str:
    """The digest of a derivation that takes nothing from another."""
    opened.forget()
    forget_kept()
    derive(opened.database, read_parameters().replaced(parameters), workers=1)
    return opened.digest()


def take_out(opened: Opened, path: str) -> None:
    with opened.database.engine.connect() as connection:
        assert remove(connection, Chosen(paths=(path,))).captures


def again(opened: Opened) -> str:
    derive(opened.database, read_parameters(), workers=1)
    return opened.digest()


def kept_of(market: str) -> set[Path]:
    return set(data_home().glob(f"derived-groups/*/.read/{market}/*.json"))


@pytest.mark.slow
def test_months_are_read_again_where_a_reading_is_new_or_gone(
    own_of_one: Opened, one_market: Windows, noted: Noted
) -> None:
    """The last crawl comes, one of the middle comes late, and goes again; each time rows are those of no memory."""
    late, newest = "empire-2019-07-18", "empire-2019-11-18"
    for crawl in (late, newest):
        take_out(own_of_one, f"*{crawl}*")
    own_of_one.forget()
    again(own_of_one)
    months, accounts = noted.took()
    assert {f"2019-{month:02}-01" for month in (4, 5, 6, 8, 9, 10)} == {month for _, month in months}
    assert [ONE_MARKET] == accounts

    digests = []
    for crawl in (newest, late):
        replay(own_of_one.database.engine, [WINDOWS / ONE_MARKET / f"{crawl}-000.warc.gz"], workers=1)
        digests.append(again(own_of_one))
        assert ({(ONE_MARKET, f"{crawl[len('empire-') :][:7]}-01")}, [ONE_MARKET]) == noted.took()
    assert one_market.digest == digests[-1]

    kept = kept_of(ONE_MARKET)
    take_out(own_of_one, f"*{late}*")
    assert digests[0] == again(own_of_one) == of_nothing(own_of_one)
    assert len(kept_of(ONE_MARKET)) < len(kept), "what was read of a month that is gone goes"


@pytest.mark.slow
def test_parts_of_a_month_and_other_parameters(own_of_one: Opened, one_market: Windows, noted: Noted) -> None:
    """A crawl of a part of a market: the pages of some listings are gone, and then there again."""
    own_of_one.forget()
    assert one_market.digest == again(own_of_one)
    noted.took()
    some = own_of_one.rows(
        "SELECT o.capture_id FROM listing_observation l JOIN parse_run o USING (parse_run_id, captured_at) "
        "WHERE l.seen_on = 'page' AND o.captured_at >= '2019-11-01' AND l.vendor = ("
        "SELECT min(vendor) FROM listing_observation WHERE captured_at >= '2019-11-01')"
    )
    with own_of_one.database.engine.connect() as connection:
        chosen = Chosen(captures=tuple(capture.hex for (capture,) in some))
        assert remove(connection, chosen).captures == len(some) > 0

    without = again(own_of_one)
    assert ({(ONE_MARKET, "2019-11-01")}, [ONE_MARKET]) == noted.took()
    replay(own_of_one.database.engine, [WINDOWS / ONE_MARKET / "empire-2019-11-18-000.warc.gz"], workers=1)
    own_of_one.forget()  # else what was made at first would be taken again
    assert one_market.digest == again(own_of_one) != without
    noted.took()

    derive(own_of_one.database, read_parameters().replaced(OF_OTHER_PRICES), workers=1)
    assert (set(), [ONE_MARKET]) == noted.took(), "what pages state hangs on no parameter"
    assert own_of_one.digest() == of_nothing(own_of_one, **OF_OTHER_PRICES) != one_market.digest


@pytest.mark.slow
def test_a_market_that_only_learns_anew_tells_the_same_of_its_accounts(own: Opened, noted: Noted) -> None:
    own.forget()
    again(own)
    noted.took()
    take_out(own, "*empire-2019-11-18*")

    without = again(own)

    months, accounts = noted.took()
    assert (set(), [ONE_MARKET]) == (months, accounts), "no month has a reading that was not read"
    made = own.rows("SELECT DISTINCT market FROM derived.part GROUP BY market HAVING count(*) > 1")
    assert ("wallstreet",) in made
    assert without == of_nothing(own)


@pytest.mark.slow
def test_rates_that_pages_print_tell_nothing_of_accounts(own: Opened, noted: Noted) -> None:
    own.forget()
    again(own)
    noted.took()
    of_one = "SELECT rate_table_id FROM parse_run WHERE market = 'empire'"
    with own.database.engine.begin() as connection:
        changed = text(f"UPDATE exchange_rate SET rate = rate * 1.01 WHERE rate_table_id IN ({of_one})")
        assert connection.execute(changed).rowcount

    otherwise = again(own)

    assert (set(), []) == noted.took()
    made = own.rows("SELECT market FROM derived.part WHERE market IS NOT NULL GROUP BY market HAVING count(*) > 1")
    assert sorted(made) == [("empire",), ("wallstreet",)], "of pages of either, but of no day of Dream Market"
    assert otherwise == of_nothing(own)


@pytest.mark.usefixtures("noted")
@pytest.mark.slow
def test_nothing_that_was_read_is_kept_of_a_market_of_few_pages(
    own_of_one: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_of_one.forget()
    again(own_of_one)
    assert kept_of(ONE_MARKET)

    monkeypatch.setattr(workplace, "_FEWEST_PAGES", 1_000_000)
    again(own_of_one)

    assert not kept_of(ONE_MARKET)
