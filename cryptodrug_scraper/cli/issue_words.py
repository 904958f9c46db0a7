"""What the issues of a reading mean, in a few words each; docs/records.md has more."""

from __future__ import annotations

__all__ = ["meaning_of"]

_MEANINGS = {
    "clock_disagrees": "the page's clock is over a day from the stated day, which counts",
    "clock_implausible": "only the page's clock tells the time, and it is out of such markets' years",
    "empty": "the file is empty",
    "empty_list": "a list without rows; normal where the page says so itself",
    "field_unreadable": "a value does not have the form that is expected",
    "invalid_bytes": "signs that were cut, or are not of the page's encoding",
    "market_mismatch": "the page is of another market than --market says",
    "modified_disagrees": "the page's clock is over a day from when the file was changed; the clock counts",
    "no_records": "a page with content that gave no record: is the template new?",
    "not_about_vendor": "feedback that an account left for others: left out",
    "not_html": "the file is no page",
    "odd_rating_time": "ratings from before 2011, or from over two days after the capture",
    "out_of_range": "a value that no column holds",
    "reader_died": "the process that read the page ended: not read",
    "reader_failed": "the reader failed on the page: only its links are kept",
    "rows_failed": "no rows could be made of the page",
    "rows_refused": "the database refuses a value of the page",
    "too_deep": "a page made to stall the reader: not read",
    "too_large": "reading takes more than 1.5 GB of memory: not read",
    "too_long": "a text that no column holds",
    "too_many_attributes": "an element made to stall the reader",
    "too_many_records": "more than 16,777,216 records: none is kept",
    "too_many_tags": "a page made to stall the reader: not read",
    "too_slow": "reading takes more than 10 s: not read",
    "truncated": "the page is cut: its last record is dropped",
    "unexpected_structure": "a page of a known kind, but not built like one: is the template new?",
    "unknown_kind": "a page of a known market, but of no known kind",
    "unknown_label": "a label that the reader does not know",
    "unknown_paging": "links to further pages that the reader does not understand",
    "unknown_place": "an origin or destination that names no known place",
}


def meaning_of(code: str) -> str:
    """Return what an issue means; empty for one that only a market's own reader knows."""
    return _MEANINGS.get(code, "")
