"""Pages ask few questions, and look sales of one account or listing up, however many others there are."""

from __future__ import annotations

from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.derive.simulated import simulated_captures
from cryptodrug_scraper.statements import statement, with_values
from tests.derive.small_world import SmallWorld, day
from tests.explore.conftest import OWN, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from sqlalchemy import Connection

    from cryptodrug_scraper.explore.sources import Sources
    from cryptodrug_scraper.store.database import Database

MOST = {
    "/": 6,
    "/search": 1,
    "/search?q=weed": 4,
    "/figures/country_share": 4,
    "/figures/transaction": 5,
    "/figures/distinct_review": 5,
    "/market/dream/vendor/KempenKruid": 10,
}
"""Pages, with the most statements that each may take, the one for the citation counted, and two for the ledger."""
MANY = text(
    "INSERT INTO derived.sale (part_id, transaction_id, market, vendor, listing_id, occurred_from, occurred_to, "
    "price_source, price_flag, is_tiered) "
    "SELECT part_id, md5(g::text)::uuid, 'dream', 'v' || g % 1000, 'l' || g % 5000, "
    "timestamptz '2019-01-01Z' + g * interval '1 minute', timestamptz '2019-01-02Z' + g * interval '1 minute', "
    "'none', 'ok', false FROM derived.part CROSS JOIN generate_series(1, 20000) g WHERE market = 'dream'"
)
SALES = {"market": "", "category": "", "first": "1900-01-01", "last": "2100-01-01", "month": ""}


@contextmanager
def counted(sources: Sources) -> Iterator[list[str]]:
    """The statements that pages have the server answer."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, *_: Any) -> None:
        if not sql.startswith("SET"):
            found.append(sql)

    for engine in (sources.reader, sources.owner):
        event.listen(engine, "before_cursor_execute", note)
    yield found
    for engine in (sources.reader, sources.owner):
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("path", MOST)
def test_a_page_takes_few_statements(client: FlaskClient, sources: Sources, path: str) -> None:
    client.get(f"{ROOT}{path}", base_url=OWN)  # what is asked for once
    with counted(sources) as asked:
        assert 200 == client.get(f"{ROOT}{path}", base_url=OWN).status_code
    assert 0 < len(asked) <= MOST[path], asked


def scans(plan: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if "Relation Name" in plan:
        yield plan["Node Type"], plan["Relation Name"]
    for below in plan.get("Plans", ()):
        yield from scans(below)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("sales", SALES),
        ("vendor_sales", {"market": "dream", "name": "v7"}),
        ("listing_sales", {"market": "dream", "name": "l7"}),
    ],
)
def test_sales_are_looked_up(database: Database, name: str, values: dict[str, str]) -> None:
    with database.engine.connect() as connection:
        world = SmallWorld(connection)
        world.snapshot("dream", day(1, 5))
        world.write()
        connection.execute(MANY)
        connection.exec_driver_sql("ANALYZE derived.sale, derived.distinct_review")
        connection.exec_driver_sql("SET search_path = research, public")
        sql = with_values(statement("cryptodrug_scraper.explore.pages", name), values)
        told = connection.exec_driver_sql(
            f"EXPLAIN (FORMAT JSON) SELECT * FROM ({sql.replace('%', '%%')}) those LIMIT 501"
        ).scalar_one()
    assert "sale" in {table for _, table in scans(told[0]["Plan"])}
    assert ("Seq Scan", "sale") not in scans(told[0]["Plan"])


def test_no_page_waits_until_simulated_captures_are_counted(
    client: FlaskClient, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_simulated", None)
    monkeypatch.setattr("cryptodrug_scraper.explore.sources._MOMENT", 0.0)
    may_count = Event()

    def counted(connection: Connection) -> tuple[int, int]:
        may_count.wait(60)
        return simulated_captures(connection)

    monkeypatch.setattr("cryptodrug_scraper.explore.sources.simulated_captures", counted)
    assert "being looked for" in client.get(f"{ROOT}/", base_url=OWN).text
    may_count.set()
    monkeypatch.setattr("cryptodrug_scraper.explore.sources._MOMENT", 30.0)
    assert "being looked for" not in client.get(f"{ROOT}/", base_url=OWN).text
    with sources.owner.connect() as connection:
        assert sources.simulated() == simulated_captures(connection)


def test_where_simulated_captures_could_not_be_counted_the_next_page_has_them_counted_again(
    sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_simulated", None)
    monkeypatch.setattr("cryptodrug_scraper.explore.sources._MOMENT", 30.0)

    def refused(connection: Connection) -> tuple[int, int]:
        connection.exec_driver_sql("SELECT 1 / 0")
        raise AssertionError

    def lost(connection: Connection) -> tuple[int, int]:
        process = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with sources.owner.connect() as other:
            assert other.exec_driver_sql(f"SELECT pg_terminate_backend({process}, 10000)").scalar_one()
        return 1, 1

    for counting, said in ((refused, "division by zero"), (lost, "terminating connection|closed the connection")):
        with monkeypatch.context() as patch:
            patch.setattr("cryptodrug_scraper.explore.sources.simulated_captures", counting)
            with pytest.raises(DBAPIError, match=said):
                sources.simulated()
    with sources.owner.connect() as connection:
        assert sources.simulated() == simulated_captures(connection)
