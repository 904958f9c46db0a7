"""
The views, functions and types over the tables: one file each in ``store/research``, its present text.

A file begins with what one row is; the database says that of the object. The statement that makes it follows, then
comments on its columns. A column that a view shows as its table has it has the table's comment, and needs none here.
Columns of records need not be named one by one: `shown_columns`.

What stands as ``{this | that}`` makes a view of two parts, one with each. Rows and their readings are joined by time,
so that a question about some days reads the months of these only; of what has no time, no two are equal.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from hashlib import sha256
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from cryptodrug_scraper.store.shown_columns import with_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Definition", "definition", "definition_files", "digest_of", "in_order", "used_by", "words_of"]

_FORM = re.compile(
    r"(?P<grain>(?:-- .+\n)+)\n"
    r"(?P<text>(?:-- .+\n)*CREATE (?P<kind>VIEW|FUNCTION|TYPE) (?P<name>\w+\.\w+)\b.*)",
    re.DOTALL,
)
_WORD = re.compile(r"\w+(?:\.\w+)?")
_QUERY = re.compile(r" AS\n(.*?);\n", re.DOTALL)
_EITHER = re.compile(r"\{([^{}|]+) \| ([^{}|]+)\}")
_LIKE = re.compile(r"^-- Columns as in (\S+)\.$", re.MULTILINE)
_UNION = "\nUNION ALL\n"


@dataclass(frozen=True, slots=True)
class Definition:
    """
    One view, function or type.

    Attributes:
        kind: VIEW, FUNCTION or TYPE.
        name: its name, with the schema.
        grain: what one row is, or what a function gives.
        text: the statements that make it, and comment on its columns.
    """

    kind: str
    name: str
    grain: str
    text: str

    @property
    def words(self) -> frozenset[str]:
        """The words of the text; a name with its schema is one."""
        return words_of(self.text)

    @property
    def first_part(self) -> str | None:
        """The query of a view, of the first part only where it has several; None for what is no view."""
        query = _QUERY.search(self.text) if self.kind == "VIEW" else None
        return None if query is None else query[1].partition(_UNION)[0]

    @property
    def like(self) -> str | None:
        """The relation whose columns the columns of a type are; None for what says no such thing."""
        named = _LIKE.search(self.text)
        return None if named is None else named[1]


def words_of(sql: str) -> frozenset[str]:
    """Return the words of SQL; a name with its schema is one."""
    return frozenset(_WORD.findall(sql))


@cache
def definition_files() -> Mapping[str, bytes]:
    """The definitions with all columns: the bytes of each, by the name of its file without ``.sql``."""
    folder = files("cryptodrug_scraper.store") / "research"
    found = {file.name.removesuffix(".sql"): file.read_bytes().decode() for file in folder.iterdir()}
    return MappingProxyType({name: with_columns(name, said).encode() for name, said in found.items()})


def definition(file: str, said: bytes) -> Definition:
    """
    Read a definition.

    Args:
        file: the name of its file, which is that of what it makes.
        said: what is in it.

    Raises:
        ValueError: it has another form, or makes something of another name.
    """
    form = _FORM.fullmatch(said.decode())
    if form is None or form["name"].partition(".")[2] != file:
        msg = f"{file}.sql does not begin with what one row is, and then make what it is named for"
        raise ValueError(msg)
    grain = " ".join(line.removeprefix("-- ") for line in form["grain"].splitlines())
    return Definition(form["kind"], form["name"], grain, _in_parts(form["text"]))


def in_order(found: Iterable[Definition]) -> list[Definition]:
    """
    Sort definitions so that each comes after those that its text names.

    Raises:
        CycleError: some name one another in a circle.
    """
    by_name = {each.name: each for each in sorted(found, key=lambda each: each.name)}
    called = {name.removeprefix("public."): name for name in by_name}
    uses = {
        name: sorted({called[word] for word in each.words & called.keys()} - {name}) for name, each in by_name.items()
    }
    return [by_name[name] for name in TopologicalSorter(uses).static_order()]


def used_by(words: Iterable[str], found: Iterable[Definition]) -> set[str]:
    """
    Return the names of the definitions that some words name, and of all that these use, one through another.

    Args:
        words: of SQL; a name with its schema is one.
        found: all definitions.
    """
    by_word = {each.name.removeprefix("public."): each for each in found}
    used: dict[str, Definition] = {}
    waiting = [by_word[word] for word in by_word.keys() & set(words)]
    while waiting:
        each = waiting.pop()
        if each.name not in used:
            used[each.name] = each
            waiting += [by_word[word] for word in by_word.keys() & each.words]
    return set(used)


def digest_of(found: Mapping[str, bytes]) -> str:
    """Return what is another where any of the files is, or is called otherwise."""
    return sha256(b"\0".join(each for name in sorted(found) for each in (name.encode(), found[name]))).hexdigest()[:16]


def _in_parts(text: str) -> str:
    """Make two parts of a view whose text leaves a choice."""
    query = _QUERY.search(text)
    if query is None or _EITHER.search(query[1]) is None:
        return text
    parts = _UNION.join(_EITHER.sub(choice, query[1]) for choice in (r"\1", r"\2"))
    return f"{text[: query.start(1)]}{parts}{text[query.end(1) :]}"
