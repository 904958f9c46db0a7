"""What is withheld for what was published before, of small worlds at a real database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.disclosure import ledger
from cryptodrug_scraper.disclosure.choice import Choice, chosen
from cryptodrug_scraper.disclosure.ledger import before_of, entries, never_released
from cryptodrug_scraper.disclosure.packed import Unpacking, packed
from cryptodrug_scraper.disclosure.withheld import choose, told
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.export.verify import Against
from cryptodrug_scraper.home import HOME_VARIABLE
from cryptodrug_scraper.store.models.derived import DerivedBase
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.current import current_asked
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.study.keep import keep_findings
from tests.campaigns.disclosing import filled
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.disclosure.sums import Key
    from cryptodrug_scraper.store.database import Database

ASKED = Asked("DE", date(2019, 3, 1), date(2019, 4, 30), "D2", "A1")
MARCH = replace(ASKED, last_day=date(2019, 3, 31))


def fill(database: Database, *, run: int = 1, more: int = 0, vendors: int = 14) -> None:
    """
    Vendors of Germany, of whom three sell in April alone, and three say that they send from Poland too.

    With ``more`` so many of them have a sale in March that was not known before, in another derivation.
    """
    with database.engine.begin() as connection:
        tables = ", ".join(f"derived.{table.name}" for table in DerivedBase.metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {tables}"))
        world = SmallWorld(connection)
        for at in (day(3, 5), day(4, 5)):
            world.snapshot("empire", at)
        for number in range(vendors):
            codes = "DE PL" if number in {5, 6, 7} else "DE"
            world.listing("empire", f"v{number}", f"l{number}", [codes] * 2, drug_class="Ecstasy", substance="mdma")
            for month, known in ((3, number > 2), (4, True)):
                for order in range(2 if known else 0):
                    world.sale(
                        "empire", f"v{number}", f"l{number}", day(month, 8 + order), 60, drug_class="Ecstasy",
                        substance="mdma",
                    )  # fmt: skip
            if 4 <= number < 4 + more:
                world.sale("empire", f"v{number}", f"l{number}", day(3, 20), 60, drug_class="Ecstasy", substance="mdma")
        for row in (*world.rows["derive_run"], *world.rows["run_part"]):
            row["derive_run"] = UUID(int=run)
        world.write()
    with database.engine.connect() as connection:
        keep_findings(connection, UUID(int=run), ASKED, study_named())


def choice_of(database: Database, asked: Asked = ASKED) -> Choice:
    with database.engine.connect() as connection:
        return chosen(connection, asked)


def publish(database: Database, asked: Asked = ASKED) -> Choice:
    choice = choice_of(database, asked)
    with database.engine.begin() as connection:
        choice.keep(connection, "report", "report.html", "00")
    return choice


def shown(choice: Choice, key: Key) -> bool:
    return key not in choice.sales


def tells(*choices: Choice) -> list[Any]:
    """Of whom all sums that were shown tell together, where the data are the same."""
    return told([part for choice in choices for each in choice.shown.values() for part in each.sales.values()])


def of(*vendors: int) -> dict[Key, float]:
    return {(f"v{vendor}",): 1.0 for vendor in vendors}


def test_what_was_published_is_part_of_combinations_and_cannot_be_withheld() -> None:
    sums: dict[Key, dict[Key, float]] = {("new",): of(*range(12))}
    assert choose(sums) == {}
    assert choose(sums, before=[of(*range(9))]) == {("new",): {0}}  # three less
    assert choose(sums, before=[of(*range(6))]) == {}  # six less
    assert choose(sums, before=[of(*range(12))]) == {}  # the same again
    assert choose(sums, before=[of(*range(20)), of(*range(12)), of(*range(9))]) == {}  # it is told already


def test_what_is_told_already_does_not_hide_what_tells_of_others() -> None:
    before = [of(*range(10)), of(*range(8))]
    sums: dict[Key, dict[Key, float]] = {("apart",): of(*range(20, 30)), ("near",): of(*range(20, 27))}
    hidden = choose(sums, before=before)
    assert len(hidden) == 1
    assert list(hidden.values()) == [frozenset()]


def test_two_windows_do_not_tell_of_those_who_sold_in_one_alone(database: Database) -> None:
    fill(database)
    window: Key = ("rated", "empire")
    april: Key = ("market", "empire", date(2019, 4, 1))
    assert shown(choice_of(database, MARCH), window)
    first = publish(database)
    assert shown(first, window)
    alone, again = choice_of(database, MARCH), publish(database)
    assert (again.sales, again.is_again) == (first.sales, True)
    second = publish(database, MARCH)
    assert second.sales == alone.sales
    assert not tells(first, second)
    assert shown(second, april)


@pytest.mark.parametrize("codes", [("FR", "NL"), pytest.param(("FR", "NL", "DE"), marks=pytest.mark.campaign)])
@pytest.mark.slow
def test_two_countries_do_not_tell_of_those_whom_only_one_of_them_counts(
    database: Database, codes: tuple[str, ...]
) -> None:
    filled.fill(database.engine, 101)
    with database.engine.connect() as connection:
        asked = replace(current_asked(connection), first_day=date(2019, 3, 1), last_day=date(2019, 5, 31))
    free = [choice_of(database, asked.of(code)) for code in codes]
    assert tells(*free)  # without a ledger
    kept = [publish(database, asked.of(code)) for code in codes]
    assert not tells(*kept)
    assert kept[0].sales == free[0].sales
    assert any(choice.because for choice in kept[1:])


@pytest.mark.slow
def test_what_few_have_sold_since_is_not_told_by_what_was_published_before(database: Database) -> None:
    march: Key = ("market", "empire", date(2019, 3, 1))
    fill(database)
    publish(database)
    fill(database, run=2, more=2)
    choice = choice_of(database)
    assert not shown(choice, march)
    assert choice.because["sales", march]
    assert shown(choice, ("market", "empire", date(2019, 4, 1)))  # nothing else is known of April
    fill(database, run=3, more=6)
    assert shown(choice_of(database), march)
    fill(database, run=4)
    assert shown(choice_of(database), march)


@pytest.mark.slow
def test_who_is_gone_is_not_told_either(database: Database) -> None:
    april: Key = ("market", "empire", date(2019, 4, 1))
    fill(database)
    publish(database)
    fill(database, run=2, vendors=12)
    assert not shown(choice_of(database), april)
    fill(database, run=3, vendors=9)
    assert shown(choice_of(database), april)


def test_a_publication_that_nobody_was_given_counts_no_longer(database: Database) -> None:
    fill(database)
    publish(database)
    fill(database, run=2, more=2)
    assert choice_of(database).because
    with database.engine.begin() as connection:
        (entry,) = entries(connection)
        noted = never_released(connection, entry.publication_id, "a draft")
        assert (noted.unreleased_why, noted.asked) == ("a draft", ASKED)
        with pytest.raises(StoreError, match="no publication"):
            never_released(connection, entry.publication_id, "once more")
    assert not choice_of(database).because


def test_publications_are_read_in_the_order_in_which_they_were_made(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is withheld hangs on their order; identifiers are drawn, and would order them otherwise in each database."""
    fill(database)
    monkeypatch.setattr(ledger, "uuid4", iter([UUID(int=2), UUID(int=1)]).__next__)
    publish(database)
    publish(database, MARCH)
    with database.engine.connect() as connection:
        assert list(before_of(connection)["empire"].shown) == [UUID(int=2), UUID(int=1)]


def test_what_sales_were_worth_need_not_be_known(database: Database) -> None:
    fill(database)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE derived.origin_month SET turnover_eur = NULL"))
    assert publish(database).sums == choice_of(database).sums > 0


def test_the_ledger_has_no_names_and_no_values_and_is_read_as_it_was_written(database: Database) -> None:
    fill(database)
    choice = choice_of(database)
    said = packed(choice.shown)
    assert Unpacking()(said) == dict(choice.shown)
    plain = json.dumps(str(Unpacking()(said)))
    assert "empire" in plain
    for name in ("'v0'", "'l0'", "'v13'"):
        assert name not in plain


def test_nothing_is_kept_of_another_derivation_than_the_current_one(database: Database) -> None:
    fill(database)
    choice = choice_of(database)
    fill(database, run=2)
    with database.engine.begin() as connection, pytest.raises(StoreError, match="another database"):
        choice.keep(connection, "report", "report.html", "00")


@pytest.mark.slow
def test_commands_write_the_ledger_and_tell_what_would_be_withheld_before_they_do(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    fill(database)

    def run(*words: str, code: int = 0) -> str:
        result = CliRunner().invoke(cli, words)
        assert result.exit_code == code, result.output
        return result.stdout

    run("report", "study", "--country", "DE", "--output", "first.html")
    run("report", "study", "--country", "PL", "--identified", "--output", "ours.html")
    fill(database, run=2, more=2)
    would = json.loads(run("export", "public", "--public", "--dry-run", "--json"))
    told_of = run("report", "study", "--country", "DE", "--dry-run")
    assert not (tmp_path / "public").exists()
    (line,) = map(json.loads, run("export", "ledger", "--json").splitlines())  # an identified one is for nobody else
    assert (line["kind"], line["name"], line["country"], line["markets"]) == ("report", "first.html", "DE", ["empire"])
    assert {"market", "2019-03-01"} <= {part for each in would["withheld_before"] for part in each["sum"]}
    assert all(each["publications"] == [line["publication_id"]] for each in would["withheld_before"])
    assert line["publication_id"] in told_of
    run("export", "public", "--public", "--format", "csv")
    run("export", "rows", "--format", "csv")
    names = [each["name"] for each in map(json.loads, run("export", "ledger", "--json").splitlines())]
    assert names == ["first.html", "public"]
    assert json.loads(run("export", "verify", "public", "--json"))["database"] == Against.SAME.value
    run("export", "ledger", "--never-released", line["publication_id"], "--why", "never left")
    assert "never released (never left)" in run("export", "ledger")
    run("export", "ledger", "--never-released", line["publication_id"], code=2)
    run("export", "ours", "--identified", "--dry-run", code=2)
