"""Proposes the lists within an offer's page, by what their rows state."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cryptodrug_scraper.page.blocks import texts as texts_of
from cryptodrug_scraper.page.cells import cells_of, cells_text
from cryptodrug_scraper.page.extent import rates_text
from cryptodrug_scraper.page.rows_within import (
    rates_within,
    shipping_within,
    tier_within,
    variant_within,
)
from cryptodrug_scraper.page.select import css
from cryptodrug_scraper.scaffold.label_words import field_of_label, fields_of_label
from cryptodrug_scraper.scaffold.outline import step_of
from cryptodrug_scraper.scaffold.proposal import RowsProposal
from cryptodrug_scraper.scaffold.row_headings import heading_of, selector_by_heading
from cryptodrug_scraper.scaffold.selecting import selector_of_blocks
from cryptodrug_scraper.scaffold.shapes import SIGNS, shapes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cryptodrug_scraper.page.document import Document, Element
    from cryptodrug_scraper.scaffold.own_page import Own

__all__ = ["READS_ROW", "has_cells", "propose_rows", "rows_in"]

READS_ROW: Mapping[str, Callable[[str, Mapping[str, str]], object]] = {
    "price_tiers": tier_within,
    "shipping_options": shipping_within,
    "variants": variant_within,
}
"""What reads a row of an offer's lists, by the field."""
_HOLDERS = ("table", "tbody", "ul", "ol", "dl", "select", "fieldset", "div", "section", "details")
_ROWS = frozenset({"tr", "li", "option", "label", "div", "dd", "p", "article"})
_NAMES = ".#["
"""Signs of which a selector has one that goes by a name."""
_MOST_ROWS = 40
_LONGEST = 120
_NAME_DAYS_PRICE = 3
"""Cells of a way of delivery that has one for each."""
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
        selector = _selector_of([(own[page].page.document, own[page].root, rows) for page, rows in by_page.items()])
        if (
            selector is not None
            and name not in proposals
            and not any(p.selector == selector for p in proposals.values())
        ):
            by_cells = all(has_cells(name, row) for rows in by_page.values() for row in rows)
            proposals[name] = RowsProposal(name, selector, len(by_page), is_named, by_cells)
    return list(proposals.values())


def _selector_of(pages: Sequence[tuple[Document, Element, list[Element]]]) -> str | None:
    """What selects the rows of pages, or of those of each layout that has a selector, as one selector."""
    every = _selector_of_layout(pages)
    if every is not None:
        return every
    layouts: dict[object, list[tuple[Document, Element, list[Element]]]] = defaultdict(list)
    for document, root, rows in pages:
        holder = rows[0].getparent()
        layouts[rows[0].tag, None if holder is None else step_of(holder)].append((document, root, rows))
    largest = sorted(layouts.values(), key=len, reverse=True)
    found = [(selector, layout) for layout in largest if (selector := _selector_of_layout(layout)) is not None]
    joined = ", ".join(dict.fromkeys(selector for selector, _ in found))
    if joined and all(css(joined)(root) == rows for _, layout in found for _, root, rows in layout):
        return joined
    return found[0][0] if found else None


def _selector_of_layout(pages: Sequence[tuple[Document, Element, list[Element]]]) -> str | None:
    """What selects the rows: by a name, or by the heading of their list, or else by what they have in them alone."""
    found = selector_of_blocks([(root, rows) for _, root, rows in pages])
    return found if found is not None and any(sign in found for sign in _NAMES) else selector_by_heading(pages) or found


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
        named = _named(own.page.document, holder)
        said = {name: [_row_text(own.page.document, name, row) for row in rows] for name in READS_ROW}
        read = {name: [reads(text, SIGNS) for text in said[name]] for name, reads in READS_ROW.items()}
        shares = {name: sum(each is not None for each in found) / len(rows) for name, found in read.items()}
        if named is not None and shares[named] >= _LEAST:
            yield named, True, rows
        elif named is None and len(rows) > 1 and shares["variants"] == 1.0 and all(map(_is_choice, rows)):
            yield "variants", False, rows
        elif named is None and len(rows) > 1 and shares["price_tiers"] == 1.0 and _begin_with_numbers(texts):
            yield "price_tiers", False, rows


def _row_text(document: Document, name: str, row: Element) -> str:
    """What a row says of a field: its cells apart where it has a name, days and a price each in one of their own."""
    return cells_text(document, row) if has_cells(name, row) else document.text(row)


def has_cells(name: str, row: Element) -> bool:
    """Tell whether the cells of a row are to be read apart: those of a way of delivery."""
    return name == "shipping_options" and len(cells_of(row)) >= _NAME_DAYS_PRICE


def _is_choice(row: Element) -> bool:
    """Tell whether a row is one of several of which a buyer takes one."""
    return row.find(".//input[@type='radio']") is not None and "money" in shapes_of("".join(texts_of(row)))


def _begin_with_numbers(texts: list[str]) -> bool:
    return all(text[:1].isdigit() for text in texts)


def _named(document: Document, holder: Element) -> str | None:
    """The field that words near a list name; ``Options of delivery`` are no variants."""
    heading = heading_of(document, holder, "tr")
    of_heading = fields_of_label(heading.text, "rows") if heading is not None else []
    if len(of_heading) > 1:
        return next(name for name in of_heading if name != "variants")
    return field_of_label(" ".join([heading.text if heading is not None else "", _around(document, holder)]), "rows")


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
