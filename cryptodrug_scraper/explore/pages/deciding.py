"""Deciding where something is shown: the form of each kind of decision, all decisions, and taking one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from cryptodrug_scraper.decisions.decide import decide, withdraw
from cryptodrug_scraper.decisions.ledger import decisions_of
from cryptodrug_scraper.decisions.seen import ground_of
from cryptodrug_scraper.decisions.standing import key_of, standing
from cryptodrug_scraper.decisions.subject import Account, Class, Country, Field, HoldingPrice, Link
from cryptodrug_scraper.decisions.told import Told, told
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.explore.called import market_called
from cryptodrug_scraper.explore.decision_form import SAID_OF_CLASS, WHY, Asked, asked_about, form_of
from cryptodrug_scraper.explore.form import Form
from cryptodrug_scraper.explore.pages.answer import elsewhere, sources
from cryptodrug_scraper.explore.shown import history_path
from cryptodrug_scraper.explore.writing import writing

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from cryptodrug_scraper.decisions.decision import Value
    from cryptodrug_scraper.decisions.subject import Subject

__all__ = ["BLUEPRINT", "PLACE"]

BLUEPRINT = Blueprint("deciding", __name__)

PLACE = ("/decisions", "Decisions")
"""The page of all decisions, and the words of the link to it."""
_REFUSED = 422


@dataclass(frozen=True, slots=True)
class _Shown:
    """
    What a person sees who decides.

    Attributes:
        asked: what is decided on.
        seen: what the database shows of it.
        earlier: the decision on the same that counts; None: there is none.
    """

    asked: Asked
    seen: Mapping[str, Any]
    earlier: Told | None


@BLUEPRINT.get("/decide/<kind>")
def question(kind: str) -> Response:
    """The form for one subject, with what the database shows of it, and what was decided before."""
    found = _shown(kind)
    return _page(found, form_of(found.asked, kind, _path(), found.seen))


@BLUEPRINT.post("/decide/<kind>")
def answer(kind: str) -> Response:
    """Write what was decided, or say beside the fields why it was not."""
    found = _shown(kind)
    form = form_of(found.asked, kind, _path(), found.seen).taken(request.form)
    if form.is_right:
        try:
            saying = found.asked.saying(form, writing().by)
            with writing().engine.begin() as ledger, sources().owner.connect() as reading:
                made = decide(ledger, saying, datetime.now(UTC), reading=reading)
        except (ConfigurationError, StoreError) as error:
            form = form.refused(f"{error}.")
        else:
            return elsewhere(f"{PLACE[0]}?{urlencode({'made': str(made.decision_id)})}")
    return _page(found, form, _REFUSED)


@BLUEPRINT.get("/decisions")
def decisions() -> Response:
    """All decisions, the newest first, each with what became of it."""
    with sources().owner.connect() as connection:
        found = told(connection)
    made = request.args.get("made")
    return _rendered("decisions.html", heading="Decisions", found=found[::-1], path_of=_subject_path, made=made)


@BLUEPRINT.get("/decisions/<uuid:known>/withdraw")
def back(known: UUID) -> Response:
    """The form by which a decision is taken back."""
    return _page_of_withdrawal(known, _withdrawal(known))


@BLUEPRINT.post("/decisions/<uuid:known>/withdraw")
def taken_back(known: UUID) -> Response:
    """Take it back, or say why not."""
    form = _withdrawal(known).taken(request.form)
    if form.is_right:
        try:
            with writing().engine.begin() as ledger:
                withdraw(ledger, str(known), writing().by, form.values["why"], datetime.now(UTC))
        except (ConfigurationError, StoreError) as error:
            form = form.refused(f"{error}.")
        else:
            return elsewhere(f"{PLACE[0]}?{urlencode({'made': str(known)})}")
    return _page_of_withdrawal(known, form, _REFUSED)


def _shown(kind: str) -> _Shown:
    with sources().owner.connect() as connection:
        asked = asked_about(connection, kind, request.args)
        ledger = decisions_of(connection)
        wanted: Value | None = dict.fromkeys(SAID_OF_CLASS) if isinstance(asked.subject, Class) else None
        seen = ground_of(connection, asked.subject, wanted, ledger).seen
        key = key_of(asked.subject)
        known = next((each for each, said in standing(ledger).items() if key_of(said.subject) == key), None)
        earlier = None if known is None else next(each for each in told(connection) if each.decision_id == known)
    return _Shown(asked, seen, earlier)


def _path() -> str:
    return f"{request.path}?{urlencode(request.args)}"


def _withdrawal(known: UUID) -> Form:
    return Form(f"/decisions/{known}/withdraw", (WHY,), "Take it back")


def _page(found: _Shown, form: Form, code: int = 200) -> Response:
    return _rendered(
        "decide.html",
        code,
        heading=_heading(found.asked.subject),
        found=found,
        form=form,
        about=_seen_at(found.asked.subject),
    )


def _page_of_withdrawal(known: UUID, form: Form, code: int = 200) -> Response:
    with sources().owner.connect() as connection:
        found = next((each for each in told(connection) if each.decision_id == known), None)
    if found is None:
        msg = f"there is no decision {known}: the page of all decisions has those that there are"
        raise StoreError(msg)
    return _rendered(
        "withdraw.html", code, heading=f"Take back: {found.decision.kind} {found.about}", each=found, form=form
    )


def _rendered(template: str, code: int = 200, **values: object) -> Response:
    values["counted_by"] = writing().counted_by
    return Response(render_template(template, tables=(), query="", path=request.path, **values), code)


def _heading(subject: Subject) -> str:
    match subject:
        case Link(first=one, second=other):
            said = "; ".join(f"{each.vendor}, {market_called(each.market)}" for each in (one, other))
            return f"Are these one seller's: {said}?"
        case Country(market=market, vendor=vendor):
            return f"From where does {vendor}, {market_called(market)}, send?"
        case HoldingPrice(market=market, listing_id=listing, price=price, currency=currency):
            return f"Does {price} {currency} only hold the place of listing {listing}, {market_called(market)}?"
        case Class(market=market, listing_id=listing):
            return f"What does listing {listing}, {market_called(market)}, sell?"
        case Field(market=market, record=record, field=field):
            return f"What does this page of {market_called(market)} say of a {record} in {field}?"


def _seen_at(subject: Subject) -> list[tuple[str, str]]:
    """Pages where what is decided on can be seen, each with the words of its link."""
    if isinstance(subject, Link):
        return [
            (history_path(each.market, "vendor", each.vendor), f"{each.vendor}, {market_called(each.market)}")
            for each in (subject.first, subject.second)
        ]
    path = _subject_path(subject)
    return [] if path is None else [(path, "What pages say of it")]


def _subject_path(subject: Subject) -> str | None:
    """The page of what is decided on; None where there is none of its own."""
    match subject:
        case Field(capture_id=known):
            return f"/capture/{known}"
        case Link(first=Account(market=market, vendor=name)) | Country(market=market, vendor=name):
            return history_path(market, "vendor", name)
        case HoldingPrice(market=market, listing_id=name) | Class(market=market, listing_id=str(name)):
            return history_path(market, "listing", name)
    return None
