"""A capture: the page as it looked, and all that was read from it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from cryptodrug_scraper.explore.guard import POLICY_OF_PAGES
from cryptodrug_scraper.explore.inert import inert_page
from cryptodrug_scraper.explore.pages.answer import asked, sources
from cryptodrug_scraper.explore.pages.other_times import other_times
from cryptodrug_scraper.explore.record_fields import marks_of, records_of

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("page", __name__)


@BLUEPRINT.get("/capture/<capture_id>")
def capture(capture_id: str) -> Response:
    """A page with marks for everything that was read of it, beside its fields."""
    chain = sources().chain(capture_id)
    evidence = sources().evidence(chain)
    times = other_times(str(chain.capture["capture_id"]), evidence)
    return asked(
        "capture.html",
        [] if times is None else [times],
        heading=f"Capture {chain.capture['capture_id']}",
        chain=chain,
        readings=sources().readings(chain),
        records=records_of(evidence),
        evidence=evidence,
    )


@BLUEPRINT.get("/capture/<capture_id>/page")
def page(capture_id: str) -> Response:
    """The page itself, inert, for the frame in other pages: with marks for one record, or for all."""
    evidence = sources().evidence(sources().chain(capture_id))
    place = request.args.get("record", type=int)
    places = None if place is None or not 0 <= place < len(evidence.page.records) else [place]
    marks = [] if "plain" in request.args else marks_of(evidence, places, frame="frame" in request.args)
    answer = Response(inert_page(evidence.text, marks))
    answer.headers["Content-Security-Policy"] = POLICY_OF_PAGES
    return answer
