"""
Months that leave the database into a file that can be kept, and come back from it.

All that pages of a month state goes: its tables, where the pages lie, which of its readings are not shown. What pages
of other months may have too, as long texts and menus, stays, and is in the file besides; so does what was derived. Each
is one transaction: the file is whole and was read again before anything is dropped, and what comes back is compared
with what went before it is seen.
"""

from __future__ import annotations

from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from psycopg2.sql import SQL, Identifier
from sqlalchemy import delete, select, text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.loading.partitions import (
    SCHEMA,
    bounds_of,
    made_alone,
    name_of,
    put_in_place,
)
from cryptodrug_scraper.store.locks import Lock, give_back, take, try_for_session
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.month_file import Contents, Member, open_month_file, stated
from cryptodrug_scraper.store.month_rows import COLUMNS_OF, THEIR_OWN, fixed_form, of_month, rows_beside, sums
from cryptodrug_scraper.store.refusal import reason_of
from cryptodrug_scraper.store.revisions import head_revision
from cryptodrug_scraper.store.tables import PARTITIONED
from cryptodrug_scraper.whole_file import whole_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from cryptodrug_scraper.store.month_file import MonthFile

__all__ = ["Moved", "attach", "check_whole", "detach", "detached_months"]

_LOCK = text("LOCK TABLE parse_run, capture_origin IN SHARE ROW EXCLUSIVE MODE")
"""Loaders wait; readers go on until the tables are dropped."""
_PRESENT = text("SELECT date_trunc('month', now() AT TIME ZONE 'UTC')::date")
_OPEN = text(
    "SELECT crawl_id, market FROM crawl WHERE status IN ('running', 'paused') "
    "AND started_at < CAST(:next AS timestamptz) ORDER BY started_at LIMIT 1"
)
_SPLIT = text(statement(__package__, "split_pages"))
_DETACHED = Base.metadata.tables["detached_month"]
_KNOWN = text("SELECT to_regclass(:name) IS NOT NULL")
_ADD = text("INSERT INTO detached_month VALUES (:month, :digest, :name, now(), :pages)")


@dataclass(frozen=True, slots=True)
class Moved:
    """
    What left the database, or came back.

    Attributes:
        months: their first days.
        pages: captures.
        rows: rows of these months, of all tables.
    """

    months: list[date]
    pages: int
    rows: int


def detached_months(connection: Connection) -> list[tuple[date, str]]:
    """Return the months that lie in files, in order, each with the name of its file; none in an older schema."""
    if not connection.execute(_KNOWN, {"name": "public.detached_month"}).scalar_one():
        return []
    return [(row.month, row.file_name) for row in connection.execute(select(_DETACHED).order_by(_DETACHED.c.month))]


def check_whole(connection: Connection) -> None:
    """
    Check that no month lies in a file: what is derived without it would lack its sales, and change what was found.

    Raises:
        StoreError: one does.
    """
    away = detached_months(connection)
    if away:
        month, name = away[0]
        msg = (
            f"{month.isoformat()[:7]} was detached and lies in {name}, and nothing is derived without it: bring it "
            f"back first (cryptodrug db attach {name}); what was derived before can be asked meanwhile"
        )
        raise StoreError(msg)


def detach(connection: Connection, months: Sequence[date], target: Path) -> Moved:
    """
    Move all that pages of some months state into a file that is not there yet.

    Args:
        connection: one that has no transaction open.
        months: their first days.
        target: the file.

    Raises:
        ConfigurationError: the file is there, or cannot be written.
        StoreError: a month is not over or not loaded; a crawl of it is not at its end, or a derivation goes on; pages
            of it have readings in another; or the database refuses. Nothing was changed.
    """
    months = sorted(set(months))
    if target.exists():
        msg = f"{target} is there already: name a file that is not"
        raise ConfigurationError(msg)
    with _alone(connection, "detached"):
        _refuse(connection, months)
        try:
            with whole_file(target, mode=0o600, only_new=True) as new, open_month_file(new) as file:
                contents = _write(connection, file, months)
                digest = file.close_with(contents)
        except OSError as error:
            msg = f"{target} cannot be written: {error.strerror}; nothing was detached"
            raise ConfigurationError(msg) from error
        try:
            _check_written(target, digest)
            for month in months:
                _drop(connection, month, digest, target.name, contents)
        except BaseException:  # before the end of the transaction: all is still in the database
            target.unlink(missing_ok=True)
            raise
    return Moved(list(months), contents.pages, sum(each.rows for each in contents.members if each.month))


def attach(connection: Connection, source: Path) -> Moved:
    """
    Bring back the months of a file that `detach` wrote.

    Args:
        connection: one that has no transaction open.
        source: the file.

    Raises:
        StoreError: it is no such file, or damaged; its months were not detached from this database into it; what it
            brings is not what went; or the database refuses. Nothing was changed.
    """
    with stated(source) as file, _alone(connection, "attached"):
        contents = file.contents
        months = [date.fromisoformat(f"{each}-01") for each in contents.months]
        ours = connection.execute(select(_DETACHED).where(_DETACHED.c.file_digest == file.digest)).all()
        if {row.month for row in ours} != set(months):
            msg = (
                f"{source} is not what was detached from this database, or was attached before: cryptodrug db status "
                "names the months that lie in files; to load the pages elsewhere, replay their archives"
            )
            raise StoreError(msg)
        connection.execute(delete(_DETACHED).where(_DETACHED.c.month.in_(months)))
        for month in months:
            for table in PARTITIONED:
                made_alone(connection, table, month)
        for member in contents.members:
            _check_columns(source, contents, member)
            with file.open(member) as rows:
                _bring(connection, member, rows)
        for member in contents.members:
            if member.month is not None:
                month = date.fromisoformat(f"{member.month}-01")
                if sums(connection, member.table, month, member.columns) != member.sums:
                    msg = f"{member.name} of {source} is not what was detached: nothing was attached"
                    raise StoreError(msg)
        for month in months:
            for table in PARTITIONED:
                put_in_place(connection, table, month)
                connection.exec_driver_sql(f"ANALYZE {SCHEMA}.{name_of(table, month)}")
    return Moved(months, contents.pages, sum(each.rows for each in contents.members if each.month))


@contextmanager
def _alone(connection: Connection, done: str) -> Iterator[None]:
    """
    A transaction in which nobody else loads, derives or chooses readings.

    Raises:
        StoreError: a derivation goes on, or the database refuses.
    """
    if not try_for_session(connection, Lock.DERIVE):
        connection.rollback()
        msg = f"a derivation of this database goes on, and nothing was {done}: wait for its end, or stop it"
        raise StoreError(msg)
    connection.commit()
    try:
        with connection.begin():
            take(connection, Lock.PARTITION)
            connection.execute(_LOCK)
            take(connection, Lock.SUPERSEDE)
            fixed_form(connection)
            yield
    except (DBAPIError, connection.dialect.loaded_dbapi.Error) as error:
        msg = f"nothing was {done}: {reason_of(error)}"
        raise StoreError(msg) from error
    finally:
        give_back(connection, Lock.DERIVE)
        connection.commit()


def _refuse(connection: Connection, months: Sequence[date]) -> None:
    """
    Refuse what would lose something, or leave halves.

    Raises:
        StoreError: it would.
    """
    present = connection.execute(_PRESENT).scalar_one()
    for month in months:
        said = month.isoformat()[:7]
        if month >= present:
            msg = f"{said} is not over, and its pages still come: detach it when it is"
            raise StoreError(msg)
        if not connection.execute(_KNOWN, {"name": f"{SCHEMA}.{name_of('parse_run', month)}"}).scalar_one():
            msg = f"no page of {said} is loaded: cryptodrug db status names the months that lie in files"
            raise StoreError(msg)
        first, next_first = bounds_of(month)
        crawl = connection.execute(_OPEN, {"next": next_first}).one_or_none()
        if crawl is not None:
            msg = (
                f"the crawl {crawl.crawl_id} of {crawl.market} began by the end of {said} and is not at its end: let "
                f"it end, or go on with it (cryptodrug crawl {crawl.market} --resume), and try again"
            )
            raise StoreError(msg)
        split = connection.execute(_SPLIT, {"first": first, "next": next_first}).scalars()
        if others := sorted(set(split) - set(months)):
            together = " ".join(each.isoformat()[:7] for each in sorted({*months, *others}))
            msg = (
                f"pages of {said} were read as pages of another month, or the reverse: detach them together "
                f"(cryptodrug db detach {together} --to FILE)"
            )
            raise StoreError(msg)


def _write(connection: Connection, file: MonthFile, months: Sequence[date]) -> Contents:
    members: list[Member] = []
    with closing(connection.connection.cursor()) as cursor:

        def add(name: str, table: str, month: str | None, query: str, added: list[str]) -> None:
            with file.member(name) as rows:
                cursor.copy_expert(f"COPY ({query}) TO STDOUT", rows)
            members.append(Member(name, table, month, COLUMNS_OF[table], rows.lines, rows.sha256, added))

        pages = 0
        for month in months:
            said = month.isoformat()[:7]
            for table in PARTITIONED:
                query = _as_sql(connection, select(of_month(table, month)))
                add(f"{said}/{table}.copy", table, said, query, sums(connection, table, month, COLUMNS_OF[table]))
                pages += members[-1].rows if table == "capture" else 0
            for table, chosen in rows_beside(month):
                add(f"{said}/beside/{table}.copy", table, None, _as_sql(connection, chosen), [])
    return Contents(1, head_revision(), [month.isoformat()[:7] for month in months], pages, members)


def _as_sql(connection: Connection, query: Any) -> str:  # noqa: ANN401  # any query without parameters
    return str(query.compile(connection, compile_kwargs={"literal_binds": True}))


def _check_written(target: Path, digest: str) -> None:
    with stated(target) as again:
        if again.digest != digest:
            msg = f"{target} is not what was written: nothing was detached; look at the disk"
            raise StoreError(msg)


def _drop(connection: Connection, month: date, digest: str, name: str, contents: Contents) -> None:
    said = month.isoformat()[:7]
    pages = next(each.rows for each in contents.members if (each.month, each.table) == (said, "capture"))
    for table, key in THEIR_OWN.items():
        made = Base.metadata.tables[table]
        named = of_month("parse_run" if key == "parse_run_id" else "capture", month)
        connection.execute(delete(made).where(made.c[key].in_(select(named.c[key]))))
    for table in PARTITIONED:
        connection.exec_driver_sql(f"DROP TABLE {SCHEMA}.{name_of(table, month)}")
    connection.execute(_ADD, {"month": month, "digest": digest, "name": name, "pages": pages})


def _check_columns(source: Path, contents: Contents, member: Member) -> None:
    gone = sorted(set(member.columns) - set(COLUMNS_OF.get(member.table, ())))
    if gone:
        msg = (
            f"{source} is of revision {contents.revision}, and {member.table} has no {', '.join(gone)} any more: "
            "attach it by the version that wrote it, on a copy from before the upgrade (cryptodrug db restore)"
        )
        raise StoreError(msg)


def _bring(connection: Connection, member: Member, rows: Any) -> None:  # noqa: ANN401  # a file
    columns = SQL(", ").join(map(Identifier, member.columns))
    with closing(connection.connection.cursor()) as cursor:
        if member.month is not None:
            into = Identifier(SCHEMA, name_of(member.table, date.fromisoformat(f"{member.month}-01")))
            cursor.copy_expert(SQL("COPY {} ({}) FROM STDIN").format(into, columns), rows)
            return
        table, staged = Identifier(member.table), Identifier(f"brought_{member.table}")
        cursor.execute(SQL("CREATE TEMP TABLE {} (LIKE {}) ON COMMIT DROP").format(staged, table))
        cursor.copy_expert(SQL("COPY {} ({}) FROM STDIN").format(staged, columns), rows)
        add = SQL("INSERT INTO {} ({}) SELECT {} FROM {} ON CONFLICT DO NOTHING")
        cursor.execute(add.format(table, columns, columns, staged))
        cursor.execute(SQL("DROP TABLE {}").format(staged))
