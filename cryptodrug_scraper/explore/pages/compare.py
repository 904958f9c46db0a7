"""Two captures side by side, and one capture as two versions of a parser read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, abort, request

from cryptodrug_scraper.explore.called import day_of
from cryptodrug_scraper.explore.inert.pair import FIRST
from cryptodrug_scraper.explore.pages.answer import asked, elsewhere, most_rows, sources
from cryptodrug_scraper.explore.pages.differing import fields_of, marks_of_changes
from cryptodrug_scraper.explore.pages.page import called_page, coming_back, framed
from cryptodrug_scraper.explore.questions import Table
from cryptodrug_scraper.explore.shown import shown
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.row_ids import KINDS
from cryptodrug_scraper.store.tables import LISTED, of_readings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.explore.inert.marks import Mark
    from cryptodrug_scraper.store.provenance import Chain

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("compare", __name__)

_SAME = "Both say the same."
_VIEWS = {"listing": "listing_snapshot", "vendor": "vendor_snapshot", "review": "review"}
_TO_READINGS = "JOIN public.parse_run USING (review_list_id) "
_OWN = frozenset({"parse_run_id", "capture_id", "captured_at", "ordinal"})


@BLUEPRINT.get("/compare")
def chosen() -> Response:
    """The comparison that a form asks for, at its own address."""
    parts = [quote(request.args.get(name, "").strip(), safe="") for name in ("first", "second")]
    if not all(parts):
        abort(404)
    return elsewhere("/compare/" + "/".join(parts))


@BLUEPRINT.get("/compare/<first>/<second>")
def captures(first: str, second: str) -> Response:
    """Two pages beside one another, and the fields that differ."""
    chains = [sources().chain(capture_id) for capture_id in (first, second)]
    days = [day_of(when) if (when := chain.capture["captured_at"]) else "an unknown day" for chain in chains]
    heading = f"Pages of {days[0]} and {days[1]}"
    try:
        read = [fields_of(sources().reading(chain)) for chain in chains]
        _marks(chains)
    except TimeoutError:
        pending = asked("compare.html", [], heading=heading, chains=[], is_pending=True)
        return coming_back(pending, is_pending=True)
    views = sorted({_VIEWS[kind] for one in read for kind, _, _ in one if kind in _VIEWS})
    ids = ", ".join(f"'{chain.capture['capture_id']}'" for chain in chains)
    sql = ";\n".join(f"SELECT * FROM {view} WHERE capture_id IN ({ids}) ORDER BY captured_at" for view in views)  # noqa: S608
    table = _differences(read[0], read[1], "What the two pages say otherwise", sql)
    about = called_page(chains[0], sources().reading(chains[0])).rpartition(", ")[0]
    return asked("compare.html", [table], heading=f"{about}, {days[0]} and {days[1]}", chains=chains, opened=FIRST)


@BLUEPRINT.get("/compare/<first>/<second>/page")
def both(first: str, second: str) -> Response:
    """Both pages, inert, for the frame in the comparison: one document, which scrolls as a whole."""
    chains = [sources().chain(capture_id) for capture_id in (first, second)]
    return framed(lambda: sources().drawn_pair(chains, _marks(chains)))


@BLUEPRINT.get("/capture/<capture_id>/readings/<first>/<second>")
def readings(capture_id: str, first: UUID | str, second: UUID | str) -> Response:
    """One page as two versions of its parser read it: rows that differ."""
    chain = sources().chain(capture_id)
    known = {str(reading.parse_run_id): reading for reading in sources().readings(chain)}
    if str(first) not in known or str(second) not in known:
        abort(404)
    asked_of = [
        f"SELECT * FROM public.{name} {_TO_READINGS if name == LISTED else ''}"  # noqa: S608
        f"WHERE parse_run_id IN ('{first}', '{second}') ORDER BY ordinal"
        for name in KINDS
    ]
    sql = "-- as the owner of the database: views have the shown reading only\n" + ";\n".join(asked_of)
    table = _differences(_rows(str(first)), _rows(str(second)), "What the two versions read otherwise", sql)
    names = [known[str(run)].parser_version for run in (first, second)]
    return asked("compare.html", [table], heading=f"Read by {names[0]} and by {names[1]}", chains=[chain])


def _marks(chains: Sequence[Chain]) -> list[list[Mark]]:
    """
    The marks on what each of two pages says otherwise. Both are looked at before either is waited for again.

    Raises:
        TimeoutError: the words of one are not found yet.
    """
    marks, late = [], None
    for chain, other in (chains, chains[::-1]):
        try:
            marks.append(marks_of_changes(chain, other))
        except TimeoutError as error:
            late = error
    if late is not None:
        raise late
    return marks


def _rows(run: str) -> dict[tuple[str, str, str], str]:
    found: dict[tuple[str, str, str], str] = {}
    with sources().owner.connect() as connection:
        for name in KINDS:
            query, of_run = of_readings(Base.metadata.tables[name])
            query = query.where(of_run == UUID(run)).order_by("ordinal")
            for number, row in enumerate(connection.execute(query).mappings()):
                key = _row_key({str(column): value for column, value in row.items()}, number)
                found |= {(name, key, str(c)): shown(v) for c, v in row.items() if str(c) not in _OWN and v is not None}
    return found


def _row_key(row: dict[str, Any], number: int) -> str:
    return str(row.get("listing_id") or row.get("position") or row.get("vendor") or number)


def _differences(
    one: dict[tuple[str, str, str], str], two: dict[tuple[str, str, str], str], title: str, sql: str
) -> Table:
    keys = sorted(key for key in one.keys() | two.keys() if one.get(key) != two.get(key))
    most = most_rows()
    rows = [(*key, one.get(key), two.get(key)) for key in keys[:most]]
    is_cut = len(rows) < len(keys)
    return Table(title, "differences", ("record", "of", "field", "first", "second"), rows, sql, is_cut, _SAME)
