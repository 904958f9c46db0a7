"""Two derivations compared: what decided otherwise, which figures differ and by how much, and which rows."""

from __future__ import annotations

import csv
import json
import re
from operator import add
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import BigInteger, Double

from cryptodrug_scraper.cli.derive import derive as command
from cryptodrug_scraper.derive.tables import ROW_TABLES
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.sources import Sources
from cryptodrug_scraper.store.database import open_for_reader
from tests.explore.conftest import OWN, ROOT, let_in
from tests.support.derived_windows import ONE_MARKET

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.derived_windows import Opened, Windows


def run(*words: str) -> Result:
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def compared(*words: str) -> Any:
    return json.loads(run("compare", *words, "--json").stdout)


def rows(*words: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in run("compare", *words, "--json").stdout.splitlines()]


def pages_lead_to_the_same(own: Opened, first: str, figures: int, changed: int) -> None:
    """As explore shows it: from the list to what differs, to its counts, and to the rows of a table."""
    with open_for_reader() as views:
        client = let_in(Sources(views.engine, own.database.engine, []))

        def shown(path: str) -> str:
            answer = client.get(path if path.startswith(ROOT) else f"{ROOT}{path}", base_url=OWN)
            assert 200 == answer.status_code, answer.text
            return answer.text

        (link,) = re.findall(rf'href="({ROOT}/derivations/{first}/[^"]+)"', shown("/derivations"))
        page = shown(link)
        assert "snapshots.complete" in page
        assert "Rows that differ" not in page
        assert figures == len(list(csv.DictReader(shown(f"{link}?csv=figures").splitlines())))
        tables = re.findall(rf'href="({link}/snapshot[^"]*)"', shown(f"{link}?rows=1"))
        cells = [row for table in tables for row in csv.DictReader(shown(f"{table}&csv=rows").splitlines())]
        assert changed == sum(row["column"] == "grade" for row in cells)
        unknown = client.get(f"{ROOT}/derivations/{first}/ffffffff", base_url=OWN)
        assert (404, True) == (unknown.status_code, "of this database begins with" in unknown.text)


def test_nothing_differs_between_a_derivation_and_itself(own: Opened, windows: Windows) -> None:
    del own
    first = str(windows.derivation.derive_run)
    found = compared(first)
    assert ([], [], []) == (found["causes"], found["figures"], found["rows"])
    assert "nothing differs" in run("compare", first).stdout
    assert "no row differs" in run("compare", first, "--table", "sale").stdout


@pytest.mark.slow
def test_a_parameter_is_named_with_the_figures_and_rows_that_it_changes(
    own_of_one: Opened, one_market: Windows, tmp_path: Path
) -> None:
    first = str(one_market.derivation.derive_run)
    strict = tmp_path / "strict.toml"
    strict.write_text("[snapshots]\ncomplete = 0.99\nusable = 0.9\n", encoding="utf-8")
    run("--parameters", str(strict))
    found = compared(first)
    assert [("snapshots.complete", 0.95, 0.99), ("snapshots.usable", 0.8, 0.9)] == [
        (each["name"], each["old"], each["new"]) for each in found["causes"] if each["what"] == "parameter"
    ]
    assert {"parameter"} == {each["what"] for each in found["causes"]}
    assert all(each["why"] == ["parameter"] for each in found["figures"])
    grades = own_of_one.one(
        "SELECT count(*) FROM derived.snapshot a JOIN derived.snapshot b USING (market, snapshot_id) "
        "WHERE a.part_id < b.part_id AND a.grade <> b.grade"
    )
    changed = [each for each in rows(first, "--table", "snapshot", "--market", ONE_MARKET) if "grade" in each["old"]]
    assert grades == len(changed) > 0
    assert {("partial",)} == {(each["new"]["grade"],) for each in changed if each["old"]["grade"] == "usable"}
    assert "snapshots.complete" in run("compare", first).stdout
    pages_lead_to_the_same(own_of_one, first, len(found["figures"]), len(changed))
    back = compared(json.loads(run("list", "--json").stdout.splitlines()[1])["derive_run"], first)
    assert [(each["old"], each["new"]) for each in found["causes"]] == [
        (each["new"], each["old"]) for each in back["causes"]
    ]


def copied(own: Opened) -> str:
    """Make another derivation of copies of all parts; return its identifier."""
    with own.database.engine.begin() as connection:
        run_of = connection.exec_driver_sql(
            "INSERT INTO derived.derive_run SELECT gen_random_uuid(), measures_version, parameters, started_at, "
            "ended_at, false FROM derived.derive_run WHERE is_current RETURNING derive_run"
        ).scalar_one()
        connection.exec_driver_sql(
            "CREATE TEMPORARY TABLE copy ON COMMIT DROP AS "
            "SELECT part_id AS was, gen_random_uuid() AS part_id FROM derived.current_part"
        )
        connection.exec_driver_sql(
            "INSERT INTO derived.part SELECT c.part_id, step, market, row_counts, seconds "
            "FROM derived.part p JOIN copy c ON c.was = p.part_id"
        )
        connection.exec_driver_sql(f"INSERT INTO derived.run_part SELECT '{run_of}', part_id FROM copy")
        for table in ROW_TABLES.values():
            others = ", ".join(column.name for column in table.c if column.name != "part_id")
            connection.exec_driver_sql(
                f"INSERT INTO derived.{table.name} (part_id, {others}) SELECT c.part_id, {others} "
                f"FROM derived.{table.name} t JOIN copy c ON c.was = t.part_id"
            )
    return str(run_of)


@pytest.mark.slow
def test_rows_that_are_gone_or_changed_are_found_in_each_table_and_no_others(own: Opened, windows: Windows) -> None:
    first, second = str(windows.derivation.derive_run), copied(own)
    assert [] == compared(first, second)["rows"]
    expected: dict[str, tuple[int, int, int]] = {}
    parts = f"(SELECT part_id FROM derived.run_part WHERE derive_run = '{second}')"
    for table in ROW_TABLES.values():
        names = [column.name for column in table.primary_key]
        value = next((c.name for c in table.c if not c.primary_key and isinstance(c.type, Double | BigInteger)), None)
        key, place = ", ".join(names), f"derived.{table.name}"
        some = f"(SELECT {key} FROM {place} WHERE part_id IN {parts} ORDER BY {key} LIMIT 1 OFFSET "
        with own.database.engine.begin() as connection:
            gone = connection.exec_driver_sql(f"DELETE FROM {place} WHERE ({key}) = {some} 0)").rowcount
            changed = 0
            if value is not None:
                new = f"SET {value} = coalesce({value}, 0) + 12345"
                changed = connection.exec_driver_sql(f"UPDATE {place} {new} WHERE ({key}) = {some} 0)").rowcount
        is_numbered = names == ["part_id", "number"]
        expected[table.name] = (gone + changed, changed, 0) if is_numbered else (gone, 0, changed)
    counts: dict[str, tuple[int, int, int]] = {}
    for each in compared(first, second)["rows"]:
        before = counts.get(each["table"], (0, 0, 0))
        found = (each["only_old"], each["only_new"], each["changed"])
        counts[each["table"]] = tuple(map(add, before, found))
    assert {name: found for name, found in expected.items() if any(found)} == counts
    assert 20 <= len(counts)
    for name, found in counts.items():
        assert sum(found) == len(rows(first, second, "--table", name)), name


def test_pages_that_one_has_alone_are_counted_and_the_figures_that_rest_on_them_say_so(
    own: Opened, windows: Windows
) -> None:
    first, second = str(windows.derivation.derive_run), copied(own)
    of_second = f"part_id IN (SELECT part_id FROM derived.run_part WHERE derive_run = '{second}')"
    with own.database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"DELETE FROM derived.capture_time WHERE {of_second} AND market = 'empire' AND estimated_from < "
            f"(SELECT min(estimated_from) + interval '1 day' FROM derived.capture_time WHERE market = 'empire')"
        )
        connection.exec_driver_sql(
            f"UPDATE derived.market_month SET value = value * 3 WHERE {of_second} AND measure = 'transactions'"
        )
    gone = own.one("SELECT count(*) FROM derived.capture_time WHERE market = 'empire'")
    gone -= 2 * own.one(f"SELECT count(*) FROM derived.capture_time WHERE market = 'empire' AND {of_second}")
    found = compared(first, second)
    assert [("empire", gone, 0)] == [
        (each["market"], each["old"], each["new"]) for each in found["causes"] if each["what"] == "pages"
    ]
    months = [each for each in found["figures"] if each["view"] == "market_month"]
    assert {"transactions"} == {each["names"]["measure"] for each in months}
    assert {"dream", "empire", "wallstreet"} == {each["market"] for each in months}
    assert {"empire"} == {each["market"] for each in months if "pages" in each["why"]}
    assert all(3 == round(each["new"]["value"] / each["old"]["value"], 6) for each in months if each["old"]["value"])
    assert "200.0%" in run("compare", first, second, "--all").stdout


def test_a_table_or_a_derivation_that_is_not_there_is_told(own: Opened, windows: Windows) -> None:
    del own
    first = str(windows.derivation.derive_run)
    with pytest.raises(StoreError, match="'sales' is no derived table: choose one of account_link,"):
        run("compare", first, "--table", "sales")
    with pytest.raises(StoreError, match="no derivation of this database begins with 'ffffffff-f'"):
        run("compare", "ffffffff-f")
    assert 2 == CliRunner().invoke(command, ["compare", first, "--market", "dream"]).exit_code
