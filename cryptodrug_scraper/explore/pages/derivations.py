"""All derivations, and what two of them do not agree in, down to the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from cryptodrug_scraper.derive.compared import compare, parts_apart
from cryptodrug_scraper.derive.compared_words import FIGURE, WHY, change, figure_words
from cryptodrug_scraper.derive.parts_compared import changed_rows
from cryptodrug_scraper.derive.runs import find, runs
from cryptodrug_scraper.explore.called import market_called
from cryptodrug_scraper.explore.pages.answer import asked, sources, wants_csv
from cryptodrug_scraper.explore.questions import MOST_ROWS, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cryptodrug_scraper.derive.compared import Comparison
    from cryptodrug_scraper.derive.parts_compared import ChangedRow

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("derivations", __name__)

_ALL_ROWS = 1_000_000
"""Rows of a table that differ, as CSV has them."""
_DIGITS = 8


@BLUEPRINT.get("/derivations")
def derivations() -> Response:
    """All derivations, the newest first; each leads to what differs between it and the current one."""
    with sources().owner.connect() as connection:
        found = sorted(runs(connection), key=lambda run: run.ended_at, reverse=True)
    current = next((run for run in found if run.is_current), None)
    names = ("derivation", "is_current", "started_at", "ended_at", "measures_version", "differs")
    rows, links = [], []
    for run in found:
        is_other = current is not None and run is not current
        said = "what differs from the current one" if is_other else None
        rows.append((str(run.derive_run), run.is_current, run.started_at, run.ended_at, run.measures_version, said))
        links.append({"differs": f"/derivations/{run.derive_run}/{current.derive_run}"} if is_other and current else {})
    empty = "Nothing was derived yet: run cryptodrug derive."
    table = Table("Derivations, the newest first", "derivations", names, rows, "", empty=empty, links=links)
    return asked("tables.html", [table], heading="Derivations")


@BLUEPRINT.get("/derivations/<old>/<new>")
def differing(old: str, new: str) -> Response:
    """
    What decided otherwise between two derivations, which figures differ, and, if asked for, how many rows do.

    Raises:
        StoreError: there is no such derivation.
    """
    counts_rows = "rows" in request.args
    with sources().owner.connect() as connection:
        found = compare(connection, find(connection, old), find(connection, new), counts_rows=counts_rows)
    tables = [_causes(found), _figures(found)]
    if counts_rows:
        tables.append(_rows(found, request.path))
    return asked(
        "derivations.html",
        tables,
        heading=f"From derivation {old[:_DIGITS]} to {new[:_DIGITS]}",
        found=found,
        counts_rows=counts_rows,
    )


@BLUEPRINT.get("/derivations/<old>/<new>/<name>")
def rows_of(old: str, new: str, name: str) -> Response:
    """
    The rows of a table that differ between two derivations.

    Raises:
        StoreError: there is no such derivation or table.
    """
    most = _ALL_ROWS if wants_csv() else MOST_ROWS
    market = request.args.get("market")
    with sources().owner.connect() as connection:
        parts = parts_apart(connection, find(connection, old), find(connection, new))
        found, is_cut = changed_rows(connection, parts, name, market, most)
    where = "" if market is None else f" of {market_called(market)}"
    rows = [row for each in found for row in _cells(each)]
    keys = tuple(found[0].key) if found else ()
    table = Table(f"Rows of {name}{where} that differ", "rows", (*keys, "column", "old", "new"), rows, "", is_cut)
    return asked("tables.html", [table], heading=f"{name}: from derivation {old[:_DIGITS]} to {new[:_DIGITS]}")


def _causes(found: Comparison) -> Table:
    rows = [(WHY[each.what], each.market, each.name, each.old, each.new) for each in found.causes]
    names = ("what", "market", "name", "old", "new")
    return Table("What decides on them, and differs", "causes", names, rows, "", empty="Nothing decides otherwise.")


def _figures(found: Comparison) -> Table:
    figures = sorted(found.figures, key=change, reverse=True)
    shown = figures if wants_csv() else figures[:MOST_ROWS]
    return Table(
        "Figures that differ, the largest change first",
        "figures",
        FIGURE,
        [figure_words(each) for each in shown],
        "",
        len(shown) < len(figures),
        "Findings and months of markets are the same.",
    )


def _rows(found: Comparison, path: str) -> Table:
    names = ("table", "market", "only_old", "only_new", "changed", "same")
    rows = [(each.table, each.market, each.only_old, each.only_new, each.changed, each.same) for each in found.rows]
    links = [{"table": f"{path}/{each.table}{f'?market={each.market}' if each.market else ''}"} for each in found.rows]
    return Table("Rows that differ", "rows", names, rows, "", empty="All rows are the same.", links=links)


def _cells(row: ChangedRow) -> Iterable[Sequence[object]]:
    key = tuple(row.key.values())
    if row.old is None or row.new is None:
        yield *key, "(row)", "" if row.old is None else "there", "" if row.new is None else "there"
        return
    for name in row.old:
        yield *key, name, row.old[name], row.new[name]
