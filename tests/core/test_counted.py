"""Numbers of things agree with their words in every line that is printed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from cryptodrug_scraper.counted import counted

ROOT = Path(__file__).parents[2]
ROOMS = (
    "archive",
    "cli",
    "crawl",
    "derive",
    "export",
    "replay",
    "report",
    "scaffold",
    "schedule",
    "store",
    "study",
    "tor",
)
THINGS = (
    "account|asked price|body|byte|capture|case|crawl|day|error|field|figure|file|fixture|host|issue|kind|listing|move"
    "|observation|order|page|part|partition|place|problem|question|rate|rating|record|request|revisit|row|sale|session"
    "|share|snapshot|table|time|vendor|view|wall|warning|word"
)
NUMBERED = re.compile(rf"^ (?:(?:asked|damaged|more|new|other) )?(?:bodies|(?:{THINGS})s)\b(?!/)")
"""What stands after a value: a plural that would stay one after 1."""
FEW = {
    "FEWEST",
    "facts.digests.captures",
    "SECONDS",
    "limit",
    "self.days",
    "self.budget",
    "len(page.records)",
    "seconds",
}
"""Thresholds, lengths of time, and what is told only of too many."""
NO_NUMBERS = {
    "page",
    "kind",
    "row['kind']",
    "market",
    "loss.record",
    "self.rate",
    "per_second",
    "self.at_once",
    "at_once",
}
"""Names, and rates that are asked for."""


@pytest.mark.parametrize(
    ("number", "thing", "form", "told"),
    [
        (1, "page", "", "1 page"),
        (0, "page", "", "0 pages"),
        (2204, "page", ",", "2,204 pages"),
        (1, "page is cut|pages are cut", "", "1 page is cut"),
        (21, "page is cut|pages are cut", "", "21 pages are cut"),
        (-1, "body|bodies", "", "-1 bodies"),
    ],
)
def test_what_is_counted_agrees(number: int, thing: str, form: str, told: str) -> None:
    assert counted(number, thing, form) == told


def fixed_plurals() -> list[str]:
    """Each value that stands before a plural which does not vary, with its place."""
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / "cryptodrug_scraper" / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.JoinedStr):
                    continue
                for value, after in zip(node.values, node.values[1:], strict=False):
                    if not (isinstance(value, ast.FormattedValue) and isinstance(after, ast.Constant)):
                        continue
                    told = ast.unparse(value.value)
                    if NUMBERED.search(str(after.value)) and told not in FEW | NO_NUMBERS:
                        found.append(f"{path.relative_to(ROOT)}:{node.lineno}: {{{told}}}{str(after.value)[:30]}")
    return found


def test_no_number_stands_before_a_plural_that_does_not_vary() -> None:
    assert not fixed_plurals()
