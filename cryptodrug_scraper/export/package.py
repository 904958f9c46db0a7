"""
Make a package: tables as Parquet and CSV, their descriptor and the dataset card.

The same database, selection, key and libraries give the same bytes. It is made beside its place, and moved there when
it is whole.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.export.card import card
from cryptodrug_scraper.export.descriptor import descriptor, file_resource, table_resource
from cryptodrug_scraper.export.facts import digests, facts
from cryptodrug_scraper.export.files import write_csv, write_parquet
from cryptodrug_scraper.export.layouts import read_layout
from cryptodrug_scraper.export.log import note
from cryptodrug_scraper.export.pseudonyms import key_id
from cryptodrug_scraper.export.public import PUBLIC_VIEWS, read_public
from cryptodrug_scraper.export.reading import read_view, views_of
from cryptodrug_scraper.export.selection import Selection, Tier
from cryptodrug_scraper.export.views import VIEWS
from cryptodrug_scraper.store.database import open_for_reader
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from cryptodrug_scraper.export.table import Table

__all__ = ["CARD", "DESCRIPTOR", "FORMS", "Exported", "make_package", "without_note"]

DESCRIPTOR = "datapackage.json"
CARD = "README.md"
FORMS = ("parquet", "csv")
_DATA = "data"


@dataclass(frozen=True, slots=True)
class Exported:
    """
    What was made.

    Attributes:
        target: the folder.
        rows: how many rows each table has.
        withheld: the columns that were left out of each.
        key: the name of the key of the pseudonyms; None where there are none.
        digest: of the descriptor, and so of the whole package, which it describes.
    """

    target: Path
    rows: Mapping[str, int]
    withheld: Mapping[str, Sequence[str]]
    key: str | None
    digest: str


def make_package(
    target: Path,
    selection: Selection,
    key: bytes | None,
    *,
    forms: Sequence[str] = FORMS,
    licence: str = "other-closed",
    progress: Callable[[str], None] = lambda _: None,
) -> Exported:
    """
    Make a package of the database, and note in the data home that it was made.

    Args:
        target: a folder that is not there yet, or is empty.
        selection: what is exported, and for whom.
        key: of the pseudonyms; of no use to an export that identifies people, or is for anybody.
        forms: of files.
        licence: a name of `descriptor.LICENCES`.
        progress: is told which table is read.

    Raises:
        ConfigurationError: the folder holds something, or cannot be written; the export cannot be noted.
        StoreError: the database cannot be used, or there is nothing to export.
    """
    named = key_id(key) if key is not None and selection.tier is Tier.ANALYST else None
    _check_target(target)
    note(target, selection, licence, named)
    return without_note(target, selection, key, forms=forms, licence=licence, progress=progress)


def without_note(
    target: Path,
    selection: Selection,
    key: bytes | None,
    *,
    forms: Sequence[str] = FORMS,
    licence: str = "other-closed",
    progress: Callable[[str], None] = lambda _: None,
) -> Exported:
    """
    Make a package that nobody is given: one to compare another with. As `make_package`.

    Raises:
        ConfigurationError: the folder holds something, or cannot be written.
        StoreError: the database cannot be used, or there is nothing to export.
    """
    _check_target(target)
    partial = target.with_name(f".{target.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        (partial / _DATA).mkdir(parents=True)
        with open_for_reader() as database, database.engine.connect() as connection:
            exported = _fill(partial, connection, selection, key, forms, licence, progress)
        if target.exists():
            target.rmdir()
        partial.rename(target)
    except OSError as error:
        msg = f"the package cannot be written in {target}: {error.strerror or error}"
        raise ConfigurationError(msg) from error
    except DBAPIError as error:
        msg = f"the database refuses what is exported: {reason_of(error)}"
        raise StoreError(msg) from error
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return replace(exported, target=target)


def _fill(
    folder: Path,
    connection: Connection,
    selection: Selection,
    key: bytes | None,
    forms: Sequence[str],
    licence: str,
    progress: Callable[[str], None],
) -> Exported:
    progress("digests of the database")
    of_database = digests()
    connection.execution_options(isolation_level="REPEATABLE READ")
    about = facts(connection, selection, of_database)
    named = key_id(key) if key is not None and selection.tier is Tier.ANALYST else None
    resources: list[dict[str, Any]] = []
    told = []
    for table in _tables(connection, selection, key, progress):
        told.append(replace(table, frame=table.frame.select(table.frame.columns[:1])))
        for form in forms:
            path = f"{_DATA}/{table.name}.{form}"
            (write_csv if form == "csv" else write_parquet)(table, folder / path)
            size, digest = _size_and_digest(folder / path)
            resources.append(
                table_resource(table, path, size, digest)
                if form == "csv"
                else file_resource(f"{table.name}.parquet", path, table.meaning, size, digest)
            )
    (folder / CARD).write_text(card(selection, about, told, forms, licence, named), encoding="utf-8")
    resources.append(file_resource("card", CARD, "The dataset card.", *_size_and_digest(folder / CARD)))
    withheld = {table.name: table.withheld for table in told}
    described = descriptor(selection, about, resources, withheld, licence, named)
    text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    rows = {table.name: table.frame.height for table in told}
    return Exported(folder, rows, withheld, named, hashlib.sha256(text.encode()).hexdigest())


def _tables(
    connection: Connection, selection: Selection, key: bytes | None, progress: Callable[[str], None]
) -> Iterator[Table]:
    if selection.layout is not None:
        progress(f"layout {selection.layout}")
        yield from read_layout(connection, selection, key)
        return
    if selection.tier is Tier.PUBLIC:
        progress("tables for anybody")
        yield from read_public(connection, selection)
        views = [VIEWS[name] for name in PUBLIC_VIEWS]
    else:
        views = views_of(connection, selection)
    for view in views:
        progress(view.name)
        yield read_view(connection, view, selection, key)


def _check_target(target: Path) -> None:
    try:
        taken = target.exists() and (not target.is_dir() or any(target.iterdir()))
    except OSError as error:
        msg = f"{target} cannot be looked at: {error.strerror}"
        raise ConfigurationError(msg) from error
    if taken:
        msg = f"{target} is there already: name a folder that is not, or that is empty"
        raise ConfigurationError(msg)


def _size_and_digest(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return path.stat().st_size, digest
