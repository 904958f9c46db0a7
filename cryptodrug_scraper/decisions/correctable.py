"""
The fields of records that a person can correct, as the records and their tables declare them.

A field is named by the column that it fills, a long text by what it is called, and a list by the table that has its
entries as rows. What cannot be corrected has its reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

from cryptodrug_scraper.decisions.decision import shown
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.measures.places.regions import COUNTRIES, region_table
from cryptodrug_scraper.page.classes import SUBSTANCES
from cryptodrug_scraper.page.facts import ListingFacts
from cryptodrug_scraper.page.fields import TYPES, Form, columns_of, fields_of
from cryptodrug_scraper.page.money import CURRENCIES
from cryptodrug_scraper.page.parts import Money, Place
from cryptodrug_scraper.page.records import Listing, Review, Vendor
from cryptodrug_scraper.store.models import Base
from cryptodrug_scraper.store.models.base import WORDS
from cryptodrug_scraper.store.rows.values import KEY_LENGTH

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from cryptodrug_scraper.decisions.subject import Field
    from cryptodrug_scraper.page.fields import StatedColumn

__all__ = ["CATEGORY", "RECORDS", "Cell", "Correctable", "check_codes", "correctable", "field_of_column", "refusal"]

RECORDS: Mapping[str, tuple[Any, ...]] = {"listing": (Listing, ListingFacts), "vendor": (Vendor,), "review": (Review,)}
"""What declares the fields of each kind of record."""
CATEGORY = "category_path"
"""The one list of words whose order says something."""
_LARGEST = 2**63 - 1
_MOST_ROWS = 1000
_MOST_IN_TEXTS = 1_000_000
_CURRENCY = re.compile("[A-Z]{3}")
_KEYS = frozenset({"captured_at", "parse_run_id", "listing_ordinal", "vendor_ordinal", "ordinal"})
"""Columns that tell to which record and place a row of a list belongs."""
_REFUSED: Mapping[tuple[str, str], str] = {
    ("listing", "listing_id"): "it identifies the record, by which all that is told of it is joined",
    ("vendor", "vendor"): "it identifies the record, by which all that is told of it is joined",
    ("listing", "drug_class_source"): "it says how the program found drug_class: correct that",
    ("listing", "destination_excluded"): "it follows from the rows of listing_exclusion: correct these",
    **{
        (record, "seen_on"): "it says on which kind of page the record stands, and not what that says"
        for record in ("listing", "vendor")
    },
}
"""Fields that a person cannot correct, with the reason."""
_COUNTED = "the program counts it, and the page does not print it"


@dataclass(frozen=True, slots=True)
class Cell:
    """
    A value of a column.

    Attributes:
        name: the column, or what a long text is called.
        type: of its values, one of `TYPES`.
        is_optional: whether it may be null.
        words: those that it may have; empty: any.
        holds: ``code`` (of countries and regions), ``currency``, ``count`` (not below 0), ``key`` (as long as an index
            can hold), or nothing in particular.
    """

    name: str
    type: Any
    is_optional: bool
    words: tuple[str, ...] = ()
    holds: str = ""

    def checked(self, said: object) -> Any:  # noqa: ANN401  # what JSON holds
        """
        Return a value in the one form in which it is kept and compared.

        Raises:
            ConfigurationError: it is none that the column can have, and what it can have.
        """
        if said is None:
            if not self.is_optional:
                _refuse(f"{self.name} is never null: give what it is")
            return None
        try:
            found = msgspec.convert(said, self.type, strict=self.type in {str, bool, list[str]})
        except msgspec.ValidationError as error:
            _refuse(f"{said!r} does not fit {self.name}, a {TYPES[self.type]}: {error}")
        if isinstance(found, datetime) and found.tzinfo is None:
            _refuse(f"{said!r} has no time zone: write it as 2019-03-01T10:00:00Z")
        if isinstance(found, int | Decimal) and not -_LARGEST <= found <= _LARGEST:
            _refuse(f"{said!r} is no number that {self.name} can hold")
        if self.holds == "count" and found < 0:
            _refuse(f"{self.name} counts something: {said} is below 0")
        texts = found if isinstance(found, list) else [found] if isinstance(found, str) else []
        self._check_words(texts)
        return shown(sorted(set(found)) if isinstance(found, list) and self.name != CATEGORY else found)

    def _check_words(self, texts: list[str]) -> None:
        strange = sorted(set(texts) - set(self.words)) if self.words else []
        if strange:
            _refuse(f"{', '.join(map(repr, strange))}: {self.name} is one of {', '.join(self.words)}")
        longest = KEY_LENGTH if self.holds == "key" else _MOST_IN_TEXTS
        if any(len(text) > longest for text in texts):
            _refuse(f"a text of {self.name} has more than {longest:,} characters: shorten it")
        if self.holds == "code":
            check_codes(texts)
        if self.holds == "currency":
            for text in texts:
                if text not in CURRENCIES and not _CURRENCY.fullmatch(text):
                    _refuse(f"{text!r} is no code of a currency: write it as USD, or BTC")

    def read(self, said: object) -> Any:  # noqa: ANN401  # what JSON holds
        """Return a value as the database gives it as JSON, in the form in which it is compared."""
        found = None if said is None else shown(msgspec.convert(said, self.type, strict=False))
        return sorted(set(found)) if isinstance(found, list) and self.name != CATEGORY else found


@dataclass(frozen=True, slots=True)
class Correctable:
    """
    A field that can be corrected.

    Attributes:
        name: as decisions name it.
        meaning: what it means.
        cells: its column, or those of its table.
        is_list: whether its value is a list of rows.
        is_text: whether it is a long text, of which tables have the digest.
    """

    name: str
    meaning: str
    cells: tuple[Cell, ...]
    is_list: bool = False
    is_text: bool = False

    @property
    def type(self) -> Any:  # noqa: ANN401  # a type
        """The type of its value; of rows a list."""
        return list if self.is_list else self.cells[0].type

    @property
    def is_code(self) -> bool:
        """Whether its value is codes of countries and regions."""
        return not self.is_list and self.cells[0].holds == "code"

    @property
    def form(self) -> str:
        """How its value is written, in words."""
        if not self.is_list:
            words = f", of {', '.join(self.cells[0].words)}" if self.cells[0].words else ""
            return f"a {TYPES[self.type]}{words}"
        return f"a list of rows in JSON, each with {', '.join(cell.name for cell in self.cells)}"

    def checked(self, said: object) -> Any:  # noqa: ANN401  # what JSON holds
        """
        Return a value in the one form in which it is kept and compared.

        Raises:
            ConfigurationError: it is none that the field can have, and what it can have.
        """
        if not self.is_list:
            return self.cells[0].checked(said)
        if said is None:
            return []
        if not isinstance(said, list) or not all(isinstance(row, dict) for row in said):
            _refuse(f"the value of {self.name} is {self.form}; [] where there is none")
        if len(said) > _MOST_ROWS:
            _refuse(f"the value has {len(said):,} rows, and {_MOST_ROWS:,} are the most")
        return [self._row(row) for row in said]

    def _row(self, row: Mapping[str, object]) -> dict[str, Any]:
        known = {cell.name for cell in self.cells}
        if strange := sorted(row.keys() - known):
            _refuse(f"{', '.join(strange)}: a row of {self.name} has {', '.join(sorted(known))}")
        return {cell.name: cell.checked(row.get(cell.name)) for cell in self.cells}

    def read(self, said: Mapping[str, Any]) -> Any:  # noqa: ANN401  # what JSON holds
        """
        Return its value in a record, in the form in which it is compared.

        Args:
            said: the record as the statements ``stated_…`` give it.
        """
        if not self.is_list:
            return self.cells[0].read(said.get(self.name) if self.is_text else said[self.name])
        return [{cell.name: cell.read(row[cell.name]) for cell in self.cells} for row in said[self.name]]


@cache
def correctable(record: str) -> dict[str, Correctable]:
    """Return the fields of a kind of record that can be corrected, by name."""
    found = {}
    for of in RECORDS[record]:
        for field in fields_of(of):
            for column in field.columns:
                name = column.shown_as
                if (record, name) not in _REFUSED and column.column.form is not Form.SMALL:
                    cells = (_cell(column, field.type),)
                    found[name] = Correctable(name, column.means.text, cells, is_text=column.is_text)
            if field.table is not None:
                filled = field.table[0].name
                found[filled] = Correctable(filled, _about(filled), tuple(_cells_of(filled)), is_list=True)
    return dict(sorted(found.items()))


def refusal(record: str, field: str) -> str:
    """Return why a field of a kind of record cannot be corrected, and what can be."""
    said = {column.shown_as for of in RECORDS[record] for column in columns_of(of)}
    why = _REFUSED.get((record, field), _COUNTED if field in said else "")
    if why:
        return f"{field!r} of a {record} cannot be corrected: {why}"
    return f"a {record} has no field {field!r}; what can be corrected is {', '.join(correctable(record))}"


def field_of_column(subject: Field) -> str:
    """Return the name of the field of a record that fills the column that a subject names."""
    declared = (column for of in RECORDS[subject.record] for column in columns_of(of))
    return next(column.field for column in declared if column.name == subject.field)


def check_codes(codes: Collection[str]) -> None:
    """
    Check that all are codes of countries or regions.

    Raises:
        ConfigurationError: some are not, and which.
    """
    known = COUNTRIES | set(region_table()["region"])
    if strange := sorted(set(codes) - known):
        _refuse(f"{', '.join(strange)}: no code of ISO 3166-1 (BE, GB), nor of a region (EUROPE)")


def _cell(column: StatedColumn, of: object) -> Cell:
    part = column.column.part
    holds = ""
    if of is Place and part in {"codes", "excluded"}:
        holds = "code"
    elif of is Money and part == "currency":
        holds = "currency"
    elif column.column.form is Form.KEY:
        holds = "key"
    elif column.type is int and column.means.unit:
        holds = "count"
    words = tuple(sorted(SUBSTANCES)) if column.name == "substance" else column.words
    return Cell(column.shown_as, column.type, column.is_optional, words, holds)


def _cells_of(table: str) -> list[Cell]:
    cells = []
    for column in Base.metadata.tables[table].columns:
        if column.name in _KEYS:
            continue
        kind = column.type.python_type
        if kind is int:
            holds = "count"
        else:
            ends = {"code": "code", "currency": "currency"}
            holds = next((what for end, what in ends.items() if column.name.split("_")[-1] == end), "")
        cells.append(Cell(column.name, kind, bool(column.nullable), column.info.get(WORDS, ()), holds))
    return cells


def _about(table: str) -> str:
    return (Base.metadata.tables[table].comment or "").partition(" Source:")[0]


def _refuse(said: str) -> NoReturn:
    raise ConfigurationError(said)
