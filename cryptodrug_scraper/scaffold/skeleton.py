"""Writes the skeleton of a market: a package beside the project's own, or a distribution of its own."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.parsed import KINDS, WALLS
from cryptodrug_scraper.page.taxonomy import COLUMNS
from cryptodrug_scraper.scaffold.code_text import check, quoted
from cryptodrug_scraper.scaffold.hashed import with_any_hash
from cryptodrug_scraper.scaffold.reader_code import readers_of
from cryptodrug_scraper.scaffold.routing import followed_routes
from cryptodrug_scraper.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from cryptodrug_scraper.page.entries import Entries
    from cryptodrug_scraper.scaffold.found import Found
    from cryptodrug_scraper.scaffold.kind_test import Test
    from cryptodrug_scraper.scaffold.saved import Site

__all__ = ["TO_CLASS", "Place", "write_skeleton"]

TO_CLASS = "found on a saved page: say what is sold in it"
"""The note of a category that nobody has classed yet."""
_GROUP = '[project.entry-points."cryptodrug_scraper.markets"]\n'


@dataclass(frozen=True, slots=True)
class Place:
    """
    Where a market's files go.

    Attributes:
        package: the dotted name of its package.
        folder: the folder of the package.
        spider: the dotted name of the module of its spider.
        spider_file: that module's file.
        fixtures: the folder of its cases.
        test: the file of its tests.
        project: the folder of the distribution that it makes; None inside this project.
    """

    package: str
    folder: Path
    spider: str
    spider_file: Path
    fixtures: Path
    test: Path
    project: Path | None

    @classmethod
    def inside(cls, name: str, checkout: Path) -> Place:
        """The place of one of the project's own markets, in a checkout of it."""
        return cls(
            package=f"parsers.{name}",
            folder=checkout / "parsers" / name,
            spider=f"spiders.{name}",
            spider_file=checkout / "spiders" / f"{name}.py",
            fixtures=checkout / "fixtures" / "pages" / name,
            test=checkout / "tests" / "parsers" / f"test_{name}.py",
            project=None,
        )

    @classmethod
    def outside(cls, name: str, project: Path) -> Place:
        """The place of a market that is a distribution of its own."""
        return cls(
            package=name,
            folder=project / name,
            spider=f"{name}.spider",
            spider_file=project / name / "spider.py",
            fixtures=project / "fixtures" / name,
            test=project / "tests" / f"test_{name}.py",
            project=project,
        )


def write_skeleton(place: Place, name: str, title: str, found: Found) -> list[Path]:
    """
    Write the files of a market, and return them.

    Args:
        place: where they go.
        name: the market's short name.
        title: its full name.
        found: what its saved pages show; without any, there is a reader for a list and one for a listing.

    Raises:
        ConfigurationError: one of the files is there already, or inside is no checkout; then nothing is written.
    """
    kinds = found.kinds or ["category_list", "listing"]
    start = _start(found, kinds)
    followed = {*kinds, *(kind for kind, _ in followed_routes(found.site, found.roles, found.tree))}
    values = {
        "name": name,
        "title": title.replace('"', "'"),
        "package": place.package,
        "spider": place.spider,
        "class_name": f"{name.capitalize()}Spider",
        "title_mark": quoted(found.title),
        "marks": _tuple(mark[1:] for mark in found.marks),
        "more_marks": _more_marks(found),
        "claimed": _claimed(found),
        "tests": _tests(found.tests),
        "strangers": _strangers(found),
        "reader_import": _imported(place.package, sorted(f"read_{kind}" for kind in kinds)),
        "reader_list": ", ".join(sorted(f'"read_{kind}"' for kind in kinds)),
        "readers": "\n".join(f'        "{kind}": read_{kind},' for kind in kinds),
        "entries_import": "from cryptodrug_scraper.page.entries import Entries\n" if found.site.entries else "",
        "entries": _entries(found.site.entries),
        "start": start.kind,
        "start_url": quoted(start.path or "/"),
        "index": _listed(kind for kind in ("home", "category_list") if kind in followed),
        "listing": _listed(kind for kind in KINDS if kind.startswith("listing") and kind in followed),
        "vendor": _listed(kind for kind in KINDS if kind.startswith("vendor") and kind in followed),
    }
    if found.proposals:
        readers = readers_of(values["title"], found.site, found.roles, found.tree, found.proposals, found.answers)
    else:
        readers = _filled("readers.py", values) + "".join(_filled("reader.py", {"kind": kind}) for kind in kinds)
    texts = {
        place.folder / "__init__.py": _filled("market.py", values),
        place.folder / "kinds.py": _filled("kinds.py", values),
        place.folder / "readers.py": readers,
        place.folder / "calendar.toml": _filled("calendar.toml", values),
        place.folder / "taxonomy.csv": _taxonomy(found),
        place.spider_file: _filled("spider.py", values),
        place.test: _filled("test.py", values),
    }
    if place.project is not None:
        texts[place.project / "pyproject.toml"] = _filled("pyproject.toml", values)
        texts[place.project / "README.md"] = _filled("readme.md", values)
    for path in texts:
        if path.exists():
            msg = f"{path} is there already: choose another name or folder, or take it away"
            raise ConfigurationError(msg)
    if place.project is None:
        settings, text = _entered(name, place)
        texts[settings] = text
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, text.encode())
    return list(texts)


class _Start(NamedTuple):
    """Where a crawl begins: the kind of page that is expected, and its address."""

    kind: str
    path: str | None


def _start(found: Found, kinds: Sequence[str]) -> _Start:
    """
    The page of the index with the shortest address that is known; else what most pages link to first, as the site's
    name above its menu does, and the root where there is no such link.
    """
    index = [page for page in found.pages if page.kind in {"home", "category_list"} and page.path]
    if index:
        page = min(index, key=lambda page: (page.kind != "home", len(page.path or ""), page.path or ""))
        return _Start(page.kind, page.path)
    return _Start("home" if "home" in kinds else "category_list", _linked_first(found.site))


def _linked_first(site: Site) -> str | None:
    """The address to which the first link of most pages leads, if it names nothing; None where there is none."""
    first = [links[0][1] for page in site.pages if (links := site.links(page))]
    routes = Counter(address.route for address in first if not address.values)
    path, count = routes.most_common(1)[0] if routes else (None, 0)
    return path if count > len(site.pages) / 2 else None


def _entered(name: str, place: Place) -> tuple[Path, str]:
    """
    The project's own settings with the entry point in them.

    Raises:
        ConfigurationError: there are no such settings.
    """
    settings = place.folder.parent.parent / "pyproject.toml"
    text = settings.read_text(encoding="utf-8") if settings.is_file() else ""
    if _GROUP not in text:
        msg = f"{settings} has no {_GROUP.strip()}: run this in a checkout of the project, or give --outside"
        raise ConfigurationError(msg)
    return settings, text.replace(_GROUP, f'{_GROUP}{name} = "{place.package}:MARKET"\n')


def _filled(name: str, values: Mapping[str, str]) -> str:
    text = files("cryptodrug_scraper.scaffold").joinpath("templates", f"{name}.tmpl").read_text(encoding="utf-8")
    return Template(text).substitute(values)


def _imported(package: str, names: Sequence[str]) -> str:
    line = f"from {package}.readers import {', '.join(names)}"
    if len(line) <= 120:  # as the formatter breaks lines
        return line
    return "\n".join([f"from {package}.readers import (", *(f"    {name}," for name in names), ")"])


def _tests(tests: Iterable[Test]) -> str:
    lines = []
    for test in tests:
        line = f'    ("{test.kind}", {_selectors(test.has)}, {_selectors(test.lacks)}),'
        if not test.has:
            lines.append("    # CHECK: nothing on the saved pages tells this kind from others")
        elif test.page_count == 1 and test.kind not in WALLS:
            lines.append("    # CHECK: seen on one page only")
        lines.append(line)
    return "\n".join(lines) or '    ("category_list", (), ()),\n    ("listing", (), ()),'


def _entries(entries: Iterable[Entries]) -> str:
    """The lines of a declaration that say how entries are parted that have no element of their own."""
    said = []
    for each in entries:
        given = [(name, getattr(each, name)) for name in ("of", "between", "begins", "after", "having")]
        values = ", ".join(f"{name}={quoted(with_any_hash(value))}" for name, value in given if value)
        said.append(f"        Entries({values}),\n")
    return f"    entries=(\n{''.join(said)}    ),\n" if said else ""


def _strangers(found: Found) -> str:
    """Which saved pages the market would not claim."""
    names = ", ".join(page.file.name for page in found.strangers)
    lines = check("", f"these saved pages would not be claimed: {names}") if names else []
    return "".join(f"{line}\n" for line in lines)


def _claimed(found: Found) -> str:
    """The lines that tell whether the market made a page, by its title or, where some pages need it, by more marks."""
    by_title = "bool(_TITLE or _MARKS) and _TITLE.lower() in title and all(mark.encode() in body for mark in _MARKS)"
    if not found.more_marks:
        return f"    return {by_title}"
    by_more = "is_named and all(mark.encode() in body for mark in _MORE_MARKS)"
    named = "any(name.encode() in body for name in (_TITLE, _TITLE.upper()))"
    return f"    is_titled = {by_title}\n    is_named = {named}\n    return is_titled or ({by_more})"


def _more_marks(found: Found) -> str:
    """The marks of pages that have the site's name elsewhere than in their title."""
    if not found.more_marks:
        return ""
    said = "What the markup of pages has that say the name elsewhere than in their title, beside it."
    return f'_MORE_MARKS = {_tuple(mark[1:] for mark in found.more_marks)}\n"""{said}"""\n'


def _selectors(selectors: Sequence[str]) -> str:
    found = [f"css({quoted(with_any_hash(selector))})" for selector in selectors]
    return f"({', '.join(found)}{',' if len(found) == 1 else ''})"


def _taxonomy(found: Found) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for category in found.tree.categories:
        writer.writerow((category.category_id, " > ".join(category.path), "Other", "", TO_CLASS))
    return text.getvalue()


def _tuple(items: Iterable[str]) -> str:
    said = [quoted(item) for item in items]
    return f"({', '.join(said)}{',' if len(said) == 1 else ''})"


def _listed(items: Iterable[str]) -> str:
    said = [quoted(item) for item in items]
    return f"{{{', '.join(said)}}}" if said else ""
