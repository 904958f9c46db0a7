"""What a report asks of moved pages takes work in proportion to pages and snapshots."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from cryptodrug_scraper.statements import statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.derived_windows import Opened

LOOKS = statement("cryptodrug_scraper.report.questions", "times_by_look")


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
        found = connection.scalars(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {LOOKS}"), days).one()
        change.rollback()
    (whole,) = found
    return sum(handled(whole["Plan"]))


def handled(node: dict[str, Any]) -> Iterator[float]:
    rows = sum(count for name, count in node.items() if name == "Actual Rows" or name.startswith("Rows Removed"))
    yield rows * node["Actual Loops"]
    for below in node.get("Plans", ()):
        yield from handled(below)
