"""
The style sheet that a market brings for its pages as they are shown: ``page.css`` in its package.

It is read by a grammar of its own, and written anew: rules of elements, classes and ids, with the declarations that
`looks` knows and a few of layout. So it can load nothing, hide nothing, and lay nothing over anything else; and since a
page decides which of its elements have a class, no more may be said of a class than of an element's own style.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.inert.looks import style_of
from cryptodrug_scraper.page.market import market_named, markets
from cryptodrug_scraper.page.sources import STYLE_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["NO_SHEET", "Sheet", "sheet_of", "sheet_of_market"]

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"\s*([^{}]+?)\s*\{([^{}]*)\}")
_PART = re.compile(r"(?P<tag>[a-z][a-z0-9]*)?(?P<names>(?:[.#][A-Za-z][\w-]*)*)")
_NAME = re.compile(r"([.#])([A-Za-z][\w-]*)")
_LAYOUT = {
    "display:flex": "display:flex;flex-wrap:wrap",
    "display:table": "display:table",
    "display:table-cell": "display:table-cell",
}
"""Declarations beside those of `looks`, each with what it becomes: what does not fit goes on below."""
_ROUND = re.compile(r"border-radius:(\d{1,2})px")
_MOST_ROUND = 12


@dataclass(frozen=True, slots=True)
class Sheet:
    """
    A style sheet.

    Attributes:
        css: it, written anew for the classes and ids that `kept` gives.
        names: the classes and ids that it speaks of, as ``.class`` and ``#id``.
        fault: why a market's is not used; empty where it is, or there is none.
    """

    css: str = ""
    names: frozenset[str] = field(default_factory=frozenset)
    fault: str = ""

    def kept(self, classes: str, name: str) -> str:
        """Return what is kept of an element's classes and id, in names that no mark has."""
        found = [f"m-{each}" for each in dict.fromkeys(classes.split()) if f".{each}" in self.names]
        return " ".join([*found, f"i-{name}"] if f"#{name}" in self.names else found)


NO_SHEET = Sheet()


@cache
def sheet_of_market(name: str | None) -> Sheet:
    """The style sheet of an installed market: one without rules where it brings none, or one that cannot be used."""
    if name is None or all(market.name != name for market in markets()):
        return NO_SHEET
    text = next((found for source in market_named(name).sources if (found := _style_file(source)) is not None), None)
    try:
        return NO_SHEET if text is None else sheet_of(text)
    except ConfigurationError as error:
        return Sheet(fault=f"{STYLE_FILE} of {name} is not used: {error}")


def _style_file(source: str) -> str | None:
    try:
        return (files(source) / STYLE_FILE).read_text(encoding="utf-8")
    except (FileNotFoundError, TypeError, NotADirectoryError):  # it brings none, or is a module and no package
        return None


def sheet_of(text: str) -> Sheet:
    """
    Read a style sheet.

    Raises:
        ConfigurationError: it has a rule or a declaration that a sheet may not have; the message names its line.
    """
    said = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    rules: list[str] = []
    names: set[str] = set()
    end = 0
    for rule in _RULE.finditer(said):
        line = said.count("\n", 0, rule.start(1)) + 1
        if said[end : rule.start()].strip():
            break
        selectors = [_selector(selector, line, names) for selector in rule[1].split(",")]
        rules.append(f"{','.join(selectors)}{{{';'.join(_declarations(rule[2], line))}}}")
        end = rule.end()
    if said[end:].strip():
        line = said.count("\n", 0, end + len(said[end:]) - len(said[end:].lstrip())) + 1
        msg = f"line {line} is no rule: write 'selector {{ name: value; }}', without @-rules and rules within rules"
        raise ConfigurationError(msg)
    return Sheet("".join(rules), frozenset(names))


def _selector(selector: str, line: int, names: set[str]) -> str:
    parts = []
    for part in selector.split():
        found = _PART.fullmatch(part)
        if found is None or found["tag"] in {"mark", "html", "head", "style"}:
            break
        named: Sequence[tuple[str, str]] = _NAME.findall(found["names"])
        names.update(f"{sign}{name}" for sign, name in named)
        written = "".join(f".{'m' if sign == '.' else 'i'}-{name}" for sign, name in named)
        parts.append(f"{found['tag'] or ''}{written}")
    else:
        if parts:
            return f".cd-page {' '.join(parts)}"
    msg = f"line {line}: {selector.strip()!r} is no selector of elements, classes and ids, as 'table.prices td'"
    raise ConfigurationError(msg)


def _declarations(said: str, line: int) -> Iterator[str]:
    for number, declaration in enumerate(said.split(";")):
        plain = re.sub(r"\s*:\s*", ":", " ".join(declaration.split()).lower())
        if not plain:
            continue
        at = line + said.count("\n", 0, sum(len(each) + 1 for each in said.split(";")[:number]) + 1)
        rounded = _ROUND.fullmatch(plain)
        made = _LAYOUT.get(plain) or style_of(plain)
        if rounded and int(rounded[1]) <= _MOST_ROUND:
            made = plain
        if not made:
            msg = f"line {at}: {plain!r} is nothing that a sheet may say: see page.css in docs/markets.md"
            raise ConfigurationError(msg)
        yield made
