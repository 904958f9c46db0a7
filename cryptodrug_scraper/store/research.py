"""
What a researcher asks of the database, in Python: frames of what SQL gives, and an engine of SQLAlchemy.

Both work as the role ``cryptodrug_reader``, which sees the schema research and nothing else, and names of that schema
need no prefix.
"""

from __future__ import annotations

import atexit
from contextlib import ExitStack, nullcontext
from typing import TYPE_CHECKING, Any, Literal, Self, overload

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.statements import each_statement, for_driver
from cryptodrug_scraper.store.columns import as_text, columns_of
from cryptodrug_scraper.store.database import open_for_reader
from cryptodrug_scraper.store.refusal import reason_of
from cryptodrug_scraper.store.streamed import streamed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    import numpy as np
    import pandas as pd
    import polars as pl

    from cryptodrug_scraper.store.database import Database

__all__ = ["ResearchEngine", "connect", "query"]


class ResearchEngine(Engine):
    """
    An engine of SQLAlchemy for the schema research. The embedded server runs until `close`, or until the program ends.

    As a context manager it closes itself::

        with cd.connect() as engine:
            frame = pandas.read_sql("SELECT * FROM market_month", engine)
    """

    _open: ExitStack

    @classmethod
    def of(cls, database: Database, opened: ExitStack) -> Self:
        """
        Make one that keeps a database open.

        Args:
            database: the database, opened for readers.
            opened: what closes it.
        """
        given = database.engine
        engine = cls(given.pool, given.dialect, given.url, hide_parameters=True)
        engine._open = opened
        return engine

    def close(self) -> None:
        """Close all connections, and stop the embedded server if nobody else uses it. May be called again."""
        self.dispose()
        self._open.close()
        atexit.unregister(self.close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def connect() -> ResearchEngine:
    """
    Open the database, read-only, and return an engine of SQLAlchemy.

    Raises:
        ConfigurationError: an address is invalid, or is that of a role that may do more than read the schema research.
        StoreError: the server cannot be reached, or has another revision of the schema.
    """
    with ExitStack() as stack:
        database = stack.enter_context(open_for_reader())
        engine = ResearchEngine.of(database, stack.pop_all())
    atexit.register(engine.close)
    return engine


@overload
def query(
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    frame: Literal["polars"] = "polars",
    engine: Engine | None = None,
) -> pl.DataFrame: ...


@overload
def query(
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    frame: Literal["pandas"],
    engine: Engine | None = None,
) -> pd.DataFrame: ...


def query(
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    frame: Literal["polars", "pandas"] = "polars",
    engine: Engine | None = None,
) -> pl.DataFrame | pd.DataFrame:
    """
    Run a statement of SQL, read-only, and return its result as a frame.

    Identifiers are text: ``613549.10110`` keeps its zero. Columns of type numeric are exact (`decimal.Decimal`), those
    of double precision are floats. Instants have their zone, UTC. Arrays are lists. In pandas whole numbers and truth
    values may be missing (``Int64``, ``boolean``), and days are instants without a zone.

    Example::

        import cryptodrug_scraper as cd

        cd.query("SELECT * FROM market_month WHERE market = :market", {"market": "dream"}, frame="pandas")

    Args:
        sql: the statement.
        parameters: values of the names that stand in it as ``:name``. Without any, no character of it is special.
        frame: whose frame it is to be.
        engine: where it is run, such as what `connect` returned. Without it the database is opened, and closed after:
            that takes half a second.

    Raises:
        ConfigurationError: there is no such kind of frame, or its package is not installed; or as in `connect`.
        StoreError: these are several statements, of which a frame can hold one; the database refuses the statement, or
            the statement has no result; or as in `connect`.
    """
    if frame not in {"polars", "pandas"}:
        msg = f"there are frames of polars and of pandas, and none of {frame!r}"
        raise ConfigurationError(msg)
    if frame == "pandas":
        _check_pandas()
    if (count := len(each_statement(sql))) > 1:
        msg = f"these are {count} statements, and a frame has the rows of one: ask for each by itself"
        raise StoreError(msg)
    opened: AbstractContextManager[Engine] = connect() if engine is None else nullcontext(engine)
    with opened as where, where.connect() as connection:
        try:
            if parameters is None:
                rows = streamed(connection.execution_options(no_parameters=True), sql, prepared=as_text)
            else:
                rows = streamed(connection, for_driver(sql, parameters), parameters, prepared=as_text)
            if rows is None:
                msg = "this SQL has no result: give one SELECT"
                raise StoreError(msg)
            columns = columns_of(rows.description, rows.batches())
        except DBAPIError as error:
            msg = f"the database refuses this SQL: {reason_of(error)}"
            raise StoreError(msg) from error
    return _to_pandas(columns) if frame == "pandas" else columns


def _check_pandas() -> None:
    try:
        import pandas as pd  # noqa: F401, PLC0415  # only who wants its frames needs it
    except ImportError as error:
        msg = "there is no pandas here: pip install pandas, or ask for a frame of polars"
        raise ConfigurationError(msg) from error


def _to_pandas(columns: pl.DataFrame) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415  # only who wants its frames needs it
    import polars as pl  # noqa: PLC0415

    made: dict[str, Any] = {}
    names = columns.columns
    for name in names:
        series = columns.drop_in_place(name)  # so that no column is held twice but the one that is made
        kind = series.dtype
        if kind == pl.Int64:
            made[name] = pd.arrays.IntegerArray(_filled(series, value=0), _missing(series))
        elif kind == pl.Boolean:
            made[name] = pd.arrays.BooleanArray(_filled(series, value=False), _missing(series))
        elif kind == pl.Date:
            made[name] = series.cast(pl.Datetime("us")).to_pandas()
        elif isinstance(kind, pl.Decimal | pl.List | pl.Binary):
            made[name] = pd.Series(series.to_list(), dtype=object)
        else:
            made[name] = series.to_pandas()
    return pd.DataFrame(made, columns=pd.Index(names, dtype=object))


def _filled(series: pl.Series, *, value: int) -> np.ndarray[Any, Any]:
    return series.fill_null(value).to_numpy(writable=True)


def _missing(series: pl.Series) -> np.ndarray[Any, Any]:
    return series.is_null().to_numpy(writable=True)
