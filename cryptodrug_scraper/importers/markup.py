"""Decide whether a file can be a page, by its bytes, its name, and what a server said about it."""

from __future__ import annotations

import re

from cryptodrug_scraper.importers.assets import is_named_as_data, no_page_by_bytes
from cryptodrug_scraper.importers.reasons import Reason
from cryptodrug_scraper.page.text import decode

__all__ = ["why_no_page"]

_HEAD = 1024
"""Bytes at the beginning of a file within which most pages have markup."""
_BLANK = b"\x00\xef\xbb\xbf\xfe\xff \t\r\n\f\v"
"""Bytes of files without content: white space, zeros after a crash, byte order marks."""
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r\f\x1b"))
_ELEMENT = re.compile(
    rb"<(?:!doctype\s+html|/?(?:html|head|title|meta|link|base|style|script|body|frame|frameset|iframe|noscript|header"
    rb"|footer|main|nav|section|article|aside|div|span|p|a|h[1-6]|table|thead|tbody|tr|td|th|caption|ul|ol|li|dl|dt|dd"
    rb"|form|input|button|select|option|label|textarea|fieldset|img|br|hr|center|font|b|i|u|em|strong|small|pre|code"
    rb"|blockquote))(?=[\s/>])",
    re.IGNORECASE,
)
_BEFORE = rb"(?:\s|<\?[^>]*>|<!--(?>.*?-->)|<!doctype\s(?!\s*html)[^>]*>)*+"
"""What may stand before the first element: each part is matched one way only, so that no file takes long."""
_DOCUMENT = re.compile(
    _BEFORE + rb"<(?:!doctype\s+html|(?:html|head|title|meta|body)(?=[\s/>]))", re.IGNORECASE | re.DOTALL
)
_OTHER_MARKUP = re.compile(
    _BEFORE + rb"<(?:svg|rss|feed|rdf:rdf|urlset|sitemapindex|opml|plist|kml|gpx)(?=[\s/>])", re.IGNORECASE | re.DOTALL
)
_BEGINS_AS_MARKUP = re.compile(rb"\s*<(?:[a-z!/?]|\Z)", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\{\s*[\"}]|\[\s*(?:[\[{\"\]]|-?\d+\s*[,\]]))")


def why_no_page(body: bytes, name: str, *, served: bool) -> Reason | None:
    """
    Return why some bytes cannot be a page; None if they can.

    A response that a server sent as a page is one unless it is a picture or an archive: servers report errors in plain
    words, and sometimes send nothing at all. Any other file has only its content to show that it is a page: it needs
    markup. A page that is cut, or that is only a piece, has some. Text of another kind can hold markup, too: a file
    that is named as Markdown, code or data is a page only if it begins as a document.

    Args:
        body: the bytes.
        name: the name of the file, or its path.
        served: whether the bytes are known to be a server's answer, which said that it was a page.
    """
    if not served and not body.strip(_BLANK):
        return Reason.EMPTY
    if no_page_by_bytes(body):
        return Reason.BINARY
    if served:
        return None
    named_as_data = is_named_as_data(name)
    head = body[:_HEAD]
    if not named_as_data and _ELEMENT.search(head) is not None and not _is_other(head):
        return None
    text, encoding, replaced = decode(body)
    if (encoding != "utf-8" or replaced or b"\x00" in text) and _is_binary(text):
        return Reason.BINARY
    text = text.replace(b"\x00", b"")
    if _is_other(text) or (named_as_data and _DOCUMENT.match(text) is None):
        return Reason.NO_MARKUP
    if _BEGINS_AS_MARKUP.match(text) is not None or _ELEMENT.search(text) is not None:
        return None
    return Reason.NO_MARKUP


def _is_other(text: bytes) -> bool:
    return _JSON.match(text) is not None or _OTHER_MARKUP.match(text) is not None


def _is_binary(text: bytes) -> bool:
    """Tell whether control characters make up more of a body than slips of a server or a saver could."""
    return (len(text) - len(text.translate(None, _CONTROLS))) * 50 > len(text) + 200
