"""Pages without the white space that means nothing, as minifiers and some savers leave them, say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from cryptodrug_scraper.cases.case import Case, cases_below
from cryptodrug_scraper.page.parse import parse_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.page.parsed import ParsedPage

ROOT = Path(__file__).parents[2] / "fixtures" / "pages"
CASES = [case for market in ("dream", "empire", "wallstreet") for case in cases_below(ROOT / market)]
BLOCKS = (
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|fieldset|footer|form|h[1-6]|head|header|hr|html|li"
    "|link|main|meta|nav|ol|option|p|section|select|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
TAG = rf"</?(?:{BLOCKS})\b[^<>]*>"
PREFORMATTED = re.compile(r"(<pre\b.*?</pre>|<textarea\b.*?</textarea>)", re.DOTALL | re.IGNORECASE)


def between_tags(text: str) -> str:
    """A page without the white space that stands alone between two tags, of which one is a block's or a cell's."""
    text = re.sub(rf"({TAG})\s+(?=<)", r"\1", text, flags=re.IGNORECASE)
    return re.sub(rf"(?<=>)\s+(?={TAG})", "", text, flags=re.IGNORECASE)


def beside_blocks(text: str) -> str:
    """A page without the white space at the ends of the texts beside the tags of blocks and cells."""
    text = re.sub(rf"({TAG})\s+", r"\1", text, flags=re.IGNORECASE)
    return re.sub(rf"\s+(?={TAG})", "", text, flags=re.IGNORECASE)


def without(space: Callable[[str], str], body: bytes) -> bytes:
    """A page whose texts lost some white space, those that are preformatted apart."""
    parts = PREFORMATTED.split(body.decode("utf-8", "surrogateescape"))
    kept = [part if place % 2 else space(part) for place, part in enumerate(parts)]
    return "".join(kept).encode("utf-8", "surrogateescape")


def said(page: ParsedPage) -> dict[str, object]:
    """What a page says, without how many bytes it has."""
    issues = [issue for issue in page.issues if issue.code not in {"truncated", "invalid_bytes"}]
    return {
        "kind": page.kind,
        "issues": issues,
        "links": page.links,
        **{str(place): msgspec.to_builtins(record) for place, record in enumerate(page.records)},
    }


@pytest.mark.parametrize("space", [between_tags, beside_blocks])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.market}/{case.kind}/{case.folder.name}")
def test_a_page_says_the_same_without_white_space_around_its_blocks(case: Case, space: Callable[[str], str]) -> None:
    smaller = without(space, case.body)
    assert len(smaller) < len(case.body) or case.kind == "session_lost"
    assert said(parse_page(case.body, case.context)) == said(parse_page(smaller, case.context))
