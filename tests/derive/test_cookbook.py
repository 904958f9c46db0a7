"""Each query of the cookbook works as it stands, agrees with the truth of the windows, and is printed as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cli import cli
from cryptodrug_scraper.cookbook.asking import as_usual
from cryptodrug_scraper.cookbook.query import Query, queries
from docs.cookbook import PAGE, page
from tests.derive import cookbook_sellers, cookbook_trade
from tests.derive.cookbook_world import Rows, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.support.derived_windows import Opened

    Answer = tuple[Sequence[str], Sequence[Sequence[Any]]]
    Ask = Callable[[str], Answer]

QUERIES = queries()
CHECKS = cookbook_sellers.CHECKS | cookbook_trade.CHECKS


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.fixture(scope="module")
def ask(shared: Opened) -> Iterator[Ask]:
    """What the reader's role is answered, as in ``cryptodrug query``."""
    with shared.database.engine.connect() as connection:
        connection.exec_driver_sql("SET ROLE cryptodrug_reader")
        connection.exec_driver_sql("SET search_path = research, public")

        def answer(sql: str) -> Answer:
            result = connection.exec_driver_sql(sql.replace("%", "%%"))
            return list(result.keys()), [tuple(row) for row in result]

        yield answer


def test_there_are_many_queries_and_a_check_for_each() -> None:
    assert len(QUERIES) >= 25
    assert sorted(query.name for query in QUERIES) == sorted(CHECKS)
    assert [query.number for query in QUERIES] == list(range(1, len(QUERIES) + 1))


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_agrees_with_the_truth(query: Query, ask: Ask, world: World) -> None:
    CHECKS[query.name](_rows(query, ask), world)


def _rows(query: Query, ask: Ask) -> Rows:
    names, rows = ask(as_usual(query))
    assert rows, "a query of the cookbook gives rows"
    if (chart := query.chart) is not None:
        assert {chart.value, chart.low or chart.value, chart.high or chart.value, *chart.over, *chart.each} <= set(
            names
        )
        drawn = [(*(row[names.index(name)] for name in (*chart.each, *chart.over)),) for row in rows]
        assert len(drawn) == len(set(drawn)), "one figure for each place in a chart"
    assert len(set(names)) == len(names)
    return [dict(zip(names, row, strict=True)) for row in rows]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_check_can_fail(query: Query, ask: Ask, world: World) -> None:
    """Without half of its rows, and with numbers that are too high, no result passes."""
    rows = _rows(query, ask)
    for wrong in (rows[(len(rows) + 1) // 2 :], [_too_high(row) for row in rows]):
        with pytest.raises((AssertionError, KeyError, IndexError, StopIteration, ValueError, TypeError)):
            CHECKS[query.name](wrong, world)


def _too_high(row: dict[str, Any]) -> dict[str, Any]:
    """A row in which every number is wrong; every word, where it has none."""
    numbers = [name for name, value in row.items() if hasattr(value, "__float__") and not isinstance(value, bool)]
    if not numbers:
        return {name: f"{value} or so" if isinstance(value, str) else value for name, value in row.items()}
    return {name: value * 3 + 7 if name in numbers else value for name, value in row.items()}


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_is_written_for_readers(query: Query) -> None:
    assert query.question.endswith("?")
    assert 80 <= len(query.notes) <= 420
    assert query.notes.endswith(".")
    assert "research." not in query.sql
    assert query.sql.rstrip().endswith(";")
    assert query.sql.count(";") == 1
    assert "ORDER BY" in query.sql
    assert max(map(len, query.sql.splitlines())) <= 120


@pytest.mark.usefixtures("shared")
def test_the_command_asks_a_question_of_the_cookbook() -> None:
    done = CliRunner().invoke(cli, ["query", "--cookbook", "listings-of-a-country-on-a-day", "--format", "csv"])
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[1].startswith("dream,between,dream-20190218T080000Z,dream-20190318T080000Z,4,47")


def test_the_page_is_current(ask: Ask) -> None:
    assert PAGE.read_text(encoding="utf-8") == page(ask), "run make docs"
