"""Two captures side by side, and one capture as two versions of a parser read it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from flask import Blueprint, Response, abort, request
from msgspec import UNSET

from cryptodrug_scraper.explore.evidence.alignment import BY_PLACE
from cryptodrug_scraper.explore.pages.answer import asked, elsewhere, most_rows, sources
from cryptodrug_scraper.explore.pages.page import coming_back
from cryptodrug_scraper.explore.questions import Table
from cryptodrug_scraper.explore.shown import shown
from cryptodrug_scraper.page.records import Category, ExchangeRate, Listing, Review, Vendor
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.row_ids import KINDS
from cryptodrug_scraper.store.tables import LISTED, of_readings

if TYPE_CHECKING:
    from cryptodrug_scraper.page.parsed import ParsedPage

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("compare", __name__)

_SAME = "Both say the same."
_VIEWS = {"listing": "listing_snapshot", "vendor": "vendor_snapshot", "review": "review"}
_MENU = (Category, ExchangeRate)
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
    try:
        read = [_fields(sources().reading(chain)) for chain in chains]
    except TimeoutError:
        pending = asked("compare.html", [], heading="Two captures", chains=chains, is_pending=True)
        return coming_back(pending, is_pending=True)
    views = sorted({_VIEWS[kind] for one in read for kind, _, _ in one if kind in _VIEWS})
    ids = ", ".join(f"'{chain.capture['capture_id']}'" for chain in chains)
    sql = ";\n".join(f"SELECT * FROM {view} WHERE capture_id IN ({ids}) ORDER BY captured_at" for view in views)  # noqa: S608
    table = _differences(read[0], read[1], "What the two pages say otherwise", sql)
    return asked("compare.html", [table], heading="Two captures", chains=chains)


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


def _fields(page: ParsedPage) -> dict[tuple[str, str, str], str]:
    """
    The values of a page's fields, by the kind of the record, what it is of, and the field. A rating has no name, and
    another place on every page: of those that say the same it is told how many there are.
    """
    found: dict[tuple[str, str, str], str] = {}
    ratings = Counter(_rating(record) for record in page.records if isinstance(record, Review))
    for record in page.records:
        if not isinstance(record, (*_MENU, Review)):
            for name in record.__struct_fields__:
                if name not in BY_PLACE and (value := getattr(record, name)) is not UNSET:
                    found[type(record).__name__.lower(), _key(record), name] = shown(value)
    return found | {("review", said, "how many"): str(count) for said, count in ratings.items()}


def _rating(record: Review) -> str:
    said = (getattr(record, name) for name in ("stars", "sign", "comment", "buyer_mask", "amount"))
    return ", ".join(shown(value) for value in said if value is not UNSET and value is not None) or "(nothing)"


def _key(record: object) -> str:
    match record:
        case Listing():
            return str(record.listing_id)
        case Vendor():
            return record.vendor
        case _:
            return ""


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
