"""The same observed layer and parameters give the same rows, whatever the way to them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli.db import db
from cryptodrug_scraper.derive.runs import remove as remove_run
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.replay import replay
from cryptodrug_scraper.store.chosen import Chosen
from cryptodrug_scraper.store.removal import remove
from tests.support.derived_windows import ALL_PARTS, ONE_MARKET, WINDOWS, Opened, Windows

if TYPE_CHECKING:
    from cryptodrug_scraper.store.database import Database

IN_GROUPS = """
import sys
from cryptodrug_scraper.__main__ import main
from cryptodrug_scraper.derive import rows
rows.ROWS_OF_GROUP = 700
for_rows = rows.Rows.for_rows
def told(expected, frames, name):
    made = for_rows(expected, frames, name)
    print("groups:", made.groups, file=sys.stderr)
    return made
rows.Rows.for_rows = told
main()
"""
DERIVE = [sys.executable, "-c", IN_GROUPS, "derive", "--json", "--workers", "2"]


def take_out(opened: Opened, path: str) -> bool:
    with opened.database.engine.connect() as connection:
        removal = remove(connection, Chosen(paths=(path,)))
    assert removal.captures
    return removal.is_derivation_old


@pytest.mark.slow
def test_another_order_of_loading_gives_the_same_rows(database: Database, one_market: Windows) -> None:
    files = sorted((WINDOWS / ONE_MARKET).glob("*.warc.gz"), reverse=True)
    replay(database.engine, files[:2], workers=1)
    partial = Opened(database).derive()  # and deriving in between leaves nothing behind
    assert one_market.derivation.made.keys() == partial.made.keys()
    assert one_market.digest != Opened(database).digest()
    replay(database.engine, files[2:], workers=1)

    again = Opened(database).derive()

    assert one_market.derivation.derive_run == again.derive_run
    assert one_market.digest == Opened(database).digest()


@pytest.mark.campaign
def test_another_order_of_markets_gives_the_same_rows(database: Database, windows: Windows) -> None:
    """In short: `test_of_a_new_crawl_only_its_market_is_derived_anew`, and the test after it."""
    for market in ("wallstreet", "empire", "dream"):
        files = sorted((WINDOWS / market).glob("*.warc.gz"), reverse=True)
        replay(database.engine, files, workers=1)
        if market == "empire":
            partial = Opened(database).derive()
            assert set(ALL_PARTS) - {"dream"} == set(partial.made)
            assert windows.digest != Opened(database).digest()

    again = Opened(database).derive()

    assert windows.derivation.derive_run == again.derive_run
    assert windows.digest == Opened(database).digest()


def test_deriving_again_finds_nothing_new(own: Opened, windows: Windows) -> None:
    before = own.rows("SELECT * FROM derived.derive_run")

    again = own.derive()

    assert (windows.derivation.derive_run, {}, ALL_PARTS) == (again.derive_run, again.made, again.taken)
    assert before == own.rows("SELECT * FROM derived.derive_run")
    assert windows.digest == own.digest()


@pytest.mark.slow
def test_threads_processes_and_groups_on_disk_change_no_row(own_of_one: Opened, one_market: Windows) -> None:
    """By two processes; in one, `test_held_at_once` sees the same of groups. Of all markets in the test after it."""
    told = derived_in_groups(own_of_one, one_market)

    assert [ONE_MARKET] == [each["market"] for each in told["times"]]


@pytest.mark.campaign
def test_threads_processes_and_groups_on_disk_change_no_row_of_several_markets(own: Opened, windows: Windows) -> None:
    told = derived_in_groups(own, windows)

    assert ["dream", "empire", "wallstreet"] == [each["market"] for each in told["times"]]


def derived_in_groups(own: Opened, derived: Windows) -> dict[str, Any]:
    """Derive anew in small groups, by other threads, in another zone; return what the command told."""
    own.forget()
    threads = os.environ | {"POLARS_MAX_THREADS": "3", "TZ": "Asia/Kathmandu", "LC_ALL": "C"}

    done = subprocess.run(DERIVE, env=threads, capture_output=True, check=True, timeout=300)

    assert max(map(int, re.findall(rb"^groups: (\d+)$", done.stderr, re.MULTILINE))) > 1, "no market has so many rows"
    told: dict[str, Any] = json.loads(done.stdout)
    assert {0} == set(told["decisions"].values())
    assert {
        "derive_run": str(derived.derivation.derive_run),
        "made": derived.derivation.made,
        "taken": [],
        "without_rate": [],
        "future": [],
        "left_out": {},
    } == {name: value for name, value in told.items() if name not in {"times", "decisions"}}
    assert derived.digest == own.digest()
    return told


def test_of_a_new_crawl_only_its_market_is_derived_anew(own: Opened, windows: Windows) -> None:
    assert take_out(own, "*wallstreet-2019-04-18*")
    assert windows.digest == own.digest(), "the derived tables stay as they were"

    without = own.derive()

    assert (["wallstreet", "across markets"], ["rates", "dream", "empire"]) == (list(without.made), without.taken)
    assert windows.digest != own.digest()
    with own.database.engine.connect() as connection:  # else what was made at first would be taken again
        remove_run(connection, windows.derivation.derive_run)

    replay(own.database.engine, [WINDOWS / "wallstreet" / "wallstreet-2019-04-18-000.warc.gz"], workers=1)
    back = own.derive()

    assert (["wallstreet", "across markets"], ["rates", "dream", "empire"]) == (list(back.made), back.taken)
    assert (windows.derivation.derive_run, windows.digest) == (back.derive_run, own.digest())


@pytest.mark.slow
def test_what_is_learned_from_a_market_is_learned_anew_when_it_was_crawled_again(own: Opened) -> None:
    assert take_out(own, "*empire-2019-11-18*")

    without = own.derive()

    assert {"empire", "wallstreet", "across markets"} <= set(without.made)
    assert ["dream"] == without.taken
    incremental = own.digest()
    own.forget_market("dream")
    assert {"dream", "across markets"} == set(own.derive().made)
    assert incremental == own.digest(), "what was taken is what would be made"


@pytest.mark.campaign
def test_what_is_derived_after_a_removal_is_what_is_derived_of_the_rest_alone(own: Opened) -> None:
    assert take_out(own, "*empire-2019-11-18*")
    own.derive()
    incremental = own.digest()
    own.forget()
    own.derive()
    assert incremental == own.digest()


def test_the_digest_is_of_the_rows_and_not_of_versions_parts_and_clocks(own: Opened, windows: Windows) -> None:
    runner = CliRunner()
    with own.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE derived.derive_run SET measures_version = 'other', started_at = now(), ended_at = now()"
        )
        connection.exec_driver_sql("UPDATE derived.part SET seconds = 0")
    assert f"{windows.digest}\n" == runner.invoke(db, ["digest", "--derived"], catch_exceptions=False).stdout

    with own.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE derived.sale SET amount_eur = amount_eur + 1e-9 WHERE transaction_id = "
            "(SELECT min(transaction_id::text)::uuid FROM derived.sale WHERE amount_eur > 0 AND amount_eur < 1000)"
        )
    assert f"{windows.digest}\n" != runner.invoke(db, ["digest", "--derived"], catch_exceptions=False).stdout


def test_when_every_page_was_removed_deriving_says_so_and_the_old_rows_stay(own: Opened, windows: Windows) -> None:
    assert take_out(own, "*")

    with pytest.raises(StoreError, match="no page of a known market was observed: replay an archive"):
        own.derive()

    assert windows.digest == own.digest()
    live, stated = own.rows("SELECT count(*), count(title) FROM research.listings_on('2019-01-18')")[0]
    assert live > 0
    assert not stated, "no statement to show"
