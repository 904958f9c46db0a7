"""A capture: the page as it looked, and all that was read from it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from cryptodrug_scraper.errors import ArchiveError, ParseError
from cryptodrug_scraper.explore.called import called
from cryptodrug_scraper.explore.evidence.found import MOST_RECORDS
from cryptodrug_scraper.explore.guard import POLICY_OF_PAGES
from cryptodrug_scraper.explore.inert.marks import HEAD
from cryptodrug_scraper.explore.pages.answer import asked, sources
from cryptodrug_scraper.explore.pages.other_times import other_times
from cryptodrug_scraper.explore.record_fields import marks_of, records_of
from cryptodrug_scraper.explore.time_words import doubted_words
from cryptodrug_scraper.page.records import Listing, Vendor

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.explore.evidence.found import PageEvidence
    from cryptodrug_scraper.explore.inert.marks import Mark
    from cryptodrug_scraper.page.parsed import ParsedPage
    from cryptodrug_scraper.store.provenance import Chain

__all__ = ["BLUEPRINT", "called_page", "coming_back", "framed"]

BLUEPRINT = Blueprint("page", __name__)

_AGAIN = 1
"""Seconds after which a browser asks again."""
_NOTE = "{}<div class=cd-note>{}</div></body></html>"
_SOON = 'The page is being made ready, and its words are being looked for. <a href="">Look again</a>'
"""A link, as a browser reloads nothing by itself in a frame in which nothing of a page may run."""


@BLUEPRINT.get("/capture/<capture_id>")
def capture(capture_id: str) -> Response:
    """A page with marks for everything that was read of it, beside its fields."""
    chain = sources().chain(capture_id)
    evidence: PageEvidence | None = None
    times, why, is_pending = None, None, False
    first = max(0, request.args.get("from", 0, type=int))
    try:
        evidence = sources().evidence(chain, first=first)
    except TimeoutError:
        is_pending = True
    except (ArchiveError, ParseError) as error:
        why = str(error)
    else:
        times = other_times(str(chain.capture["capture_id"]), evidence)
    return coming_back(
        asked(
            "capture.html",
            [] if times is None else [times],
            heading=called_page(chain, None if evidence is None else evidence.page),
            chain=chain,
            readings=sources().readings(chain),
            told=doubted_words(sources().estimate(chain)),
            records=[] if evidence is None else records_of(evidence),
            parts=[] if evidence is None else range(0, len(evidence.page.records), MOST_RECORDS),
            first=first,
            evidence=evidence,
            is_pending=is_pending,
            why=why,
        ),
        is_pending=is_pending,
    )


def called_page(chain: Chain, page: ParsedPage | None) -> str:
    """What a person calls a page: the listing or vendor that it is about, else its kind, with its market and day."""
    when = {"captured_at": chain.capture["captured_at"]}
    if page is None:
        return called(when, chain.parse_run.get("market")) or "A page"
    for record in page.records:
        if isinstance(record, Listing | Vendor) and record.seen_on == "page":
            said = {name: getattr(record, name, None) for name in ("title", "vendor", "listing_id")}
            return called(when | {name: value for name, value in said.items() if isinstance(value, str)}, page.market)
    kind = str(page.kind).replace("_", " ").capitalize()
    return ", ".join(filter(None, [kind, called(when, page.market)]))


def coming_back(answer: Response, *, is_pending: bool) -> Response:
    """Make the browser ask again in a moment where something is still being looked for."""
    if is_pending:
        answer.headers["Refresh"] = str(_AGAIN)
    return answer


@BLUEPRINT.get("/capture/<capture_id>/page")
def page(capture_id: str) -> Response:
    """The page itself, inert, for the frame in other pages: with marks for one record, or for several."""
    chain = sources().chain(capture_id)
    return framed(lambda: sources().drawn(chain, _marks(chain)))


def framed(draw: Callable[[], str]) -> Response:
    """Return what is drawn of pages of markets, for a frame in which nothing of theirs runs; or why it is not there."""
    try:
        shown = draw()
    except TimeoutError:
        shown = _NOTE.format(HEAD, _SOON)
    except (ArchiveError, ParseError) as error:
        shown = _NOTE.format(HEAD, escape(str(error)))
    answer = Response(shown)
    answer.headers["Content-Security-Policy"] = POLICY_OF_PAGES
    return answer


def _marks(chain: Chain) -> list[Mark]:
    if "plain" in request.args:
        return []
    place = request.args.get("record", type=int)
    first = max(0, request.args.get("from", 0, type=int))
    evidence = sources().evidence(chain, place, 0 if place is not None else first)
    return marks_of(evidence, None if place is None else evidence.looked, frame="frame" in request.args)
