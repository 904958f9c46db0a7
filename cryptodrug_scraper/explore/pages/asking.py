"""A question of one's own, or one copied from a report, whose rows lead on to their pages."""

from __future__ import annotations

from flask import Blueprint, Response, request

from cryptodrug_scraper.explore.pages.answer import asked, most_rows, sources

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("asking", __name__)


@BLUEPRINT.get("/ask")
def question() -> Response:
    """The answer to a question in SQL, which is asked as researchers may: it reads views, and changes nothing."""
    sql = request.args.get("sql", "").strip().rstrip(";")
    tables = [sources().ask_as_written("answer", "The answer", sql, most=most_rows())] if sql else []
    return asked("ask.html", tables, heading="Ask in SQL", sql=sql)
