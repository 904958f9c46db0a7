"""Pages on which a person judges the items of a sample, and sees nothing of what others or the program say of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template, request

from cryptodrug_scraper.adjudication.judged import judged
from cryptodrug_scraper.adjudication.ledger import add_answer
from cryptodrug_scraper.adjudication.sample import KINDS, Answer
from cryptodrug_scraper.decisions.correctable import field_of_column
from cryptodrug_scraper.decisions.subject import Field
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.explore.judging import answer_of, form_of, said_of
from cryptodrug_scraper.explore.pages.answer import elsewhere, sources
from cryptodrug_scraper.explore.pages.page import framed
from cryptodrug_scraper.explore.record_fields import marks_of
from cryptodrug_scraper.explore.writing import Writing, writing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Engine

    from cryptodrug_scraper.explore.form import Form
    from cryptodrug_scraper.explore.inert.marks import Mark
    from cryptodrug_scraper.explore.judging import Judging
    from cryptodrug_scraper.store.provenance import Chain

__all__ = ["PLACE", "adjudicating"]

PLACE = "/adjudicate"
"""The path of the first page."""


def adjudicating(judging: Judging, engine: Engine) -> Writing:
    """
    Return the pages of one person's part in a sample, which stand alone.

    Args:
        judging: who judges what.
        engine: connections that may add answers.
    """
    pages = Blueprint("adjudicate", __name__)

    @pages.get(PLACE)
    def progress() -> Response:
        """How many items of each kind there are, and how many are answered."""
        ledger = judging.ledger()
        order, mine = judging.order(ledger), judging.mine(ledger)
        of_kind = Counter(judging.sample.items[place].kind for place in order)
        done = Counter(judging.sample.items[place].kind for place in order if place in mine)
        return _page(
            "adjudicate.html",
            judging=judging,
            kinds=[(kind, done[kind], of_kind[kind]) for kind in KINDS if of_kind[kind]],
            done=done.total(),
            number=len(order),
            following=_following(order, mine, 0),
        )

    @pages.get(f"{PLACE}/<int:number>")
    def item(number: int) -> Response:
        """An item: its question, its pages and its form."""
        ledger = judging.ledger()
        order = judging.order(ledger)
        place = _place(order, number)
        form = form_of(judging.sample.items[place], f"{PLACE}/{number}", judging.mine(ledger).get(place))
        return shown(number, order, place, form)

    @pages.post(f"{PLACE}/<int:number>")
    def answered(number: int) -> Response:
        """Keep an answer, and go on to the next item that has none."""
        ledger = judging.ledger()
        order = judging.order(ledger)
        place = _place(order, number)
        sent = form_of(judging.sample.items[place], f"{PLACE}/{number}", None).taken(request.form)
        made = answer_of(judging, ledger, place, sent)
        if isinstance(made, Answer):
            try:
                with writing().engine.connect() as connection, connection.begin():
                    add_answer(connection, made)
            except StoreError as error:
                return shown(number, order, place, sent.refused(str(error)), 503)
            following = _following(order, judging.mine(ledger) | {place: made}, number)
            return elsewhere(PLACE if following is None else f"{PLACE}/{following}")
        return shown(number, order, place, made, 422)

    @pages.get(f"{PLACE}/<int:number>/page/<int:which>")
    def page(number: int, which: int) -> Response:
        """A saved page of an item; where the reading of a field is judged, the words of this field alone are marked."""
        one = judging.sample.items[_place(judging.order(judging.ledger()), number)]
        if which >= len(one.pages):
            abort(404)
        chain = sources().chain(str(one.pages[which]))
        subject = one.subject
        if one.kind != "field" or not isinstance(subject, Field):
            return framed(lambda: sources().drawn(chain))
        return framed(lambda: sources().drawn(chain, _marks(chain, subject)))

    def shown(number: int, order: list[int], place: int, form: Form, code: int = 200) -> Response:
        """The page of an item; where differences are settled with what the coders answered."""
        found = judged(judging.ledger(), judging.known)[place].answers if judging.step == "settling" else ()
        answer = _page(
            "adjudicate_item.html",
            item=judging.sample.items[place],
            number=number,
            of=len(order),
            form=form,
            answers=sorted(map(said_of, found)),
        )
        answer.status_code = code
        return answer

    return Writing(judging.coder, engine, pages, (PLACE, "Adjudication"), is_alone=True)


def _page(template: str, **values: object) -> Response:
    return Response(render_template(template, path=request.path, query="", **values))


def _place(order: list[int], number: int) -> int:
    if not 1 <= number <= len(order):
        abort(404)
    return order[number - 1]


def _following(order: list[int], mine: Mapping[int, Answer], number: int) -> int | None:
    """The number of the next item without an answer, from the beginning again at the end; None where all have one."""
    numbers = [*range(number + 1, len(order) + 1), *range(1, number + 1)]
    return next((each for each in numbers if order[each - 1] not in mine), None)


def _marks(chain: Chain, subject: Field) -> list[Mark]:
    """The words of a field: where other fields of the record stand, and what else says the same, is not shown."""
    evidence = sources().evidence(chain, subject.ordinal)
    return marks_of(evidence, [subject.ordinal], fields={subject.ordinal: {field_of_column(subject)}})
