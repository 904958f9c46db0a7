"""
Bytes and context to records: the one function through which every page goes, live or replayed.

It is pure: the same bytes and context always give the same result.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ParseError
from cryptodrug_scraper.page.document import Document, TooDeepError, whole_tags
from cryptodrug_scraper.page.entries import part_entries
from cryptodrug_scraper.page.facts import listing_facts
from cryptodrug_scraper.page.frame_part import without_parts
from cryptodrug_scraper.page.guard import ReaderFailedError, check_found, run
from cryptodrug_scraper.page.hostile import disarm
from cryptodrug_scraper.page.market import Market, markets
from cryptodrug_scraper.page.parsed import WALLS, PageContext, ParsedPage
from cryptodrug_scraper.page.places.restrictions import restrict
from cryptodrug_scraper.page.rating_times import report_odd_times
from cryptodrug_scraper.page.records import Issue, Listing, Review, Vendor
from cryptodrug_scraper.page.skipped import without_skipped
from cryptodrug_scraper.page.structure import Structure
from cryptodrug_scraper.page.text import decode, looks_doubly_encoded

if TYPE_CHECKING:
    from cryptodrug_scraper.page.facts import ListingFacts

__all__ = ["parse_page"]

_MAGIC = {
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x89PNG": "a PNG picture",
    b"GIF8": "a GIF picture",
    b"RIFF": "a RIFF file, such as a WebP picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip file",
    b"\x28\xb5\x2f\xfd": "a zstd file",
    b"WARC/": "a WARC archive: use replay, which reads archives",
}
_NO_THINGS = (
    rb"(?!\s*(?:x|st|[mk]?g|ug|ml|gr|pcs|gramm?e?s?|pills?|tabs?)\b|\s+(?!not\b|bad\b|internal\b|page\b)(?-i:[a-z]))"
)
"""What behind a number counts nothing, as in ``400 g`` and ``500 recipes``, titles of offers."""
_SERVER_ERROR = re.compile(
    rb"<(?:title|h1)[^>]*>\s*(?:Error:?\s*)?([45]\d\d)\b"
    + _NO_THINGS
    + rb"[^<]*</|<title>[^<]*(?:Bad Gateway|Gateway Time-?out"
    rb"|Service (?:Temporarily )?Unavailable|Internal Server Error|Database Error)[^<]*</title>"
    rb"|<h1>\s*An? (?:PHP |Database )?Error (?:Was Encountered|Occurred)",
    re.IGNORECASE,
)
_DRESSED = re.compile(rb"<(?:link|img|nav|form)\b", re.IGNORECASE)
"""What a site's own pages have, and the plain pages of a web server have not."""
_SERVER_ERROR_SIZE = 4096
_TAIL = 256
_CONTROLS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r\f\x1b"))
_MOST_TAGS = 100_000
"""The longest real pages, ninety cards or three hundred ratings, have some 10,000."""
_SHORTEST_TAG = len("<a>")
_MARKUP = re.compile(rb"<[a-zA-Z!/?]")
_CONTENT = frozenset({Listing, Vendor, Review})
_OWN = ("cryptodrug_scraper",)
_SAYS_WHY = frozenset({"empty_list", "unexpected_structure"})
"""Issues that tell already why a page has no content."""


def parse_page(
    body: bytes, context: PageContext | None = None, market: str | None = None, *, plain: bool = False
) -> ParsedPage:
    """
    Read one page.

    Args:
        body: the page as it was fetched or saved.
        context: its address and capture time, as far as they are known.
        market: the market that it should be of. The page decides; a difference is an issue.
        plain: read all of it, the parts of its frame too that are known from other pages. It gives the same.
    """
    try:
        page = run("a page", partial(_parse, context=context or PageContext(), plain=plain), body, _OWN)
    except (ReaderFailedError, ParseError) as fault:
        page = ParsedPage.nothing_but(_issue_of(fault))
    if market is not None and page.market != market:
        found = "no known market" if page.market is None else page.market
        page.issues.append(Issue("market_mismatch", "error", f"expected a page of {market}, this one is of {found}"))
    return page


def _parse(body: bytes, context: PageContext, *, plain: bool) -> ParsedPage:
    if not body or body.isspace():
        return _nothing("empty", "the file is empty")
    for magic, what in _MAGIC.items():
        if body.startswith(magic):
            return _nothing("not_html", f"this is {what}")
    text, encoding, replaced = decode(body)
    if (encoding != "utf-8" or replaced or b"\x00" in text) and _is_binary(text):
        return _nothing("not_html", "this is binary data")
    text = text.replace(b"\x00", b"")
    if _MARKUP.search(text) is None:
        return _nothing("not_html", "there is no markup in it", encoding)
    complete = _ends(text)
    text, harm = disarm(text)
    page = _read(text, context, complete=complete, plain=plain)
    page.encoding = encoding
    if not complete:
        page.issues.insert(0, Issue("truncated", "warning", f"the page ends after {len(body)} bytes without </html>"))
    if replaced:
        page.issues.append(Issue("invalid_bytes", "warning", f"{replaced} characters are cut or are no {encoding}"))
    page.issues += harm
    return page


def _read(text: bytes, context: PageContext, *, complete: bool, plain: bool) -> ParsedPage:
    market, failed = _claimed(text)
    if market is None:
        return ParsedPage(None, _kind_without_market(text, complete=complete), None, complete, failed)
    try:
        whole = partial(_read_of, text=text, context=context, complete=complete, plain=plain)
        return run(f"a page of {market.name}", whole, market, (*_OWN, *market.sources))
    except (ReaderFailedError, ParseError) as fault:
        return ParsedPage.nothing_but(_issue_of(fault), market.name, complete=complete)


def _read_of(market: Market, text: bytes, context: PageContext, *, complete: bool, plain: bool) -> ParsedPage:
    """Read a page that a market claims."""
    tags = text.count(b"<") if len(text) > _MOST_TAGS * _SHORTEST_TAG else 0
    if tags > _MOST_TAGS:
        detail = f"{tags} tags, and no page of a market has over {_MOST_TAGS}: not read"
        issue = Issue("too_many_tags", "error", detail)
        return ParsedPage(market.name, "unknown", None, complete, [issue], structure=Structure(text))
    text, skipped = without_skipped(text, market.skipped)
    if not complete:
        text = whole_tags(text)
    twice = looks_doubly_encoded(text)
    for parts in ((),) if plain or not market.frame else (market.frame, ()):
        rest, cut = without_parts(text, parts, twice=twice)
        try:
            document = Document(rest, context, complete=complete, twice=twice, parts=cut)
        except ParseError as fault:
            if not cut:
                structure = Structure(rest, skipped)
                return ParsedPage(market.name, "unknown", None, complete, [_no_tree(fault)], structure=structure)
            continue
        part_entries(document, market.entries)
        kind, facts = _read_document(document, market)
        if not document.misses_parts:
            break
    return ParsedPage(
        market=market.name,
        kind=kind,
        encoding=None,
        complete=complete,
        issues=document.issues,
        records=document.records,
        links=document.links,
        repairs=document.repairs,
        facts=facts,
        stands_for=market.walls.get(kind),
        structure=Structure(rest, skipped, (reading.marks for _, reading in cut.values())),
    )


def _claimed(text: bytes) -> tuple[Market | None, list[Issue]]:
    """
    The market that claims a page; where none does, an issue for each that failed to say.

    A page that a market claims says nothing of the others: what is read in it depends on nothing else installed.
    """
    failed = []
    for market in markets():
        try:
            if run(f"claims of {market.name}", market.claims, text, market.sources):
                return market, []
        except (ReaderFailedError, ParseError) as fault:
            failed.append(_issue_of(fault))
    return None, failed


def _read_document(document: Document, market: Market) -> tuple[str, dict[int, ListingFacts]]:
    """
    The kind of a page, and the facts of its listings; what is read stays in the document.

    A reader that fails has shown that its author did not foresee the page, so nothing that it stated before is kept;
    the links are, since they state nothing and a crawl goes on by them.
    """
    kind = "unknown"
    facts: dict[int, ListingFacts] = {}
    try:
        kind = _kind_of(document, market)
        if (reader := market.readers.get(kind)) is not None:
            what = f"{kind} of {market.name}"
            try:
                run(what, reader, document, market.sources)
            except ParseError as fault:
                if document.complete:
                    document.issue("unexpected_structure", str(fault), "error")
            if not market.is_typed:
                check_found(what, document)
            facts = run(f"facts of {market.name}", partial(_facts, market=market), document, (*_OWN, *market.sources))
    except ReaderFailedError as fault:
        document.drop()
        document.issues.append(fault.issue)
        return kind, facts
    if document.complete:
        _expect_content(kind, document, market)
    return kind, facts


def _facts(document: Document, market: Market) -> dict[int, ListingFacts]:
    facts = {}
    for place, record in enumerate(document.records):
        if type(record) is Listing:  # sooner told than by isinstance, and most records are of the menu
            restrict(record)
            facts[place] = listing_facts(record, market.taxonomy)
    report_odd_times(document)
    return facts


def _kind_of(document: Document, market: Market) -> str:
    what = f"classify of {market.name}"
    try:
        kind = run(what, market.classify, document, market.sources)
    except ParseError as fault:
        document.issue("unexpected_structure", str(fault), "error")
        return "unknown"
    if not isinstance(kind, str) or not (kind in market.readers or kind in WALLS or kind in market.walls):
        raise ReaderFailedError(what, f"it gave {kind!r}, which is no kind that the market declares"[:200])
    return kind


def _no_tree(fault: ParseError) -> Issue:
    if isinstance(fault, TooDeepError):
        return Issue("too_deep", "error", f"{fault}: not read")
    return Issue("not_html", "error", str(fault))


def _issue_of(fault: ReaderFailedError | ParseError) -> Issue:
    return fault.issue if isinstance(fault, ReaderFailedError) else Issue("unexpected_structure", "error", str(fault))


def _expect_content(kind: str, document: Document, market: Market) -> None:
    """
    Report a page without content that is no wall and does not say that it is empty: what a changed template looks like.
    """
    if kind == "unknown":
        document.issue("unknown_kind", f"a page with the title {document.title[:80]!r} is of no kind that is known")
        return
    if kind in WALLS or kind in market.walls or not _CONTENT.isdisjoint(map(type, document.records)):
        return
    if not _SAYS_WHY.intersection(issue.code for issue in document.issues):
        document.issue("no_records", f"this {kind} page holds no listing, vendor or review", "error")


def _kind_without_market(text: bytes, *, complete: bool) -> str:
    """A page that breaks off before it names its market may be of any."""
    if len(text) < _SERVER_ERROR_SIZE and _SERVER_ERROR.search(text) is not None and _DRESSED.search(text) is None:
        return "error"
    return "foreign" if complete else "unknown"


def _is_binary(text: bytes) -> bool:
    """Tell whether control characters make up more of a body than slips of a server or a saver could."""
    return (len(text) - len(text.translate(None, _CONTROLS))) * 50 > len(text) + 200


def _ends(text: bytes) -> bool:
    """Tell whether a page has its end; a fragment that never began as a document has none to miss."""
    if b"</html" in text[-_TAIL:].lower():
        return True
    lowered = text.lower()
    return b"</html" in lowered or b"<html" not in lowered


def _nothing(code: str, detail: str, encoding: str | None = None) -> ParsedPage:
    return ParsedPage(None, "unknown", encoding, complete=True, issues=[Issue(code, "error", detail)])
