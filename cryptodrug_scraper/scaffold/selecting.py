"""Selectors by which a reader finds the same place in every block or page of a kind."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.document import classes
from cryptodrug_scraper.page.grouped_rows import spanned_rows
from cryptodrug_scraper.page.select import css

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cryptodrug_scraper.page.document import Element

__all__ = ["LEADS", "name_of", "selector_for", "selector_in_rows", "selector_of_blocks"]

_PLAIN = re.compile(r"[A-Za-z][A-Za-z_-]*\d{0,2}[A-Za-z_-]*\Z")
_STATES = frozenset("active alt current even first focus hover last odd open selected".split())  # noqa: SIM905
_TBODY = " > tbody > "
"""A step that parsers put in and savers leave out."""
_DEEPEST = 6
_LEVELS_WITHIN = 3
LEADS = re.compile(r"[\w.-]+\?\w+=|/[A-Za-z_-]+/")
"""What the addresses of one kind of page have in common: a script with the name of a value, or a folder."""
_SIGNS = ".#["
"""Signs of which a step has one that names more than a tag."""
_HEADING = re.compile(r"h[1-6]\Z")
_OF_FORMS = frozenset({"select", "input", "textarea", "fieldset"})


def name_of(elements: Sequence[Element], *, with_ids: bool = False) -> str:
    """The tag of elements with an identifier, the name in a form or a class that all have; else the bare tag."""
    tag = str(elements[0].tag)
    if with_ids:
        ids = {element.get("id") for element in elements}
        own = ids.pop() if len(ids) == 1 else None
        if own and _PLAIN.match(own):
            return f"#{own}"
    called = {element.get("name") or "" for element in elements} if tag in _OF_FORMS else {""}
    named = called.pop() if len(called) == 1 else ""
    if _PLAIN.match(named):
        return f'{tag}[name="{named}"]'
    shared = frozenset.intersection(*(frozenset(classes(element)) for element in elements))
    names = sorted(
        (name for name in shared if _PLAIN.match(name) and name not in _STATES),
        key=lambda name: (any(map(str.isdigit, name)), -len(name), name),
    )
    return f"{tag}.{names[0]}" if names else tag


def selector_for(pairs: Sequence[tuple[Element, Element]], *, with_ids: bool = False) -> str | None:
    """
    A selector that finds, first in each block, the element that is given with it; None where none of a few does.

    Args:
        pairs: blocks and what is to be found in them.
        with_ids: whether identifiers may be used: on pages, of which each has its own.
    """
    wanted = [element for _, element in pairs]
    if len({element.tag for element in wanted}) != 1:
        return None
    for way in _selectors(pairs, with_ids=with_ids):
        selector = way.replace(_TBODY, " ")
        found = css(selector)
        if all(next(iter(found(block)), None) is element for block, element in pairs):
            return selector
    return None


def selector_in_rows(pairs: Sequence[tuple[Element, Element]]) -> str | None:
    """
    A selector as of `selector_for` of what stands in blocks or, with as many ``+`` before it, in a row behind each that
    belongs to it; None where that is not the same one in all.
    """
    rows = [[block, *spanned_rows(block)] for block, _ in pairs]
    around = [{element, *element.iterancestors()} for _, element in pairs]
    at = {next((n for n, row in enumerate(each) if row in above), 0) for each, above in zip(rows, around, strict=True)}
    if len(at) != 1:
        return None
    number = at.pop()
    found = selector_for([(each[number], element) for each, (_, element) in zip(rows, pairs, strict=True)])
    return None if found is None else f"{'+ ' * number}{found}"


def _selectors(pairs: Sequence[tuple[Element, Element]], *, with_ids: bool) -> Iterator[str]:
    """Selectors from short to long: the name of the element, with those of the elements around it, then with places."""
    chains = [[element, *element.iterancestors()] for _, element in pairs]
    depth = min(min(len(chain) for chain in chains) - 1, _DEEPEST)
    levels = [[chain[at] for chain in chains] for at in range(depth)]
    levels = [level for level in levels if len({element.tag for element in level}) == 1]
    names = [name_of(level, with_ids=with_ids) for level in levels]
    if not names:
        return
    is_named = any(sign in names[0] for sign in _SIGNS)
    if is_named:
        yield names[0]
    placed = _placed(names[0], levels[0])
    for at in range(1, len(names)):
        if any(sign in names[at] for sign in _SIGNS):
            yield f"{names[at]} {names[0]}"
            yield " > ".join(reversed(names[: at + 1]))
            if placed:
                yield " > ".join([*reversed(names[1 : at + 1]), placed])
            exact = [_placed(name, level) or name for name, level in zip(names[: at + 1], levels, strict=False)]
            yield " > ".join([names[at], *reversed(exact[:-1])])
    if (behind := _behind(levels[0])) is not None:
        yield f"{behind} + {names[0]}"
    if (same := _same_class(levels[0])) is not None:
        yield f'{levels[0][0].tag}[class="{same}"]'
    if not is_named:
        yield names[0]
    for at in range(1, len(names)):
        exact = [_placed(name, level) or name for name, level in zip(names[: at + 1], levels, strict=False)]
        yield " > ".join(reversed(exact))


def _same_class(elements: Sequence[Element]) -> str | None:
    """The classes of elements where all have the same ones: others may have one of them, too."""
    said = {element.get("class") or "" for element in elements}
    alone = said.pop() if len(said) == 1 else ""
    return alone if alone and all(_PLAIN.match(name) for name in alone.split()) else None


def _behind(elements: Sequence[Element]) -> str | None:
    """The heading right before each of some elements; None where they are not all behind one of the same tag."""
    before = {None if (other := element.getprevious()) is None else str(other.tag) for element in elements}
    tag = before.pop() if len(before) == 1 else None
    return tag if tag is not None and _HEADING.match(tag) else None


def _placed(name: str, level: Sequence[Element]) -> str | None:
    """The name with the place among elements of the same tag, where that is the same in all; None for an identifier."""
    if name.startswith("#"):
        return None
    places = {sum(other.tag == element.tag for other in element.itersiblings(preceding=True)) for element in level}
    return f"{name}:nth-of-type({places.pop() + 1})" if len(places) == 1 else None


def selector_of_blocks(pages: Sequence[tuple[Element, Sequence[Element]]]) -> str | None:
    """
    A selector of the blocks on pages, and of nothing else there; None where none of a few finds just these.

    Args:
        pages: the root of each page, and its blocks.
    """
    blocks = [block for _, each in pages for block in each]
    if len({block.tag for block in blocks}) != 1:
        return None
    name = name_of(blocks)
    chains = [[block, *block.iterancestors()] for block in blocks]
    depth = min(min(len(chain) for chain in chains) - 1, _DEEPEST)
    tries = [name] if "." in name else []
    for at in range(1, depth):
        level = [chain[at] for chain in chains]
        if len({element.tag for element in level}) > 1:
            break
        above = name_of(level, with_ids=len(set(level)) == len(pages))
        if any(sign in above for sign in _SIGNS):
            between = [name_of([chain[step] for chain in chains]) for step in range(at - 1, 0, -1)]
            tries += [f"{above} {name}", " > ".join([above, *between, name]).replace(_TBODY, " ")]
    tries = [
        selector for each in tries for selector in ([each, f"{each}:has(td)"] if name.startswith("tr") else [each])
    ]
    for selector in tries:
        found = css(selector)
        if all(found(root) == list(each) for root, each in pages):
            return selector
    return _by_content([name, *tries], pages)


def _by_content(tries: Sequence[str], pages: Sequence[tuple[Element, Sequence[Element]]]) -> str | None:
    """A selector of blocks by what they have in them, and others at their place have not, as rows of headings."""
    shared = frozenset.intersection(*(frozenset(_content(block)) for _, each in pages for block in each))
    for base in tries:
        found = [css(base)(root) for root, _ in pages]
        if not all(set(every).issuperset(each) for every, (_, each) in zip(found, pages, strict=True)):
            continue
        others = [
            frozenset(_content(other))
            for every, (_, each) in zip(found, pages, strict=True)
            for other in set(every).difference(each)
        ]
        own = min(
            (one for one in shared if not any(one in other for other in others)),
            key=lambda one: (not any(sign in one for sign in _SIGNS), len(one), one),
            default=None,
        )
        if own is not None:
            return f"{base}:has({own})"
    return None


def _content(block: Element) -> Iterator[str]:
    """Relative selectors of what a block has in it, down to its third level."""
    level = [("", block)]
    for _ in range(_LEVELS_WITHIN):
        level = [
            (f"{way}> {tag} ", child)
            for way, element in level
            for child in element
            if isinstance(child.tag, str)
            for tag in _tags_of(child)
        ]
        yield from {way.rstrip() for way, _ in level}


def _tags_of(element: Element) -> Iterator[str]:
    """The tag of an element, with its place among others of the tag, with its class, and with where it leads."""
    tag = str(element.tag)
    yield tag
    if tag in {"td", "th"}:
        place = sum(other.tag == tag for other in element.itersiblings(preceding=True))
        yield f"{tag}:nth-of-type({place + 1})"
    yield from (f"{tag}.{name}" for name in classes(element) if _PLAIN.match(name) and name not in _STATES)
    leads = LEADS.search(element.get("href") or "") if tag == "a" else None
    if leads is not None:
        yield f'a[href*="{leads[0]}"]'
