"""Of many statements of listings those of a group of accounts are held at a time, and what is done is written."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.derive import asked, listings, market, parts, rows
from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.study.run import derive

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    import polars as pl

    from tests.support.derived_windows import Opened, Windows

ROWS = 800
"""Of a group, on average at most."""


def heights(monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, place: int = 0) -> list[tuple[Any, int]]:
    """Note, for each call of a function of a module, its first argument, and how many rows a frame has that it gets."""
    noted: list[tuple[Any, int]] = []
    function: Callable[..., Any] = getattr(module, name)

    def noting(*arguments: Any, **named: Any) -> Any:
        noted.append((arguments[0], arguments[place].height))
        return function(*arguments, **named)

    monkeypatch.setattr(module, name, noting)
    return noted


@pytest.mark.slow
def test_no_step_of_listings_has_more_rows_than_a_group(
    own: Opened, windows: Windows, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.forget()
    monkeypatch.setattr(rows, "ROWS_OF_GROUP", ROWS)
    steps = [heights(monkeypatch, listings, "listing_state"), heights(monkeypatch, asked, "stated_prices")]
    state = heights(monkeypatch, parts, "as_table", 2)

    derive(own.database, read_parameters(), workers=1)

    for noted in steps:
        counts = [height for _, height in noted]
        assert sum(counts) > 3 * max(counts), "of three markets held whole the largest would have a third at least"
    written = [height for table, height in state if table == "listing_state"]
    assert own.one("SELECT count(*) FROM derived.listing_state JOIN derived.current_part USING (part_id)") == sum(
        written
    )
    assert sum(written) > 3 * max(written), "what is done is written before the next group is"
    assert windows.digest == own.digest()


@pytest.mark.slow
def test_what_is_written_is_not_held_while_more_is_worked_out(own: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    own.forget()
    written: list[weakref.ref[pl.DataFrame]] = []
    held: list[int] = []
    write, look = parts._write, vars(market)["Looked"]

    def writing(cursor: Any, part: Any, table: str, found: pl.DataFrame) -> int:
        if table == "capture_time":
            written.append(weakref.ref(found))
        return write(cursor, part, table, found)

    def looking(*arguments: Any) -> Any:
        held.append(sum(each() is not None for each in written))
        return look(*arguments)

    monkeypatch.setattr(parts, "_write", writing)
    monkeypatch.setattr(market, "Looked", looking)
    derive(own.database, read_parameters(), workers=1)
    assert len(written) == len(held) == 3
    assert sum(held) == 0, "times of pages are written before looks at their market are told"
