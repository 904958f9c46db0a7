"""Days without a rate: what lacks is null with a reason, and rates that are added bring it all back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl
import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.cli.doctor_rates import look_at_rates, of_rates
from cryptodrug_scraper.derive import reference_rates
from cryptodrug_scraper.derive.reference_rates import bundled_rates
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.store.contents import contents_of
from tests.support.bank_rates import as_table, as_xml, as_zip

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database
    from tests.support.derived_windows import Opened, Windows

LAST = date(2019, 6, 30)
WITHOUT = datetime(2019, 7, 6, tzinfo=UTC)
"""From here on the last rates, of Friday the 28th of June, are too old."""


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture
def rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pl.DataFrame:
    """Let the program's own rates end in June 2019, and return those after."""
    whole = bundled_rates()
    older = tmp_path / "older.zip"
    older.write_bytes(as_zip(as_table(whole.filter(pl.col("day") <= LAST))))
    monkeypatch.setattr(reference_rates, "_BUNDLED", older)
    return whole.filter(pl.col("day") > LAST)


def written(folder: Path, name: str, content: bytes) -> str:
    file = folder / name
    file.write_bytes(content)
    return str(file)


@pytest.mark.slow
def test_days_without_a_rate_are_told_and_rates_that_are_added_bring_all_back(
    own_of_one: Opened, one_market: Windows, rest: pl.DataFrame, tmp_path: Path
) -> None:
    told = json.loads(run("derive", "--json"))

    (without,) = told["without_rate"]
    assert "empire" == without["market"]
    assert str(WITHOUT.date()) <= without["first_day"] < without["last_day"] <= "2019-11-18"
    assert (
        without["sales"]
        == own_of_one.one("SELECT count(*) FROM research.transaction WHERE price_source = 'no_rate'")
        > 20
    )
    assert (
        without["prices"] == own_of_one.one("SELECT count(*) FROM research.listing_price WHERE price_eur IS NULL") > 20
    )
    assert f"empire: {without['sales']:,} sales and {without['prices']:,} asked prices of" in run("derive")

    counted = "SELECT count(*) FROM research.transaction WHERE occurred_from >= :since AND market = 'empire'"
    valued = "SELECT count(*) FROM research.transaction WHERE occurred_from >= :since AND amount_eur IS NOT NULL"
    assert own_of_one.one(counted, since=WITHOUT) > own_of_one.one(valued, since=WITHOUT) == 0

    months = "SELECT month, measure, grade FROM research.market_month WHERE market = 'empire' AND month >= '2019-07-01'"
    found = {(str(month), measure): grade for month, measure, grade in own_of_one.rows(months)}
    assert "partial" == found["2019-07-01", "turnover_eur"], "its first week has rates"
    assert "partial" != found["2019-07-01", "transactions"]
    assert ("2019-09-01", "transactions") in found
    assert ("2019-09-01", "turnover_eur") not in found, "no price of it has a rate, so it is not known, and not zero"
    of_vendors = (
        "FROM research.vendor_month WHERE market = 'empire' AND month = '2019-09-01' AND transactions_shown > 0"
    )
    assert 0 < own_of_one.one(f"SELECT count(*) {of_vendors}")
    assert 0 == own_of_one.one(
        f"SELECT count(turnover_eur) + count(turnover_shown_eur) + count(turnover_raw_eur) {of_vendors} AND EXISTS "
        "(SELECT FROM research.transaction t WHERE t.vendor = vendor_month.vendor AND t.price_source = 'no_rate' "
        "AND t.occurred_from >= '2019-09-01' AND t.occurred_to < '2019-10-01')"
    )
    assert 0 == own_of_one.one(
        "SELECT count(turnover_eur) FROM research.origin_month WHERE market = 'empire' AND month = '2019-09-01'"
    )
    shares = "SELECT count(value) FROM research.country_share('NL', 'D2', 'A1', '2019-09-01', '2019-09-30')"
    assert 0 == own_of_one.one(f"{shares} WHERE market = 'empire' AND measure = 'turnover_eur'")

    assert one_market.digest != own_of_one.digest()
    half = rest.filter(pl.col("day") < date(2019, 9, 1))
    run("rates", "add", written(tmp_path, "half.xml", as_xml(half)))
    run("rates", "add", written(tmp_path, "eurofxref-hist.zip", as_zip(as_table(rest))))
    assert [] == json.loads(run("derive", "--json"))["without_rate"]
    assert one_market.digest == own_of_one.digest(), "as if they had come with the program"


def test_with_rates_that_are_there_already_nothing_is_kept_and_nothing_is_new(
    own: Opened, windows: Windows, tmp_path: Path
) -> None:
    whole = bundled_rates()
    earlier = written(tmp_path, "earlier.csv", as_table(whole.filter(pl.col("day") < LAST)))
    fewer = written(tmp_path, "fewer.csv", as_table(whole.filter(currency="USD")))

    assert "0 are new, so it is not kept" in run("rates", "add", earlier)
    assert {"new": 0, "replaced": 0} == {
        key: value
        for key, value in json.loads(run("rates", "add", fewer, "--json")).items()
        if key in {"new", "replaced"}
    }

    assert 0 == own.one("SELECT count(*) FROM reference_rate_file")
    assert windows.derivation.derive_run == own.derive().derive_run


@pytest.mark.slow
def test_a_file_that_differs_is_refused_until_it_is_told_to_count(
    own_of_one: Opened, one_market: Windows, tmp_path: Path
) -> None:
    day = bundled_rates().filter(day=date(2019, 3, 29), currency="USD")
    wrong = written(tmp_path, "wrong.csv", as_table(day.with_columns(per_eur=pl.lit(2.5))))

    with pytest.raises(
        ConfigurationError, match=r"in 1 rate: on 2019-03-29 it has 2.5 USD .*not 1.1235\. Next: .*--repl"
    ):
        run("rates", "add", wrong)
    assert 0 == own_of_one.one("SELECT count(*) FROM reference_rate_file")

    assert "1 counts in place of another" in run("rates", "add", "--replace", wrong)
    changed = own_of_one.derive()
    assert one_market.derivation.derive_run != changed.derive_run
    assert 0.4 == own_of_one.one("SELECT eur FROM research.fx_rate WHERE currency = 'USD' AND day = '2019-03-29'")

    with pytest.raises(ConfigurationError, match="it has 2.6 USD for a euro, and not 2.5"):
        run("rates", "add", written(tmp_path, "other.csv", as_table(day.with_columns(per_eur=pl.lit(2.6)))))

    (kept,) = json.loads(run("rates", "list", "--json"))["added"]
    with pytest.raises(StoreError, match="no file of added rates"):
        run("rates", "remove", "no-digest")
    run("rates", "remove", kept["sha256"][:8])
    assert one_market.derivation.derive_run == own_of_one.derive().derive_run
    assert one_market.digest == own_of_one.digest()


def test_the_list_and_the_doctor_say_how_old_rates_are(own: Opened, rest: pl.DataFrame, tmp_path: Path) -> None:
    def doctor() -> tuple[str, str]:
        with own.database.engine.connect() as connection:
            (finding,) = look_at_rates(connection, contents_of(connection))
        return finding.state, finding.found

    age = (datetime.now(UTC).date() - date(2019, 6, 28)).days
    listed = json.loads(run("rates", "list", "--json"))
    assert ("2019-06-28", age, []) == (listed["last_day"], listed["age_days"], listed["added"])
    assert f"The last rates are of 2019-06-28 (age in days: {age})." in run("rates", "list")
    state, found = doctor()
    assert "note" == state
    assert (
        f"until 2019-06-28 (age in days: {age}), as they come with the program; the newest page is of 2019-11-1"
        in found
    )

    run("rates", "add", written(tmp_path, "rest.csv", as_table(rest)))
    assert "rest.csv" in run("rates", "list")
    state, found = doctor()
    assert ("ok", True) == (state, found.endswith("files added: 1"))


def test_a_page_of_the_week_after_the_last_rates_has_one() -> None:
    last = date(2026, 10, 30)
    for after, state in ((-40, "ok"), (0, "ok"), (7, "ok"), (8, "note")):
        assert state == of_rates(last, 0, last + timedelta(days=after), date(2026, 11, 28)).state
    assert "ok" == of_rates(last, 0, None, date(2026, 11, 28)).state


def test_rates_go_with_a_dump_of_the_database(database: Database, rest: pl.DataFrame, tmp_path: Path) -> None:
    run("rates", "add", written(tmp_path, "rest.csv", as_table(rest)))
    with database.engine.connect() as connection:
        content = connection.exec_driver_sql("SELECT content FROM reference_rate_file").scalar_one()
    assert bytes(content) == (tmp_path / "rest.csv").read_bytes()
