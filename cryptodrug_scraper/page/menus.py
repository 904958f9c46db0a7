"""
Read menus of categories: the name and the count in each link, and how a menu nests them.

Counts, arrows and the numbers of pages are no names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.addresses import part_of, path_of
from cryptodrug_scraper.page.labelled import is_alone
from cryptodrug_scraper.page.pager_words import is_of_pager
from cryptodrug_scraper.page.records import UNSET, Category
from cryptodrug_scraper.page.within import count_within

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["menu_count", "menu_name", "nesting", "read_menu", "read_path"]

_LEADING_ON = re.compile(r"\s*[›»>→]\s*")
_LETTER = re.compile(r"[^\W\d_]")
_AROUND = re.compile(r"^[\s\-–—»›>→▸▾▼+•·|/\\]+|[\s\-–—»›>→▸▾▼+•·|/\\:]+$")
_BADGE = re.compile(r"(?:(?<!\s)\s*[(\[]\s*|(?<!\d[.,'’])(?<![\d\s])\s*)\d[\d.,'’\s]*(?:\+\s*)?(?:[)\]]\s*)?$")
"""A count at the end. It begins within no number or white space, or long ones would be gone through again and again."""
_BRACKETED = re.compile(r"[(\[]\s*(\d[\d.,'’\s]*)(?:\+\s*)?[)\]]\s*$")
_NUMBERED = re.compile(r"[A-Za-z_-]+(\d)\Z")
_INDENT = re.compile(r"(?:margin|padding|text-indent)(?:-left)?:\s*(\d+)")
_LONGEST = 60
_DEEPEST = 8
_LOUD = frozenset({"b", "strong", "font", "big", "em", "i", "u"})
_COUNTING = (*_LOUD, "span", "small", "sup", "sub", "mark", "data", "var", "tt", "kbd", "samp", "code", "abbr")
"""What holds the count of a category."""
_ITEMS = (("li", "dt", "dd", "details"), ("div",))
"""What holds a category with those in it: items of lists, or else divisions."""


def read_menu(document: Document, links: Sequence[Element], pattern: re.Pattern[str]) -> None:
    """
    Add a `Category` for each link of a menu, with its path and the count that it shows; each category once.

    Args:
        document: the page.
        links: the links of the menu, in the order of the page.
        pattern: finds the identifier of a category in the path of its address, as its first group.
    """
    named = [
        (link, own, name)
        for link in document.whole(list(links))
        if not _may_lack_count(document, link)
        and (own := part_of(path_of(link.get("href"), document.context.url), pattern)) is not None
        and (name := menu_name(link, document.text(link)))
    ]
    names: dict[str, str] = {}
    counts: dict[str, int | None] = {}
    for link, own, name in named:
        names.setdefault(own, name)
        counts[own] = counts.get(own) or menu_count(document, link)
    above: dict[str, Counter[str]] = defaultdict(Counter)
    for own, parent in nesting([(link, own) for link, own, _ in named]):
        above[own][parent] += 1
    parents = {own: times.most_common(1)[0][0] for own, times in above.items()}
    for own in names:
        path: list[str] = []
        at: str | None = own
        while at is not None and at not in path and len(path) < _DEEPEST:
            path.insert(0, at)
            at = parents.get(at)
        count = counts[own]
        document.add(
            Category(
                category_id=own,
                category_path=[names[each] for each in path],
                listing_count=UNSET if count is None else count,
            )
        )


def _may_lack_count(document: Document, link: Element) -> bool:
    """Tell whether the page ends so shortly behind a link that the count behind it may be missing."""
    holder = link.getparent()
    if holder is None or not document.is_cut(holder):
        return False
    return link.getnext() is None and not (link.tail or "").strip()


def menu_name(link: Element, text: str) -> str:
    """
    Return the name that a link of a menu has, without its count and the signs around it; empty where it has none, as a
    link to the next page.

    Args:
        link: the link.
        text: its text on one line.
    """
    own = [link.text or "", *(child.tail or "" for child in link)]
    direct = " ".join(" ".join(own).split())
    said = direct if _LETTER.search(direct) else text
    said = _AROUND.sub("", said)
    if (_LETTER.search(_BADGE.sub("", said)) and said != direct) or _BRACKETED.search(said):
        said = _BADGE.sub("", said)
    said = _AROUND.sub("", said)
    return said if _LETTER.search(said) and len(said) <= _LONGEST and not is_of_pager(said) else ""


def read_path(document: Document, element: Element, pattern: re.Pattern[str]) -> tuple[list[str] | None, str | None]:
    """
    Return the names of the categories in a breadcrumb, and what names the last of them in its address; None for each
    where there is none. Other links count for nothing, as those to the first page before it, or to an account behind.
    Names of several categories that stand in one link, or in none, are parted at signs: ``Poživila > Speed``.

    Args:
        document: the page.
        element: the breadcrumb.
        pattern: finds what names a category in the path of its address.
    """
    links = document.whole(list(element.iter("a")))
    numbers = [part_of(path_of(link.get("href"), document.context.url), pattern) for link in links]
    found = [(document.text(link), number) for link, number in zip(links, numbers, strict=True) if number]
    if found:
        return [part for name, _ in found for part in _named(name)], found[-1][1]
    return None if links else _named(document.text(element)) or None, None


def _named(text: str) -> list[str]:
    """The names of categories in a text, between signs that lead from one to the next."""
    return list(filter(None, map(str.strip, _LEADING_ON.split(text))))


def menu_count(document: Document, link: Element) -> int | None:
    """Return the count in a link of a menu, or right behind it; None where it has none."""
    for child in link.iterdescendants(*_COUNTING, "div"):
        text = document.text(child)
        if text and not _LETTER.search(text) and (count := count_within(text.strip("()[] "))) is not None:
            return count
    match = _BRACKETED.search(document.text(link))
    if match is not None:
        return count_within(match[1])
    link = _alone_in(link)
    behind = link.getnext()
    text = (link.tail or "").strip() or ("" if behind is None or behind.tag not in _COUNTING else document.text(behind))
    text = text.strip("()[] ")
    return count_within(text) if text and not _LETTER.search(text) else None


def _alone_in(link: Element) -> Element:
    """The outermost emphasis that holds nothing but a link."""
    while (holder := link.getparent()) is not None and holder.tag in _LOUD and is_alone(link):
        link = holder
    return link


def nesting(links: Sequence[tuple[Element, str]]) -> Iterable[tuple[str, str]]:
    """
    Return pairs of a category and the one in which a menu nests it, by lists within the item of another one, by the
    number in a class, or by indents.

    Args:
        links: each link with what it leads to.
    """
    found = list(_within(links))
    yield from found or _indented(links)


def _within(links: Sequence[tuple[Element, str]]) -> Iterable[tuple[str, str]]:
    """Pairs of a category and the one in whose item, or below whose term in a list of definitions, it lies."""
    holders: dict[Element, str] = {}
    heads: dict[Element, Element] = {}
    terms: dict[Element, str] = {}
    for element, own in links:
        item = next((each for tags in _ITEMS for each in element.iterancestors(*tags)), None)
        if item is not None and item not in holders and _is_first(element, item):
            holders[item], heads[item] = own, element
        if item is not None and item.tag == "dt":
            below = takewhile(lambda other: other.tag == "dd", item.itersiblings("dt", "dd"))
            terms |= dict.fromkeys(below, own)
    for element, own in links:
        above = (
            found[each]
            for each in element.iterancestors(*(tag for tags in _ITEMS for tag in tags))
            for found in (holders, terms)
            if each in found and not (each.tag == "div" and _are_beside(element, heads[each]))
        )
        parent = next((other for other in above if other != own), None)
        if parent is not None:
            yield own, parent


def _are_beside(link: Element, other: Element) -> bool:
    """Tell whether two links stand in one element, as those of a menu without levels."""
    return link.getparent() is other.getparent()


def _indented(links: Sequence[tuple[Element, str]]) -> Iterable[tuple[str, str]]:
    """Pairs of a category and its parent in a flat menu that shows by a number or an indent how deep each lies."""
    by_holder: dict[Element, list[tuple[int, str]]] = defaultdict(list)
    for element, own in links:
        item = element
        holder = item.getparent()
        while holder is not None and not _has_like(item):
            item, holder = holder, holder.getparent()
        if holder is not None:
            by_holder[holder].append((_depth_of(item, element), own))
    for items in by_holder.values():
        if len({depth for depth, _ in items}) < 2:
            continue
        above: list[tuple[int, str]] = []
        for depth, own in items:
            while above and above[-1][0] >= depth:
                above.pop()
            if above:
                yield own, above[-1][1]
            above.append((depth, own))


def _has_like(item: Element) -> bool:
    """Tell whether an element of the same tag stands before or behind one; the nearest is looked for, not all."""
    return any(next(item.itersiblings(item.tag, preceding=before), None) is not None for before in (False, True))


def _depth_of(item: Element, link: Element) -> int:
    """How deep an item lies: the number in one of its classes, its indent, or the signs before its name."""
    for element in (item, link):
        for name in (element.get("class") or "").split():
            if (match := _NUMBERED.match(name)) is not None:
                return int(match[1])
        if (match := _INDENT.search(element.get("style") or "")) is not None:
            return int(match[1])
    before, holder = link.getprevious(), link.getparent()
    behind = before.tail if before is not None else None if holder is None else holder.text
    return max(_indent(link.text or ""), _indent(behind or ""))


def _indent(text: str) -> int:
    """How many signs of an indent a text begins with; ordinary white space is none."""
    signs = "".join(text.split(" ")).replace("\n", "").replace("\t", "").replace("\r", "")
    return len(signs) - len(signs.lstrip("\u00a0-–»›"))


def _is_first(link: Element, item: Element) -> bool:
    """Tell whether a link is the first thing in an item that holds a list besides."""
    first = next(item.iter("a"), None)
    return first is link and any(child.tag in {"ul", "ol", "dl", "div"} for child in item.iterdescendants())
