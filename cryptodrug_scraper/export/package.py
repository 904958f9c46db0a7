"""
Make a package: tables as Parquet and CSV, their descriptor and the dataset card.

The same database, selection, key and libraries give the same bytes. It is made beside its place, and moved there when
it is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.disclosure.ledger import hold
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.export.card import card
from cryptodrug_scraper.export.descriptor import descriptor, file_resource, table_resource
from cryptodrug_scraper.export.facts import derivation, digests, facts
from cryptodrug_scraper.export.files import write_csv, write_parquet
from cryptodrug_scraper.export.layouts import read_layout
from cryptodrug_scraper.export.log import note
from cryptodrug_scraper.export.pseudonyms import key_id
from cryptodrug_scraper.export.public import PUBLIC_VIEWS, public_choice, read_public
from cryptodrug_scraper.export.published import LOOKS, PAGES
from cryptodrug_scraper.export.reading import read_view, views_of
from cryptodrug_scraper.export.selection import Selection, Tier
from cryptodrug_scraper.export.views import VIEWS
from cryptodrug_scraper.store.address import READER_VARIABLE, URL_VARIABLE
from cryptodrug_scraper.store.cancelling import statements_can_be_cancelled
from cryptodrug_scraper.store.database import open_database, open_for_reader
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy import Connection

    from cryptodrug_scraper.disclosure.choice import Choice
    from cryptodrug_scraper.export.table import Table

__all__ = ["CARD", "DESCRIPTOR", "FORMS", "Exported", "make_package", "without_note", "would_withhold"]

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
        choice: what is withheld of a package for anybody; None of another one.
        publication: its identifier in the ledger; None: it is not there, and nobody may be given it.
    """

    target: Path
    rows: Mapping[str, int]
    withheld: Mapping[str, Sequence[str]]
    key: str | None
    digest: str
    choice: Choice | None = None
    publication: UUID | None = None


def would_withhold(selection: Selection) -> Choice:
    """
    Return what a package for anybody would withhold; nothing is made or noted.

    Raises:
        StoreError: the database cannot be used, or nothing was derived.
    """
    with open_for_reader() as database, database.engine.connect() as connection:
        return public_choice(connection, selection)


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
    Make a package of the database, and note in the data home that it was made; one for anybody is in the ledger of the
    database before it is in its place.

    Args:
        target: a folder that is not there yet, or is empty.
        selection: what is exported, and for whom.
        key: of the pseudonyms; of no use to an export that identifies people, or is for anybody.
        forms: of files.
        licence: a name of `descriptor.LICENCES`.
        progress: is told which table is read.

    Raises:
        ConfigurationError: the folder holds something, or cannot be written; the export cannot be noted.
        StoreError: the database cannot be used, or there is nothing to export; or the ledger cannot be written.
    """
    named = key_id(key) if key is not None and selection.tier is Tier.ANALYST else None
    _check_target(target)
    note(target, selection, licence, named)
    is_kept = selection.tier is Tier.PUBLIC
    return _make(target, selection, key, forms, licence, progress, is_kept=is_kept)


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
    Make a package that nobody is given: one to compare another with. As `make_package`, but neither noted nor in the
    ledger.

    Raises:
        ConfigurationError: the folder holds something, or cannot be written.
        StoreError: the database cannot be used, or there is nothing to export.
    """
    _check_target(target)
    return _make(target, selection, key, forms, licence, progress, is_kept=False)


def _make(
    target: Path,
    selection: Selection,
    key: bytes | None,
    forms: Sequence[str],
    licence: str,
    progress: Callable[[str], None],
    *,
    is_kept: bool,
) -> Exported:
    partial = target.with_name(f".{target.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        (partial / _DATA).mkdir(parents=True)
        with ExitStack() as stack:
            if is_kept:
                _check_ledger()
            whole = stack.enter_context(open_database()) if is_kept else None
            stack.enter_context(statements_can_be_cancelled())
            ledger = None if whole is None else stack.enter_context(whole.engine.begin())
            if ledger is not None:
                hold(ledger)
            database = stack.enter_context(open_for_reader(whole))
            connection = stack.enter_context(database.engine.connect())
            exported = _fill(partial, connection, selection, key, forms, licence, progress)
            if ledger is not None and exported.choice is not None:
                known = exported.choice.keep(ledger, "package", target.resolve().name, exported.digest)
                exported = replace(exported, publication=known)
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


def _check_ledger() -> None:
    if os.environ.get(READER_VARIABLE) and not os.environ.get(URL_VARIABLE):
        msg = (
            f"a package for anybody is written into the ledger of the database: set {URL_VARIABLE} to the address of "
            f"the role that owns it, beside {READER_VARIABLE}"
        )
        raise ConfigurationError(msg)


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
    derivation(connection)
    named = key_id(key) if key is not None and selection.tier is Tier.ANALYST else None
    resources: list[dict[str, Any]] = []
    told = []
    kept = {}
    choice = None
    if selection.tier is Tier.PUBLIC:
        progress("what is withheld")
        choice = public_choice(connection, selection)
    for table in _tables(connection, selection, key, choice, progress):
        told.append(replace(table, frame=table.frame.select(table.frame.columns[:1])))
        if choice is not None and table.name in {LOOKS, PAGES}:
            kept[table.name] = table.frame
        for form in forms:
            path = f"{_DATA}/{table.name}.{form}"
            (write_csv if form == "csv" else write_parquet)(table, folder / path)
            size, digest = _size_and_digest(folder / path)
            resources.append(
                table_resource(table, path, size, digest)
                if form == "csv"
                else file_resource(f"{table.name}.parquet", path, table.meaning, size, digest)
            )
    about = facts(connection, selection, of_database, kept)
    (folder / CARD).write_text(card(selection, about, told, forms, licence, named), encoding="utf-8")
    resources.append(file_resource("card", CARD, "The dataset card.", *_size_and_digest(folder / CARD)))
    withheld = {table.name: table.withheld for table in told}
    described = descriptor(selection, about, resources, withheld, licence, named)
    text = json.dumps(described, indent=2, ensure_ascii=False) + "\n"
    (folder / DESCRIPTOR).write_text(text, encoding="utf-8")
    rows = {table.name: table.frame.height for table in told}
    return Exported(folder, rows, withheld, named, hashlib.sha256(text.encode()).hexdigest(), choice)


def _tables(
    connection: Connection,
    selection: Selection,
    key: bytes | None,
    choice: Choice | None,
    progress: Callable[[str], None],
) -> Iterator[Table]:
    if selection.layout is not None:
        progress(f"layout {selection.layout}")
        yield from read_layout(connection, selection, key)
        return
    if choice is not None:
        progress("tables for anybody")
        yield from read_public(connection, selection, choice)
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
