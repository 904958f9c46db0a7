"""A page with a form that writes, for tests of all such pages."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from flask import Blueprint, Response, render_template_string, request
from sqlalchemy import insert, select

from cryptodrug_scraper.explore.form import Form, FormField
from cryptodrug_scraper.explore.pages.answer import elsewhere
from cryptodrug_scraper.explore.writing import Writing, writing
from cryptodrug_scraper.store.models import Decision

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["noting"]

_PAGE = """{% extends "base.html" %}{% from "_writing.html" import writing_form with context %}
{% block content %}<p id="kept">{{ kept|length }} kept: {{ kept|join(", ") }}</p>
{{ writing_form(form) }}{% endblock %}"""
FORM = Form(
    "/note",
    (
        FormField("verdict", "Is it so?", "choice", (("accepted", "Yes"), ("rejected", "No")), is_required=True),
        FormField("kind", "Of what", "select", (("", ""), ("class", "A class"), ("link", "A link"))),
        FormField("title", "Title", hint="As it stands on the page.", is_required=True, most=20),
        FormField("why", "Why", "area", most=1000),
    ),
    "Keep it",
)


def noting(engine: Engine, *, is_alone: bool = False) -> Writing:
    """The page, written by somebody through these connections."""
    pages = Blueprint("noting", __name__)

    @pages.get("/note")
    def shown() -> Response:
        return page(FORM)

    @pages.post("/note")
    def taken() -> Response:
        form = FORM.taken(request.form)
        if not form.is_right:
            return page(form, 422)
        said = form.values
        row = {
            "decision_id": uuid4(),
            "kind": "class",
            "subject": {"title": said["title"]},
            "verdict": said["verdict"],
            "decided_by": writing().by,
            "decided_at": datetime.now(UTC),
            "decided_why": said["why"],
        }
        with writing().engine.connect() as connection, connection.begin():
            connection.execute(insert(Decision), [row])
        return elsewhere("/note")

    def page(form: Form, code: int = 200) -> Response:
        with writing().engine.connect() as connection:
            kept = list(connection.execute(select(Decision.decided_why).order_by(Decision.decided_at)).scalars())
        text = render_template_string(_PAGE, form=form, kept=kept, heading="A note", path="/note", query="")
        return Response(text, code)

    return Writing("E. Peeters", engine, pages, ("/note", "Notes"), is_alone)
