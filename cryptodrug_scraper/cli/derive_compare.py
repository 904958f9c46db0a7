"""``cryptodrug derive compare``: what differs between two derivations, and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import MARKET
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection

    from cryptodrug_scraper.derive.compared import Comparison
    from cryptodrug_scraper.derive.runs import Run

__all__ = ["compare"]

_SHOWN = 40
"""Figures that are printed unless all are asked for."""


@click.command
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--table", "table", metavar="TABLE", help="List the rows of this derived table that differ, such as sale."
)
@click.option("--market", type=MARKET, help="With --table: only rows of this market.")
@click.option(
    "--most", type=click.IntRange(1), default=1000, show_default=True, help="With --table: largest number of rows."
)
@click.option("--all", "all_figures", is_flag=True, help=f"Print all figures, and not only the first {_SHOWN}.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON; with --table one object a line.")
def compare(
    old: str,
    new: str | None,
    *,
    table: str | None,
    market: str | None,
    most: int,
    all_figures: bool,
    as_json: bool,
) -> None:
    """
    Compare two derivations: what decided otherwise (pages, decisions, parameters, rates, the program), which findings
    and months of markets have another value, and how many rows of each table differ.

    OLD and NEW are derivations as cryptodrug derive list prints them, or their first digits; without NEW that is the
    current one. Pages that another parser has read have ratings and sales of other identifiers: of these all rows
    differ, and cryptodrug archive diff compares the readings.

    \b
    Example:
      cryptodrug derive compare 9c3e44
      cryptodrug derive compare 9c3e44 2f1b03 --table sale --market dream

    \b
    Exit codes:
      0  done, whether or not anything differs
      2  CRYPTODRUG_DATABASE_URL is no database address, or --market is given without --table
      5  no derivation or no derived table has that name, or the database cannot be used
    """
    from cryptodrug_scraper.derive.compared import compare as compare_all  # --help is quick without these
    from cryptodrug_scraper.derive.runs import current_run, find
    from cryptodrug_scraper.errors import StoreError
    from cryptodrug_scraper.store.reading import reading

    if market is not None and table is None:
        msg = "--market is for --table"
        raise click.UsageError(msg)
    with reading() as connection:
        before = find(connection, old)
        now = current_run(connection) if new is None else find(connection, new)
        if now is None:
            msg = "nothing was derived: run cryptodrug derive"
            raise StoreError(msg)
        if table is not None:
            _list(connection, before, now, table, market, most, as_json=as_json)
            return
        found = compare_all(connection, before, now)
    if as_json:
        sys.stdout.buffer.write(to_json(found) + b"\n")
    else:
        _print(found, None if all_figures else _SHOWN)


def _print(found: Comparison, most: int | None) -> None:
    from cryptodrug_scraper.derive.compared_words import FIGURE, WHY, change, figure_words

    for name, run in (("old", found.old), ("new", found.new)):
        say(f"{name}  {run.derive_run}, ended {run.ended_at:%Y-%m-%d %H:%M} UTC")
    if not (found.causes or found.figures or found.rows):
        say("nothing differs")
        return
    print_table(
        ("what", "market", "", "old", "new"),
        [(WHY[each.what], each.market, each.name, each.old, each.new) for each in found.causes],
        title="What decides on them, and differs",
    )
    if found.figures:
        figures = sorted(found.figures, key=change, reverse=True)[:most]
        print_table(
            FIGURE,
            [figure_words(each) for each in figures],
            title="Figures that differ, the largest change first",
        )
        if left := len(found.figures) - len(figures):
            say(f"{counted(left, 'more figure', ',')}: add --all.")
    print_table(
        ("table", "market", "only old", "only new", "changed", "same"),
        [(r.table, r.market, r.only_old, r.only_new, r.changed, r.same) for r in found.rows],
        title="Rows that differ",
    )
    say("Next: add --table TABLE to list the rows of one.")


def _list(
    connection: Connection, old: Run, new: Run, table: str, market: str | None, most: int, *, as_json: bool
) -> None:
    from cryptodrug_scraper.derive.compared import parts_apart
    from cryptodrug_scraper.derive.parts_compared import changed_rows

    rows, is_cut = changed_rows(connection, parts_apart(connection, old, new), table, market, most)
    if as_json:
        for row in rows:
            sys.stdout.buffer.write(to_json(row) + b"\n")
    elif rows:
        keys = tuple(rows[0].key)
        print_table(
            (*keys, "column", "old", "new"),
            [(*row.key.values(), *cells) for row in rows for cells in _cells(row.old, row.new)],
            title=f"Rows of {table} that differ",
        )
    else:
        say("no row differs")
    if is_cut:
        say(f"There are more than {counted(most, 'row', ',')}: choose more with --most.", err=True)


def _cells(old: Mapping[str, object] | None, new: Mapping[str, object] | None) -> Iterator[tuple[object, ...]]:
    if old is None or new is None:
        yield "(row)", "" if old is None else "there", "" if new is None else "there"
        return
    for name in old:
        yield name, old[name], new[name]
