"""Proposes the lists within an offer's page, by what their rows state."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.blocks import texts as texts_of
from cryptodrug_scraper.page.extent import rates_text
from cryptodrug_scraper.page.rows_within import (
    rates_within,
    shipping_within,
    tier_within,
    variant_within,
)
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.label_words import field_of_label
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.proposal import RowsProposal
from cryptodrug_scraper.scaffold.selecting import selector_of_blocks
from cryptodrug_scraper.scaffold.shapes import SIGNS, shapes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.scaffold.own_page import Own

__all__ = ["READS_ROW", "propose_rows", "rows_in"]

READS_ROW: Mapping[str, Callable[[str, Mapping[str, str]], object]] = {
    "price_tiers": tier_within,
    "shipping_options": shipping_within,
    "variants": variant_within,
}
"""What reads a row, by the field whose list it is of."""
_HOLDERS = ("table", "tbody", "ul", "ol", "dl", "select", "fieldset", "div", "section", "details")
_ROWS = frozenset({"tr", "li", "option", "label", "div", "dd", "p", "article"})
_MOST_ROWS = 40
_LONGEST = 120
_LEAST = 0.5
"""Share of rows that state something, from which on they are proposed."""
_NAME_PARTS = re.compile(r"[a-z]+", re.IGNORECASE)
_BEFORE = frozenset(
    {"h1", "h2", "h3", "h4", "h5", "h6", "label", "legend", "summary", "caption", "dt", "strong", "b", "p"}
)


def propose_rows(own: dict[int, Own]) -> list[RowsProposal]:
    """Return the lists of steps of prices, ways of delivery and variants that pages of offers show."""
    found: dict[tuple[str, bool], dict[int, list[Element]]] = defaultdict(dict)
    for page, each in own.items():
        for name, is_named, rows in _lists_on(each):
            before = found[name, is_named].get(page, [])
            if len(rows) > len(before):
                found[name, is_named][page] = rows
    proposals: dict[str, RowsProposal] = {}
    for (name, is_named), by_page in sorted(found.items(), key=lambda item: (len(item[1]) == 1, not item[0][1])):
        selector = _selector_of([(own[page].root, rows) for page, rows in by_page.items()])
        if (
            selector is not None
            and name not in proposals
            and not any(p.selector == selector for p in proposals.values())
        ):
            proposals[name] = RowsProposal(name, selector, len(by_page), is_named)
    return list(proposals.values())


def _selector_of(pages: Sequence[tuple[Element, list[Element]]]) -> str | None:
    """What selects the rows of pages, or of those of each layout that has a selector, as one selector."""
    every = selector_of_blocks(pages)
    if every is not None:
        return every
    layouts: dict[object, list[tuple[Element, list[Element]]]] = defaultdict(list)
    for root, rows in pages:
        holder = rows[0].getparent()
        layouts[rows[0].tag, None if holder is None else step_of(holder)].append((root, rows))
    largest = sorted(layouts.values(), key=len, reverse=True)
    found = [(selector, layout) for layout in largest if (selector := selector_of_blocks(layout)) is not None]
    joined = ", ".join(dict.fromkeys(selector for selector, _ in found))
    if joined and all(css(joined)(root) == rows for _, layout in found for root, rows in layout):
        return joined
    return found[0][0] if found else None


def rows_in(own: Own) -> Iterator[tuple[Element, list[Element], list[str]]]:
    """The lists of a page outside of what it repeats: what holds each, its rows, and what they say."""
    document = own.page.document
    for holder in own.root.iter(*_HOLDERS):
        if holder in own.inside:
            continue
        rows = [child for child in holder if child.tag in _ROWS]
        if not rows or len(rows) > _MOST_ROWS or len({row.tag for row in rows}) > 1:
            continue
        rows = [row for row in rows if row.tag != "tr" or row.find("td") is not None]
        texts = [document.text(row) for row in rows]
        has_rates = any(rates_within(rates_text(document, row), SIGNS) for row in rows)
        if rows and max(map(len, texts)) <= _LONGEST and not has_rates:
            yield holder, rows, texts


def _lists_on(own: Own) -> Iterator[tuple[str, bool, list[Element]]]:
    """The lists of a page: the field, whether words near it name it, and the rows."""
    for holder, rows, texts in rows_in(own):
        named = field_of_label(_around(own.page.document, holder), "rows")
        read = {name: [reads(text, SIGNS) for text in texts] for name, reads in READS_ROW.items()}
        shares = {name: sum(each is not None for each in said) / len(rows) for name, said in read.items()}
        if named is not None and shares[named] >= _LEAST:
            yield named, True, rows
        elif named is None and len(rows) > 1 and shares["variants"] == 1.0 and all(map(_is_choice, rows)):
            yield "variants", False, rows
        elif named is None and len(rows) > 1 and shares["price_tiers"] == 1.0 and _begin_with_numbers(texts):
            yield "price_tiers", False, rows


def _is_choice(row: Element) -> bool:
    """Tell whether a row is one of several of which a buyer takes one."""
    return row.find(".//input[@type='radio']") is not None and "money" in shapes_of("".join(texts_of(row)))


def _begin_with_numbers(texts: list[str]) -> bool:
    return all(text[:1].isdigit() for text in texts)


def _around(document: Document, holder: Element) -> str:
    """The words near a list: names of classes and identifiers around it, and what stands right before it."""
    words: list[str] = []
    for element in (holder, *list(holder.iterancestors())[:2]):
        if element.tag in {"body", "html", "main"}:
            break
        words += [part for name in ("class", "id", "name") for part in _NAME_PARTS.findall(element.get(name) or "")]
        before = next((other for other in element.itersiblings(preceding=True) if isinstance(other.tag, str)), None)
        if before is not None and before.tag in _BEFORE:
            words.append(document.text(before)[:_LONGEST])
    label = next((above for above in holder.iterancestors() if above.tag == "label"), None)
    if label is not None:
        words.append((label.text or "")[:_LONGEST])
    words += [document.text(head)[:_LONGEST] for head in holder.iter("caption", "legend", "thead")]
    return " ".join(words)
