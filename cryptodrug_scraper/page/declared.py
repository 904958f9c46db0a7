"""Whether what a market declares can be used; what is wrong is said in words that its author can act on."""

from __future__ import annotations

import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NoReturn

from cssselect import SelectorError

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.calendar import Calendar
from cryptodrug_scraper.page.entries import Entries
from cryptodrug_scraper.page.frame_part import FramePart
from cryptodrug_scraper.page.parsed import WALLS
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.page.sources import source_files
from cryptodrug_scraper.page.taxonomy import Taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["check_entries", "check_kinds", "check_marks", "check_name", "check_parts", "check_sources", "check_spider"]

_NAME = re.compile(r"[a-z][a-z0-9]{0,30}\Z")
_KIND = re.compile(r"[a-z][a-z0-9_]{0,62}\Z")
_SPIDER = re.compile(r"[A-Za-z_][\w.]*:[A-Za-z_]\w*\Z")


def check_name(name: object, title: object) -> None:
    """Refuse a name that could not stand in options, folders and columns."""
    if not isinstance(name, str) or _NAME.match(name) is None:
        _refuse(f"its name is {name!r}: use small letters and digits, with a letter first, 31 at most")
    if name == "none":
        _refuse("its name is 'none', which stands for pages of no market: choose another")
    if not isinstance(title, str) or not title.strip():
        _refuse(f"its title is {title!r}: give the market's full name")


def check_kinds(readers: Mapping[str, object], walls: Mapping[str, str], **called: object) -> None:
    """Refuse kinds that have no reader, are called what no kind may be, or stand for no wall that the crawler knows."""
    if not readers:
        _refuse("it has no reader: give one for each kind of page with content")
    for kind in (*readers, *walls):
        if not isinstance(kind, str) or _KIND.match(kind) is None:
            _refuse(f"the kind {kind!r} is no word of small letters, digits and underscores")
    for kind in readers:
        if kind in WALLS:
            _refuse(f"{kind} is a wall, and walls hold no content: take its reader away")
    for kind, stands_for in walls.items():
        if kind in WALLS or kind in readers:
            _refuse(f"the wall {kind} is known already as {'a wall' if kind in WALLS else 'a kind with content'}")
        if stands_for not in WALLS:
            _refuse(f"the wall {kind} stands for {stands_for!r}: choose one of {', '.join(sorted(WALLS))}")
    for what, function in {**called, **{f"the reader of {kind}": reader for kind, reader in readers.items()}}.items():
        if not callable(function):
            _refuse(f"{what} is {function!r}, which cannot be called: give a function")


def check_marks(skipped: Iterable[tuple[bytes, bytes]], frame: Iterable[FramePart[Any]]) -> None:
    """Refuse invalid pairs of marks, and invalid parts of the frame."""
    for pair in skipped:
        if len(pair) != 2 or not all(isinstance(mark, bytes) and mark for mark in pair):
            _refuse(f"{pair!r} is no pair of a start and an end mark, as (b'<select', b'</select>')")
    for part in frame:
        if not isinstance(part, FramePart) or not part.start.startswith(b"<") or not part.before:
            _refuse(f"{part!r} is no part of a frame: a FramePart begins with a tag, and something follows it")
        check_marks((), part.holds)


def check_entries(entries: Iterable[Entries]) -> None:
    """Refuse entries that cannot be parted: by nothing, by two things, or by what is no selector."""
    for each in entries:
        if not isinstance(each, Entries) or not each.of or bool(each.between) == bool(each.begins):
            _refuse(f"{each!r} are no entries: give Entries of what holds them, and either between or begins")
        for selector in filter(None, (each.of, each.between, each.begins, each.after, each.having)):
            try:
                css(selector)
            except SelectorError as error:
                _refuse(f"{selector!r} of its entries is no selector: {error}")


def check_sources(sources: tuple[str, ...]) -> None:
    """Refuse sources that are not there; without them nothing would tell one version of a parser from another."""
    if isinstance(sources, str) or not sources:
        _refuse("it declares no sources: name the modules and packages that decide how its pages are read")
    for source in sources:
        if not any(source_files(source)):
            _refuse(f"its source {source!r} has no file: name modules that are installed as files")


def check_spider(spider: str | None) -> None:
    """Refuse a path of a spider that cannot lead to one. The module itself is imported only for a crawl."""
    if spider is None:
        return
    if not isinstance(spider, str) or _SPIDER.match(spider) is None:
        _refuse(f"its spider is {spider!r}: write it as 'package.module:Class'")
    module = spider.partition(":")[0]
    try:
        found = find_spec(module)
    except ModuleNotFoundError:
        found = None
    if found is None:
        _refuse(f"its spider is in {module}, and there is no such module: correct Market.spider")


def check_parts(calendar: object, taxonomy: object) -> None:
    """Refuse what is no calendar, and what is no taxonomy."""
    if not isinstance(calendar, Calendar):
        _refuse(f"its calendar is {calendar!r}: give a Calendar, or leave it out")
    if not isinstance(taxonomy, Taxonomy):
        _refuse(f"its taxonomy is {taxonomy!r}: give a Taxonomy, which may be empty")


def _refuse(reason: str) -> NoReturn:
    raise ConfigurationError(reason)
