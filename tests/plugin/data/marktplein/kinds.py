"""Which pages are of Marktplein, and what each of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.select import tester

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document

__all__ = ["claims", "classify"]

_TESTS = (
    ("login", tester("boolean(//form[@id='aanmelden'])")),
    ("wachtrij", tester("boolean(//p[@id='wachtrij'])")),
    ("category_list", tester("boolean(//ul[@id='kramen'])")),
    ("listing", tester("boolean(//table[@id='gegevens'])")),
)


def claims(body: bytes) -> bool:
    """Tell whether the market made a page."""
    return b" - Marktplein</title>" in body and b'<body id="plein">' in body


def classify(document: Document) -> str:
    """Give the kind of a page."""
    return next((kind for kind, has in _TESTS if has(document.root)), "unknown")
