"""Writes the lines that read lists within a page of an offer or account, and how far a page's list goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.page.account_within import external_within
from cryptodrug_scraper.scaffold.candidates import EXTERNAL
from cryptodrug_scraper.scaffold.code_text import check
from cryptodrug_scraper.scaffold.propose_rows import READS_ROW

if TYPE_CHECKING:
    from cryptodrug_scraper.scaffold.code_text import Module
    from cryptodrug_scraper.scaffold.proposal import KindProposal

__all__ = ["extent_lines", "rows_lines"]


def extent_lines(module: Module, proposal: KindProposal) -> list[str]:
    """The lines that read how far lists go: that of the page, and ratings beside offers."""
    listed = "review" if proposal.lists_ratings else "listing"
    by_list = {listed: list(proposal.extent)}
    if proposal.rated:
        by_list.setdefault("review", []).append(proposal.rated)
    for each, selectors in proposal.totals.items():
        by_list.setdefault(each, []).extend(selectors)
    lines, number = [], 0
    for each, selectors in by_list.items():
        found = []
        for selector in dict.fromkeys(selectors):
            name = module.selector(f"_{proposal.kind.upper()}_EXTENT{number or ''}", selector)
            found.append(f"*{name}(document.root)[:1]")
            number += 1
        if found:
            module.use("read_extent")
            phrases = f", _{each.upper()}_TOTALS" if module.totals.phrases(each) else ""
            lines.append(f'    read_extent(document, "{each}", [{", ".join(found)}]{phrases})')
    return lines


def rows_lines(module: Module, proposal: KindProposal, name: str) -> list[str]:
    """The lines that read the lists of an offer or an account into the record of that name."""
    lines: list[str] = []
    for each in proposal.rows:
        is_external = each.name == EXTERNAL
        reader = external_within.__name__ if is_external else READS_ROW[each.name].__name__
        module.use(reader)
        selector = module.selector(f"_{proposal.kind.upper()}_{each.name.upper()}", each.selector)
        if not each.is_named:
            lines += check("    ", f"no word near these rows says what they are; they read as {each.name}")
        if each.name == "price_tiers":
            lines += check("    ", "is the price of a step that of one unit, or of all of them?")
        reads = f"lambda text: {reader}(text, _SIGNS)" if module.signs and not is_external else reader
        text = "cells_text(document, row)" if each.by_cells else "document.text(row)"
        if each.by_cells:
            module.use("cells_text")
        seen = f"on {each.pages} of {counted(len(proposal.pages), 'page')}"
        lines += [
            f"    if rows := document.whole({selector}(document.root)):  # {seen}",
            f"        {name}.{each.name} = [",
            "            said",
            "            for row in rows",
            f'            if (said := document.read("{each.name}", {text}, {reads})) is not None',
            "        ] or None",
        ]
    return lines
