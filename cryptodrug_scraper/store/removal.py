"""
Remove captures that were loaded by mistake from the database, with all rows that depend on them.

One transaction does it all. It locks out those who load: what they bring is there before, and then seen, or comes
after, and then is loaded whole. Readers go on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import Column, MetaData, Table, and_, delete, exists, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import LargeBinary, Uuid

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.chosen import capture_condition, origin_condition
from cryptodrug_scraper.store.loading.searched import NOTE_SEARCHED
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.refusal import reason_of
from cryptodrug_scraper.store.replayed_files import forget_files
from cryptodrug_scraper.store.tables import OF_MANY, text_columns

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import ColumnElement, Connection, FromClause

    from cryptodrug_scraper.store.chosen import Chosen

__all__ = ["Removal", "remove"]

_EXAMPLES = 5
_LOCK = text("LOCK TABLE parse_run, capture_origin IN SHARE ROW EXCLUSIVE MODE")
"""In the order in which loaders write them, so that none waits for us while we wait for it."""
_RUNS = text("CREATE TEMPORARY TABLE IF NOT EXISTS new_run (parse_run_id uuid) ON COMMIT DELETE ROWS")
"""What `load` makes too, where it notes which readings it has added."""
_FIND_SEARCHED = text(statement(__package__, "find_searched"))
_FORGET_SEARCHED = text(statement(__package__, "forget_searched"))
_STILL_SEARCHED = text(statement(__package__, "still_searched"))
_FORGET_TEXTS = text(statement(__package__, "forget_searched_texts"))
_NOTE_SEARCHED = text(NOTE_SEARCHED)
_DERIVED = text("SELECT EXISTS (SELECT FROM derived.derive_run)")
_TABLES = Base.metadata.tables
_CAPTURE, _ORIGIN, _RUN = _TABLES["capture"], _TABLES["capture_origin"], _TABLES["parse_run"]
_OURS = MetaData()
_PREFIXES = ["TEMPORARY"]


def _temporary(name: str, column: str, kind: type[Uuid[UUID] | LargeBinary]) -> Table:
    return Table(name, _OURS, Column(column, kind), prefixes=_PREFIXES, postgresql_on_commit="DROP")


_GOING_ORIGIN = _temporary("removal_origin", "capture_origin_id", Uuid)
_GOING_CAPTURE = _temporary("removal_capture", "capture_id", Uuid)
_GOING_RUN = _temporary("removal_run", "parse_run_id", Uuid)
_MAYBE_TEXT = _temporary("removal_text", "sha256", LargeBinary)
_temporary("removal_searched_text", "text_digest", LargeBinary)
_MAYBE_OF_MANY = {name: _temporary(f"removal_{name}", column, Uuid) for name, column in OF_MANY.items()}


@dataclass(slots=True)
class Removal:
    """
    Counts of what was removed, or would be.

    Attributes:
        captures: pages that are gone.
        examples: where the first few of them lay.
        origins: places that are gone, of these and of others.
        kept: pages that lost a place and stay, since they lie elsewhere, too.
        kept_examples: places that the first few of those lost.
        rows: how many rows are gone from each table that lost any.
        is_derivation_old: whether the derivations that the database holds still count what is gone.
    """

    captures: int = 0
    examples: list[str] = field(default_factory=list)
    origins: int = 0
    kept: int = 0
    kept_examples: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    is_derivation_old: bool = False


def remove(connection: Connection, chosen: Chosen, *, dry_run: bool = False) -> Removal:
    """
    Remove the chosen places, and the captures that lie nowhere else, with all rows that were read from them.

    What pages have in common, as long texts and menus, goes with the last page that has it. Parser versions, which of
    them are shown, and crawls stay: they were there. So does what the archive holds: a replay of the same files loads
    them again. So do derived rows: they are what was derived at their time, until the next derivation takes their place
    and theirs is removed.

    Args:
        connection: one that has no transaction open.
        chosen: the selection of captures.
        dry_run: only tell what would be removed, and change nothing.

    Raises:
        StoreError: an identifier is not valid or means several captures, or the database refuses.
    """
    try:
        with connection.begin() as transaction:
            connection.execute(_LOCK)
            _OURS.create_all(connection, checkfirst=False)
            removal = _find(connection, chosen)
            if removal.origins or removal.captures:
                removal.rows = {name: count for name, count in _delete(connection) if count}
                removal.is_derivation_old = bool(removal.captures) and connection.execute(_DERIVED).scalar_one()
                forget_files(connection)
            if dry_run or not removal.rows:
                transaction.rollback()
    except DBAPIError as error:
        msg = f"nothing was removed: {reason_of(error)}"
        raise StoreError(msg) from error
    return removal


def _find(connection: Connection, chosen: Chosen) -> Removal:
    of_capture = capture_condition(connection, chosen)
    of_origin = origin_condition(chosen)
    origins = select(_ORIGIN.c.capture_origin_id).where(of_capture(_ORIGIN.c.capture_id), of_origin)
    connection.execute(insert(_GOING_ORIGIN).from_select(["capture_origin_id"], origins))
    going = exists().where(_GOING_ORIGIN.c.capture_origin_id == _ORIGIN.c.capture_origin_id)
    here = _ORIGIN.c.capture_id == _CAPTURE.c.capture_id
    captures = select(_CAPTURE.c.capture_id).where(of_capture(_CAPTURE.c.capture_id))
    captures = captures.where(~exists().where(here, ~going))
    if chosen.names_places:
        captures = captures.where(exists().where(here, going))
    connection.execute(insert(_GOING_CAPTURE).from_select(["capture_id"], captures))
    runs = select(_RUN.c.parse_run_id).where(_RUN.c.capture_id.in_(select(_GOING_CAPTURE.c.capture_id)))
    connection.execute(insert(_GOING_RUN).from_select(["parse_run_id"], runs))

    gone = _ORIGIN.c.capture_id.in_(select(_GOING_CAPTURE.c.capture_id))
    path = select(_ORIGIN.c.path).distinct().where(going).order_by(_ORIGIN.c.path).limit(_EXAMPLES)
    kept = select(func.count(_ORIGIN.c.capture_id.distinct())).where(going, ~gone)
    return Removal(
        captures=connection.execute(select(func.count()).select_from(_GOING_CAPTURE)).scalar_one(),
        examples=list(connection.execute(path.where(gone)).scalars()),
        origins=connection.execute(select(func.count()).select_from(_GOING_ORIGIN)).scalar_one(),
        kept=connection.execute(kept).scalar_one(),
        kept_examples=list(connection.execute(path.where(~gone)).scalars()),
    )


def _delete(connection: Connection) -> Iterator[tuple[str, int]]:
    """Delete the rows, table by table, and tell how many those were."""
    runs, captures = select(_GOING_RUN.c.parse_run_id), select(_GOING_CAPTURE.c.capture_id)
    for name, column_name in OF_MANY.items():
        referred = select(_RUN.c[column_name]).distinct().where(_RUN.c.parse_run_id.in_(runs))
        connection.execute(insert(_MAYBE_OF_MANY[name]).from_select([column_name], referred))
    for column in text_columns():
        going = column.table.c.parse_run_id.in_(runs) if "parse_run_id" in column.table.c else _maybe(column.table)
        digests = select(column).distinct().where(going, column.is_not(None))
        connection.execute(insert(_MAYBE_TEXT).from_select(["sha256"], digests))

    connection.execute(_FIND_SEARCHED)
    for name, table in sorted(_TABLES.items()):
        if table is _ORIGIN:
            condition = table.c.capture_origin_id.in_(select(_GOING_ORIGIN.c.capture_origin_id))
        elif "parse_run_id" in table.c:
            condition = table.c.parse_run_id.in_(runs)
        elif "capture_id" in table.c:
            condition = table.c.capture_id.in_(captures)
        else:
            continue
        yield name, connection.execute(delete(table).where(condition)).rowcount
    for name, column_name in OF_MANY.items():
        own = _TABLES[name].c[column_name]
        lost = delete(_TABLES[name]).where(_maybe(_TABLES[name]), ~exists().where(_RUN.c[column_name] == own))
        yield name, connection.execute(lost).rowcount
    body = _TABLES["text"]
    unused = and_(*(~exists().where(column == body.c.sha256) for column in text_columns()))
    lost = delete(body).where(body.c.sha256.in_(select(_MAYBE_TEXT.c.sha256)), unused)
    yield "text", connection.execute(lost).rowcount
    _search_again(connection)


def _search_again(connection: Connection) -> None:
    """Note anew by what listings and accounts are searched for that pages which are gone stated."""
    for step in (_FORGET_SEARCHED, _RUNS, _STILL_SEARCHED, _NOTE_SEARCHED, _FORGET_TEXTS):
        connection.execute(step)


def _maybe(table: FromClause) -> ColumnElement[bool]:
    """The rows of a table of what many readings have in common that readings refer to which go."""
    name = str(table.description)
    return table.c[OF_MANY[name]].in_(select(_MAYBE_OF_MANY[name].c[OF_MANY[name]]))
