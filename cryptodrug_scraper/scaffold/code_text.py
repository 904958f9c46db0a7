"""The text of a module while it is written: its imports, its constants, and lines as the formatter breaks them."""

from __future__ import annotations

from dataclasses import dataclass, field
from textwrap import wrap
from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.answers import Totals, Words
from cryptodrug_scraper.scaffold.hashed import with_any_hash

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


__all__ = ["PAGE", "Module", "check", "imports", "listed", "quoted", "raw"]

_WIDE = 116


PAGE = "cryptodrug_scraper.page"


_PLACES = {
    "css": "select",
    **dict.fromkeys(("attribute_of", "text_of"), "select"),
    **dict.fromkeys(("first", "linked"), "select"),
    "one": "select",
    "audit": "select",
    **dict.fromkeys(("bare_lines", "below_heading", "heading_text", "labelled", "opening", "unstruck"), "labelled"),
    "line_at": "lines",
    "phrased": "phrases",
    **dict.fromkeys(
        ("counted_since", "external_within", "fingerprint_within", "star_ratings", "votes_within", "whole_stars"),
        "account_within",
    ),
    "cells_text": "cells",
    **dict.fromkeys(("bare_stars", "level_within", "rating_within", "stars_within"), "rated_within"),
    "unit_within": "price_unit",
    "limits_within": "limits_within",
    **dict.fromkeys(("feedback_tables", "read_windows"), "feedback_table"),
    **dict.fromkeys(("whole_rows", "with_rest"), "grouped_rows"),
    "iconed": "iconed",
    "worded": "worded",
    "account_name": "addresses",
    "own_part": "addresses",
    "part_of": "addresses",
    "path_of": "addresses",
    "ends_visit": "leaving",
    "read_extent": "extent",
    "note_empty": "extent",
    "read_site": "site_within",
    "read_rates": "extent",
    **dict.fromkeys(("days_beside", "days_within", "shipping_within", "tier_within", "variant_within"), "rows_within"),
    **dict.fromkeys(("read_menu", "read_path"), "menus"),
    "read_key": "openpgp",
    "parse_place": "places.fields",
    **dict.fromkeys(("arrowed", "route_within"), "route_within"),
    "parse_age": "printed_times",
    "parse_printed_day": "printed_times",
    "parse_moment": "printed_times",
    "time_said": "printed_times",
    **dict.fromkeys(
        (
            *(
                "amounts_within",
                "class_within",
                "count_within",
                "leading_count",
                "second_count",
                "bracketed_count",
                *("coins_within", "parts_within"),
                "counter_within",
                "mask_within",
                "mean_within",
                "name_within",
                "order_limits",
                "payments_within",
            ),
            *("price_within", "share_within", "sign_within", "step_within", "stock_within", "written"),
            "yes_within",
        ),
        "within",
    ),
    **dict.fromkeys(("Listing", "Review", "Vendor"), "records"),
}


@dataclass(slots=True)
class Module:
    """A module while it is written; `has_accounts` where it knows the addresses of accounts."""

    names: set[str] = field(default_factory=set)
    constants: list[str] = field(default_factory=list)
    signs: dict[str, str] = field(default_factory=dict)
    words: Words = field(default_factory=Words)
    totals: Totals = field(default_factory=Totals)
    site: Mapping[str, str] = field(default_factory=dict)
    has_accounts: bool = False
    written: dict[tuple[str, ...], str] = field(default_factory=dict)

    def again(self, name: str, key: tuple[str, ...]) -> str | None:
        """The name of a function that was written for the same; None where there is none, and then this is one."""
        known = self.written.get(key)
        if known is None:
            self.written[key] = name
        return known

    def site_selectors(self) -> dict[str, str]:
        """The names of the selectors of what the frame says of the site, by arguments of `site_within.read_site`."""
        arguments = {"server_time": "clock", "display_currency": "currency", "logged_in": "logged_in"}
        selectors = {
            argument: ", ".join(selector for selector, said in self.site.items() if said == name)
            for name, argument in arguments.items()
        }
        return {each: self.selector(f"_{each.upper()}", selector) for each, selector in selectors.items() if selector}

    def use(self, *names: str) -> None:
        """Import names of the room ``page``."""
        self.names.update(names)

    def constant(self, line: str) -> None:
        """Declare a constant, once."""
        if line not in self.constants:
            self.constants.append(line)

    def selector(self, name: str, selector: str) -> str:
        """Declare a selector, and return its name: with a number behind it where another one has that name."""
        self.use("css")
        said = f" = css({quoted(with_any_hash(selector))})"
        number = 1
        named = name
        while any(line.startswith(f"{named} = ") and line != named + said for line in self.constants):
            number += 1
            named = f"{name}_{number}"
        self.constant(named + said)
        return named


def imports(names: Iterable[str]) -> list[str]:
    """The lines that import names of the room ``page``."""
    by_module: dict[str, list[str]] = {}
    for name in names:
        by_module.setdefault(_PLACES[name], []).append(name)
    lines = []
    for module in sorted(by_module):
        said = sorted(by_module[module], key=lambda name: (not name[0].isupper(), name))
        line = f"from {PAGE}.{module} import {', '.join(said)}"
        if len(line) <= 120:  # as the formatter breaks lines
            lines.append(line)
        else:
            lines += [f"from {PAGE}.{module} import (", *(f"    {name}," for name in said), ")"]
    return lines


def quoted(text: str) -> str:
    """A string as the formatter writes it."""
    escaped = text.replace("\\", "\\\\")
    return f"'{escaped}'" if '"' in escaped and "'" not in escaped else '"' + escaped.replace('"', '\\"') + '"'


def raw(text: str) -> str:
    """A regular expression as the formatter writes it."""
    return f'r"{text}"' if "\\" in text else f'"{text}"'


def listed(start: str, items: Sequence[str], end: str) -> list[str]:
    """Items between brackets, on one line or each on one of its own, as the formatter breaks them."""
    line = f"{start}{', '.join(items)}{end}"
    return [line] if len(line) <= 120 else [start, *(f"    {item}," for item in items), end]


def check(indent: str, *doubts: str) -> list[str]:
    """Comments that the author is to see to."""
    return [
        f"{indent}# {line}"
        for doubt in doubts
        for number, line in enumerate(wrap(f"CHECK: {doubt}", _WIDE - len(indent) - 2))
        if number >= 0
    ]
