"""Several derivations in one database: made, listed, chosen, removed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli.db import db
from cryptodrug_scraper.cli.derive import derive as command
from cryptodrug_scraper.derive.tables import ROW_TABLES
from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened, Windows


def run(*words: str) -> str:
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def rows_of_no_part(own: Opened) -> int:
    return sum(
        own.one(f"SELECT count(*) FROM derived.{table} WHERE part_id NOT IN (SELECT part_id FROM derived.part)")
        for table in ROW_TABLES
    )


def all_rows(own: Opened) -> int:
    return sum(own.one(f"SELECT count(*) FROM derived.{table}") for table in ROW_TABLES)


@pytest.mark.slow
def test_other_parameters_make_another_derivation_beside_the_first(
    own_of_one: Opened, one_market: Windows, tmp_path: Path
) -> None:
    first, before = str(one_market.derivation.derive_run), all_rows(own_of_one)
    strict = tmp_path / "strict.toml"
    strict.write_text("[snapshots]\ncomplete = 0.99\nusable = 0.9\n[rates]\nseries = ['zec.csv']\n", encoding="utf-8")
    (tmp_path / "zec.csv").write_text("date,PriceUSD\n2019-01-02,57.5\n", encoding="utf-8")

    made = json.loads(run("--parameters", str(strict), "--json"))

    second = made["derive_run"]
    assert ([], first != second) == (made["taken"], True)
    listed = [json.loads(line) for line in run("list", "--json").splitlines()]
    assert [(first, False, 0.95), (second, True, 0.99)] == [
        (each["derive_run"], each["is_current"], each["parameters"]["snapshots"]["complete"]) for each in listed
    ]
    assert [(second,)] == own_of_one.rows("SELECT DISTINCT derive_run::text FROM research.snapshot")
    assert [("series",)] == own_of_one.rows(
        "SELECT source FROM research.fx_rate WHERE currency = 'ZEC' AND day = '2019-01-02'"
    )
    usable = "SELECT count(*) FROM research.snapshot WHERE grade <> 'partial'"
    strictly = own_of_one.one(usable)

    run("use", first[:8].upper())

    assert (one_market.digest, True) == (own_of_one.digest(), own_of_one.one(usable) > strictly)
    assert f"*   {first}" in run("list")
    with pytest.raises(StoreError, match="is the current derivation: choose another with cryptodrug derive use first"):
        run("remove", first)
    with pytest.raises(StoreError, match="no derivation of this database begins with '00000000-0'"):
        run("use", "00000000-0")
    with pytest.raises(StoreError, match="2 derivations of this database begin with ''"):
        run("remove", "")

    assert f"{all_rows(own_of_one) - before} rows removed.\n" == run("remove", second)

    assert (before, 0, one_market.digest) == (all_rows(own_of_one), rows_of_no_part(own_of_one), own_of_one.digest())
    assert 3 == own_of_one.one("SELECT count(*) FROM derived.part")


def test_parts_that_another_derivation_is_made_of_stay_when_one_is_removed(own: Opened, windows: Windows) -> None:
    with own.database.engine.begin() as connection:  # as a removal and a new derivation leave it, but for the pages
        connection.exec_driver_sql(
            "INSERT INTO derived.part SELECT gen_random_uuid(), step, market, row_counts, 1 "
            "FROM derived.part WHERE market = 'dream'"
        )
        connection.exec_driver_sql(
            "INSERT INTO derived.snapshot SELECT p.part_id, 'x-' || snapshot_id, s.market, "
            "first_at, last_at, crawl_id, capture_count, wall_count, incomplete_count, "
            "listing_page_count, listing_seen, listing_expected, vendor_seen, vendor_expected, "
            "review_seen, review_expected, listing_completeness, vendor_completeness, "
            "review_completeness, grade, reason FROM derived.snapshot s, derived.part p "
            "WHERE s.market = 'dream' AND p.seconds = 1"
        )
        connection.exec_driver_sql(
            "INSERT INTO derived.derive_run SELECT gen_random_uuid(), 'old', parameters, "
            "started_at, ended_at - interval '1 day', false FROM derived.derive_run"
        )
        connection.exec_driver_sql(
            "INSERT INTO derived.run_part SELECT r.derive_run, p.part_id FROM derived.derive_run "
            "r, derived.part p WHERE r.measures_version = 'old' AND (p.market <> 'dream' OR "
            "p.market IS NULL OR p.seconds = 1)"
        )
    old = own.one("SELECT derive_run::text FROM derived.derive_run WHERE NOT is_current")
    run("use", old)
    assert {"x-dream"} == {
        row[0] for row in own.rows("SELECT DISTINCT left(snapshot_id, 7) FROM research.snapshot WHERE market = 'dream'")
    }
    run("use", str(windows.derivation.derive_run))

    assert run("remove", old) == "5 rows removed.\n"

    assert (windows.digest, 0) == (own.digest(), rows_of_no_part(own))
    assert (windows.derivation.derive_run, {}) == ((again := own.derive()).derive_run, again.made)


def test_a_table_of_what_was_made_and_the_names_of_what_was_there(own: Opened, windows: Windows) -> None:
    assert run() == "".join(
        [
            *(
                f"{name}: nothing new, taken as it was.\n"
                for name in windows.derivation.taken or windows.derivation.made
            ),
            "These figures rest on no decision of a person.\n",
            f"Derivation {windows.derivation.derive_run} is the current one.\n",
        ]
    )
    run("list")  # the oldest first, the current one with a star
    assert own.one("SELECT count(*) FROM research.derivation WHERE is_current") == 1


@pytest.mark.slow
def test_findings_are_measured_where_they_are_missing_and_not_again_where_they_are_there(own: Opened) -> None:
    marked = "UPDATE derived.finding SET why = 'measured before' WHERE ordinal = 1"
    told = "SELECT count(*), count(*) FILTER (WHERE why = 'measured before') FROM research.finding"
    with own.database.engine.begin() as connection:
        connection.exec_driver_sql(marked)
    ((found, _),) = own.rows(told)
    own.derive()
    assert (found, 1) == tuple(own.rows(told)[0])

    with own.database.engine.begin() as connection:  # as after a derivation that was stopped before them
        connection.exec_driver_sql("DELETE FROM derived.finding")
    own.derive()

    assert (found, 0) == tuple(own.rows(told)[0])


def test_the_parameters_that_are_printed_are_those_that_a_derivation_keeps(own: Opened, tmp_path: Path) -> None:
    printed = tmp_path / "printed.toml"
    printed.write_text(run("parameters"), encoding="utf-8")

    assert json.loads(run("--parameters", str(printed), "--json"))["made"] == {}

    (kept,) = own.rows("SELECT parameters FROM research.derivation")
    asked = {"study": "cryptodrug", "country": None, "first_day": None}  # the study's country, and what the data hold
    assert kept[0]["findings"] | asked == kept[0]["findings"]


@pytest.mark.usefixtures("own")
def test_a_removal_of_pages_tells_that_derived_tables_still_count_them() -> None:
    words = ["remove", "--path", "*dream-2018-11-18*"]
    told = CliRunner().invoke(db, [*words, "--dry-run"], catch_exceptions=False).stdout
    assert (
        "The derived tables would still count these pages: run cryptodrug derive, then cryptodrug derive remove" in told
    )
    as_json = CliRunner().invoke(db, [*words, "--yes", "--json"], catch_exceptions=False).stdout
    assert json.loads(as_json)["is_derivation_old"] is True
    assert "still count" not in CliRunner().invoke(db, [*words, "--yes"], catch_exceptions=False).stdout
