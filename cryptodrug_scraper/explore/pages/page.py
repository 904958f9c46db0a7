"""A capture: the page as it looked, and all that was read from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, request

from cryptodrug_scraper.errors import ArchiveError
from cryptodrug_scraper.explore.guard import POLICY_OF_PAGES
from cryptodrug_scraper.explore.inert import inert_page
from cryptodrug_scraper.explore.pages.answer import asked, sources
from cryptodrug_scraper.explore.pages.other_times import other_times
from cryptodrug_scraper.explore.record_fields import marks_of, records_of

if TYPE_CHECKING:
    from cryptodrug_scraper.explore.evidence.found import PageEvidence

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("page", __name__)


@BLUEPRINT.get("/capture/<capture_id>")
def capture(capture_id: str) -> Response:
    """A page with marks for everything that was read of it, beside its fields."""
    chain = sources().chain(capture_id)
    evidence: PageEvidence | None = None
    times, why = None, None
    try:
        evidence = sources().evidence(chain)
    except ArchiveError as error:
        why = str(error)
    else:
        times = other_times(str(chain.capture["capture_id"]), evidence)
    return asked(
        "capture.html",
        [] if times is None else [times],
        heading=f"Capture {chain.capture['capture_id']}",
        chain=chain,
        readings=sources().readings(chain),
        records=[] if evidence is None else records_of(evidence),
        evidence=evidence,
        why=why,
    )


@BLUEPRINT.get("/capture/<capture_id>/page")
def page(capture_id: str) -> Response:
    """The page itself, inert, for the frame in other pages: with marks for one record, or for all."""
    place = request.args.get("record", type=int)
    evidence = sources().evidence(sources().chain(capture_id), place)
    places = None if place is None or not 0 <= place < len(evidence.page.records) else [place]
    marks = [] if "plain" in request.args else marks_of(evidence, places, frame="frame" in request.args)
    answer = Response(inert_page(evidence.text, marks))
    answer.headers["Content-Security-Policy"] = POLICY_OF_PAGES
    return answer
