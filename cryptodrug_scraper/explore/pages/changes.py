"""What changed in what pages say of one thing, from one page to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.explore.questions import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["cells_changed", "changed_fields"]

_UNCOMPARED = frozenset({"captured_at", "seen_on", "vendor_observation_id", "listing_observation_id", "capture_id"})
_NAMES = ("captured_at", "seen_on", "field", "before", "after", "previous_capture_id", "capture_id", "side_by_side")


def cells_changed(table: Table) -> set[tuple[int, str]]:
    """
    Tell which cells say something else than the last row of their kind that said anything in their column.

    A page that does not show a field says nothing of it, so an empty cell is no change. A card on a list and a page of
    its own say the same thing in other words, so each is compared with its like (``seen_on``).
    """
    return {(number, name) for number, name, _ in _changes(table)}


def changed_fields(table: Table, most: int | None = None) -> Table:
    """Return a row for each change, the newest first, up to so many: what it was and became, and the two captures."""
    rows = []
    for number, name, before in _changes(table):
        row = table.mappings[number]
        captures = before["capture_id"], row["capture_id"]
        rows.append((row["captured_at"], row["seen_on"], name, before[name], row[name], *captures, "side by side"))
    sql = f"-- worked out of the pages, which are these:\n{table.sql}" if table.sql else ""
    shown = rows[::-1][:most]
    return Table("What changed", "changes", _NAMES, shown, sql, table.is_cut or len(shown) < len(rows))


def _changes(table: Table) -> Iterator[tuple[int, str, Mapping[str, object]]]:
    """The number of a row, a column, and the last row before that said something else in it."""
    last: dict[tuple[object, str], Mapping[str, object]] = {}
    for number, row in enumerate(table.mappings):
        for name, value in row.items():
            if name in _UNCOMPARED or value is None:
                continue
            key = row.get("seen_on"), name
            if key in last and last[key][name] != value:
                yield number, name, last[key]
            last[key] = row
