"""
A market's own categories, each mapped to one of the common classes.

A market keeps its mapping in a CSV file in its package, with one row for each category that the market prints::

    category_id,category_path,drug_class,substance,note
    187,Drugs > Stimulants > Cocaine,Stimulants,cocaine,
    104,Drugs,Other,,"root: a drug, not said which"

The columns are the category's number or code in the market's addresses (empty if it has none), its names from the root
down as the market prints them, parted by `` > ``, one of `classes.CLASS_NAMES`, one of `classes.SUBSTANCES` or nothing,
and a note where the class is a matter of choice. A sixth column may be added, ``title_first``: where it is ``yes``, the
title of a listing decides, if it says what is sold, and else the class of the row (a category such as "Pills"). The
market then has ``taxonomy=Taxonomy.from_csv(__name__, "taxonomy.csv")``. A market without such a file has
``taxonomy=Taxonomy()``.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.classes import CLASS_NAMES, SUBSTANCES, ClassName, DrugClass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = ["COLUMNS", "TITLE_FIRST", "Meaning", "Taxonomy", "TaxonomyRow"]

COLUMNS = ("category_id", "category_path", "drug_class", "substance", "note")
"""The first line of a taxonomy's file, after which `TITLE_FIRST` may stand."""
TITLE_FIRST = "title_first"

_CLASS_NAMES: Mapping[str, ClassName] = {name: name for name in CLASS_NAMES}
_AROUND_AMPERSAND = re.compile(r"\s*&\s*")
_REMEMBERED_PATHS = 4096


class Meaning(NamedTuple):
    """
    What a category says of its listings.

    Attributes:
        sold: the class and substance sold in it.
        title_first: whether the title of a listing decides on its class, if it says one.
    """

    sold: DrugClass
    title_first: bool = False


@dataclass(frozen=True, slots=True)
class TaxonomyRow:
    """
    One category of a market.

    Attributes:
        category_id: its number or code; None for a category that has none.
        path: its names as the market prints them, from the root down.
        sold: the class and substance sold in it.
        note: why it is of this class, where that is a matter of choice.
        title_first: whether the title of a listing decides on its class, if it says one.
    """

    category_id: str | None
    path: tuple[str, ...]
    sold: DrugClass
    note: str = ""
    title_first: bool = False

    @property
    def meaning(self) -> Meaning:
        """What the category says of its listings."""
        return Meaning(self.sold, self.title_first)


class Taxonomy:
    """The class of each category of one market."""

    def __init__(self, rows: Iterable[TaxonomyRow] = ()) -> None:
        """
        Take the categories of a market, in any order; none for a market whose categories are not known.

        Raises:
            ConfigurationError: a class or substance is not known, a path is empty, an id stands twice, or a path of
                rows of which one has no id.
        """
        self._rows = tuple(rows)
        _check((f"row {number} of a taxonomy", row) for number, row in enumerate(self._rows, 1))
        self._by_id = {row.category_id: row.meaning for row in self._rows if row.category_id is not None}
        self._paths = _paths(self._rows)
        self._by_path = lru_cache(maxsize=_REMEMBERED_PATHS)(self._find)

    @classmethod
    def from_csv(cls, package: str, name: str) -> Taxonomy:
        """
        Read the taxonomy from a file in a package.

        Args:
            package: the dotted name of the package, such as ``parsers.dream``.
            name: the file's name in it.

        Raises:
            ConfigurationError: there is no such file, or a line of it is wrong; the message names file and line.
        """
        try:
            text = files(package).joinpath(name).read_text(encoding="utf-8")
        except (OSError, ModuleNotFoundError, UnicodeDecodeError) as fault:
            msg = f"the taxonomy {package}/{name} cannot be read ({fault}): have it in the package, as UTF-8"
            raise ConfigurationError(msg) from fault
        placed = list(_read(text, f"{package}/{name}"))
        _check(placed)
        return cls(row for _, row in placed)

    @property
    def rows(self) -> tuple[TaxonomyRow, ...]:
        """All categories, in the order of the file."""
        return self._rows

    def meaning(self, category_id: str | None, category_path: Sequence[str] | None) -> Meaning | None:
        """
        Return what a category says, by its id where that is known, else by its path.

        A path may lack its beginning (cards may print the last two levels) or have levels that are not known; then the
        longest part that is known decides, from the root down before from the leaf up. Case and spaces do not matter.

        Returns None where neither is known, or where the names that are known belong to categories of several classes.
        """
        known = None if category_id is None else self._by_id.get(category_id)
        if known is not None or not category_path:
            return known
        return self._by_path(tuple(category_path))

    def drug_class(self, category_id: str | None, category_path: Sequence[str] | None) -> DrugClass | None:
        """Return the class of a category, as `meaning` finds it."""
        found = self.meaning(category_id, category_path)
        return None if found is None else found.sold

    def _find(self, path: tuple[str, ...]) -> Meaning | None:
        names = _normalised(path)
        for length in range(len(names), 0, -1):
            found = self._paths.get(names[:length]) or self._paths.get(names[len(names) - length :])
            if found is not None:
                return found
        return None


def _read(text: str, file: str) -> Iterable[tuple[str, TaxonomyRow]]:
    """
    Give the rows of a file, each with its place in the file.

    Raises:
        ConfigurationError: the file is not a CSV file with the expected columns.
    """
    reader = csv.reader(text.splitlines(), strict=True)
    try:
        columns = tuple(next(reader, ()))
        if columns not in {COLUMNS, (*COLUMNS, TITLE_FIRST)}:
            said = f"{','.join(COLUMNS)}, with {TITLE_FIRST} after them or without"
            msg = f"{file}, line 1: the columns are not {said}: make this the first line"
            raise ConfigurationError(msg)
        for cells in reader:
            if not cells:
                continue
            place = f"{file}, line {reader.line_num}"
            if len(cells) != len(columns):
                msg = f"{place}: {len(cells)} cells and not {len(columns)}: put a cell with a comma between quotes"
                raise ConfigurationError(msg)
            yield place, _row(place, *cells)
    except csv.Error as fault:
        msg = f"{file}, line {reader.line_num}: this is no CSV ({fault}): correct the quotes"
        raise ConfigurationError(msg) from fault


def _row(
    place: str, category_id: str, path: str, class_name: str, substance: str, note: str, title_first: str = ""
) -> TaxonomyRow:
    known = _CLASS_NAMES.get(class_name)
    if known is None:
        raise _unknown_class(place, class_name)
    if title_first not in {"", "yes"}:
        msg = f"{place}: {TITLE_FIRST} is {title_first!r}: write yes, or nothing"
        raise ConfigurationError(msg)
    names = tuple(name.strip() for name in path.split(" > "))
    return TaxonomyRow(category_id or None, names, DrugClass(known, substance or None), note, bool(title_first))


def _check(placed: Iterable[tuple[str, TaxonomyRow]]) -> None:
    ids: dict[str, str] = {}
    paths: dict[tuple[str, ...], tuple[str, str | None]] = {}
    for place, row in placed:
        if row.sold.class_name not in _CLASS_NAMES:
            raise _unknown_class(place, row.sold.class_name)
        substance = row.sold.substance
        if substance is not None and substance not in SUBSTANCES:
            msg = f"{place}: the substance {substance!r} is not known: choose one of {', '.join(sorted(SUBSTANCES))}"
            raise ConfigurationError(msg)
        path = _normalised(row.path)
        if not all(path) or not path:
            msg = f"{place}: the path has an empty name: give the names from the root down, parted by ' > '"
            raise ConfigurationError(msg)
        if row.category_id is not None and (first := ids.setdefault(row.category_id, place)) != place:
            msg = f"{place}: the id {row.category_id!r} stands before, in {first}: keep one of the two"
            raise ConfigurationError(msg)
        first_place, first_id = paths.setdefault(path, (place, row.category_id))
        if first_place != place and (row.category_id is None or first_id is None):
            said = f"the path {' > '.join(row.path)!r} stands before, in {first_place}"
            msg = f"{place}: {said}: keep one of the two, or give both an id"
            raise ConfigurationError(msg)


def _unknown_class(place: str, class_name: str) -> ConfigurationError:
    return ConfigurationError(f"{place}: the class {class_name!r} is not known: choose one of {', '.join(CLASS_NAMES)}")


def _paths(rows: Iterable[TaxonomyRow]) -> Mapping[tuple[str, ...], Meaning]:
    """What paths mean, whole and without their beginning where that is the same for all that end so."""
    meant: dict[tuple[str, ...], set[Meaning]] = {}
    whole: dict[tuple[str, ...], Meaning] = {}
    endings: dict[tuple[str, ...], set[Meaning]] = {}
    for row in rows:
        names = _normalised(row.path)
        meant.setdefault(names, set()).add(row.meaning)
        for start in range(1, len(names)):
            endings.setdefault(names[start:], set()).add(row.meaning)
    for names, meanings in meant.items():
        shared = _shared(meanings)
        if shared is not None:
            whole[names] = shared
    for names, meanings in endings.items():
        shared = _shared(meanings)
        if shared is not None and names not in meant:
            whole[names] = shared
    return whole


def _shared(meanings: Collection[Meaning]) -> Meaning | None:
    """What categories of the same name have in common."""
    classes = {meaning.sold.class_name for meaning in meanings}
    substances = {meaning.sold.substance for meaning in meanings}
    if len(classes) > 1:
        return None
    sold = DrugClass(classes.pop(), substances.pop() if len(substances) == 1 else None)
    return Meaning(sold, all(meaning.title_first for meaning in meanings))


def _normalised(path: Iterable[str]) -> tuple[str, ...]:
    return tuple(_AROUND_AMPERSAND.sub("&", " ".join(name.split())).casefold() for name in path)
