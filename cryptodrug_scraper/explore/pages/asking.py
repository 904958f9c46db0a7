"""A question of one's own, or one copied from a report, whose rows lead on to their pages."""

from __future__ import annotations

from flask import Blueprint, Response, request

from cryptodrug_scraper.explore.pages.answer import asked, sources, wants_csv
from cryptodrug_scraper.explore.pages.download import download, is_left
from cryptodrug_scraper.explore.questions import MOST_ROWS, Table

__all__ = ["BLUEPRINT"]

BLUEPRINT = Blueprint("asking", __name__)

_NAME = "answer"
_MOST_BYTES = 8 * 1024 * 1024
"""Of the rows that a page shows."""
_MOST_TEXT = 20_000
"""Characters of one text on a page."""


@BLUEPRINT.get("/ask")
def question() -> Response:
    """The answer to a question in SQL, which is asked as researchers may: it reads views, and changes nothing."""
    sql = request.args.get("sql", "").strip()
    if sql and wants_csv() == _NAME:
        return download(sources(), _NAME, sql, None)
    tables = [_answer(sql)] if sql and wants_csv() is None else []
    return asked("ask.html", tables, heading="Ask in SQL", sql=sql)


def _answer(sql: str) -> Table:
    bounds = {"most_rows": MOST_ROWS, "most_bytes": _MOST_BYTES, "most_text": _MOST_TEXT}
    with sources().ask_apart(sql, None, is_left(), **bounds) as answer:
        rows = [row for some in answer.rows() for row in some]
        return Table("The answer", _NAME, answer.names, rows, sql, answer.is_cut)
