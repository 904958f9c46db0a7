"""What a report asks of snapshots takes work in proportion to pages, listings and snapshots."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from tests.support.derived_windows import Opened

LOOKS = statement("cryptodrug_scraper.report.questions", "times_by_look")
GOODS = "SELECT market, listing_id, drug_class, max(snapshot_last_at) FROM research.listing_presence GROUP BY 1, 2, 3"


def test_moved_pages_are_not_held_against_every_snapshot(own: Opened) -> None:
    """Rows that the server handles: four times as many pages in four times as many weekly snapshots."""
    few, many = work(own, 150), work(own, 600)
    assert few < many < 8 * few  # each against each would be sixteen times as many


def work(own: Opened, size: int) -> float:
    """How many rows it takes to tell of pages, each of which lay in a snapshot of its own at a second of its own."""
    first = "timestamptz '2010-01-01 12:00Z' + g * interval '7 days'"
    of_look = {"snapshot_id": "'look ' || g", "first_at": first, "last_at": f"{first} + interval '6 hours'"}
    of_page = {"capture_id": "gen_random_uuid()", "verdict": "'older'", "stated_from": first, "stated_to": first}
    days = {"first_day": date(2010, 1, 1), "last_day": date(2030, 1, 1)}
    with own.database.engine.connect() as connection, connection.begin() as change:
        for table, other in (("snapshot", of_look), ("capture_time", of_page)):
            add(connection, table, other, size)
        found = connection.scalars(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {LOOKS}"), days).one()
        change.rollback()
    (whole,) = found
    return sum(handled(whole["Plan"]))


def test_what_is_asked_of_all_snapshots_reads_each_listing_once(own: Opened) -> None:
    """And not once for each snapshot, which is many times each page of the table: they lie in it by listings."""
    of_look = {"snapshot_id": "'look ' || g", "first_at": "timestamptz '2010-01-01Z' + g * interval '7 days'"}
    of_state = {"snapshot_id": "'look ' || g % 200 + 1", "listing_id": "'listing ' || g / 200"}
    with own.database.engine.connect() as connection, connection.begin() as change:
        add(connection, "snapshot", of_look, 200)
        add(connection, "listing_state", of_state, 40_000)
        parts = connection.scalars(text("SELECT count(*) FROM derived.current_part")).one()
        for dear in ("enable_hashjoin", "enable_mergejoin", "enable_memoize"):  # as many looks make them seem
            connection.execute(text(f"SET LOCAL {dear} TO off"))
        looked = connection.scalars(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {GOODS}")).one()
        change.rollback()
    (whole,) = looked
    loops = [node["Actual Loops"] for node in nodes(whole["Plan"]) if node.get("Relation Name") == "listing_state"]
    assert len(loops) == 1
    assert 0 < loops[0] <= parts


def add(connection: Connection, table: str, other: dict[str, str], size: int) -> None:
    """Add so many rows, numbered g, that are as one is but for some columns."""
    names = connection.scalars(
        text(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = 'derived' AND table_name = :t ORDER BY ordinal_position"
        ),
        {"t": table},
    ).all()
    one = f"(SELECT * FROM derived.{table} JOIN derived.current_part USING (part_id) LIMIT 1)"
    chosen = ", ".join(other.get(name, f"one.{name}") for name in names)
    connection.execute(
        text(f"INSERT INTO derived.{table} SELECT {chosen} FROM {one} one, generate_series(1, :size) g"),
        {"size": size},
    )
    connection.execute(text(f"ANALYZE derived.{table}"))


def handled(plan: dict[str, Any]) -> Iterator[float]:
    for node in nodes(plan):
        rows = sum(count for name, count in node.items() if name == "Actual Rows" or name.startswith("Rows Removed"))
        yield rows * node["Actual Loops"]


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)
