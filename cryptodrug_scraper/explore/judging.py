"""The items of a sample as one person judges them: in an order of their own, each with its question as a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import text

from cryptodrug_scraper.adjudication.check import CODERS, checked_answer, coders_of
from cryptodrug_scraper.adjudication.judged import judged
from cryptodrug_scraper.adjudication.ledger import ANSWERS, Ledger, from_rows
from cryptodrug_scraper.adjudication.machine import ANSWERS as WORDS
from cryptodrug_scraper.adjudication.machine import NONE, grams
from cryptodrug_scraper.adjudication.sample import CANNOT_TELL, Answer
from cryptodrug_scraper.decisions.check import MOST_CHARACTERS
from cryptodrug_scraper.decisions.subject import Link
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.called import market_called
from cryptodrug_scraper.explore.form import Form, FormField
from cryptodrug_scraper.measures.estimators.intervals import seed_of
from cryptodrug_scraper.output import inert_lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from sqlalchemy import Engine

    from cryptodrug_scraper.adjudication.sample import Item, Kind, Sample, Step

__all__ = ["Judging", "answer_of", "form_of", "question_of", "said_of"]

_STATED = "stated"
_SAID = {
    "same": "Yes, they are one seller's",
    "different": "No, they are two sellers'",
    "yes": "Yes, it rules some place out",
    "no": "No, it rules no place out",
    "right": "Yes, the page says so",
    "wrong": "No, the page says something else",
    "Misc": "Misc: neither a drug nor digital",
    "Other": "Other: a drug of no other class, or of a class that is not stated",
    _STATED: "It states how much, as written below",
    NONE: "It states no weight",
    CANNOT_TELL: "I cannot tell",
}
_FIELDS = {"price_amount": "price of one unit", "amount": "amount of the rated order"}
_ORDER = "adjudication"


@dataclass(frozen=True, slots=True)
class Judging:
    """
    A person's part in a sample.

    Attributes:
        known: the sample's identifier.
        sample: the sample.
        coder: the person.
        step: coding, or settling where both coders differ.
        owner: connections that read all tables.
    """

    known: UUID
    sample: Sample
    coder: str
    step: Step
    owner: Engine

    def ledger(self) -> Ledger:
        """Return the sample with its answers as they are now."""
        with self.owner.connect() as connection:
            answers = [tuple(row) for row in connection.execute(text(ANSWERS))]
        of_all = from_rows([], answers).answers
        mine = {name: each for name, each in of_all.items() if each.sample_id == self.known}
        return Ledger({self.known: self.sample}, mine)

    def order(self, ledger: Ledger) -> list[int]:
        """
        Return the ordinals of the items that this person judges, in an order of chance that is this person's own.

        Who settles judges those on which the coders differ, and those that were settled.
        """
        shuffled = np.random.default_rng(seed_of(_ORDER, str(self.known), self.step, self.coder)).permutation(
            len(self.sample.items)
        )
        if self.step == "coding":
            return [int(place) for place in shuffled]
        found = judged(ledger, self.known)
        return [int(place) for place in shuffled if found[place].state in {"open", "settled"}]

    def mine(self, ledger: Ledger) -> dict[int, Answer]:
        """Return what this person answered, the last to each item; where differences are settled, what anybody did."""
        return {
            each.ordinal: each
            for each in ledger.answers.values()
            if each.step == self.step and (each.coder == self.coder or self.step == "settling")
        }

    def check(self, ledger: Ledger) -> None:
        """
        Check that this person may judge.

        Raises:
            ConfigurationError: two others code the sample already, or have not both begun where it is to be settled.
        """
        coders = coders_of(self.known, ledger.answers.values())[:CODERS]
        if self.step == "settling" and len(coders) < CODERS:
            msg = (
                f"{len(coders)} of {CODERS} coders have begun with sample {self.known}: there is nothing to settle yet"
            )
            raise ConfigurationError(msg)
        if self.step == "coding" and len(coders) == CODERS and self.coder not in coders:
            msg = (
                f"{' and '.join(coders)} code sample {self.known}: give --as the name of one of them, settle where "
                "they differ (--settle), or have another sample drawn (--seed)"
            )
            raise ConfigurationError(msg)


def said_of(answer: str) -> str:
    """Return an answer in words."""
    return f"{answer} g" if grams(answer) else _SAID.get(answer, answer)


def question_of(item: Item) -> str:
    """Return the question of an item, in words that do not tell what the program thinks, but of a field's value."""
    subject = item.subject
    if isinstance(subject, Link):
        first, second = (
            f"{inert_lines(each.vendor)} ({market_called(each.market)})" for each in (subject.first, subject.second)
        )
        return f"Are {first} and {second} one seller's accounts?"
    if item.kind == "field":
        return f"The program reads the {_FIELDS[subject.field]} as {item.machine}. Does the page say so?"
    return {
        "goods": "What does this listing sell?",
        "quantity": "How many grams does one unit of this offer hold in all?",
        "exclusion": "Does the page say that this listing is not sent to some place?",
    }[item.kind]


def form_of(item: Item, path: str, answer: Answer | None) -> Form:
    """
    Return the form of an item.

    Args:
        item: what is judged.
        path: where the form is sent to.
        answer: what was answered before; None: nothing.
    """
    said = "" if answer is None else answer.answer
    words = (*WORDS[item.kind], CANNOT_TELL)
    fields = []
    if item.kind == "quantity":
        words = (_STATED, *words)
        fields.append(
            FormField(
                "grams",
                "Grams",
                hint="Of one unit as sold, such as 3.5; where pieces and the weight of each are stated, of all.",
                most=30,
                value=said if grams(said) else "",
            )
        )
        said = _STATED if grams(said) else said
    options = tuple((word, _SAID.get(word, word)) for word in words)
    answering = FormField("answer", question_of(item), "choice", options, is_required=True, value=said)
    note = "" if answer is None else answer.note or ""
    noting = FormField("note", "A note, for who settles or reads it later", "area", most=MOST_CHARACTERS, value=note)
    return Form(path, (answering, *fields, noting), "Keep the answer, and go on")


def answer_of(judging: Judging, ledger: Ledger, place: int, form: Form) -> Form | Answer:
    """
    Return the answer that a form gives to an item; where it gives none, the form with what is wrong.

    Args:
        judging: who judges what.
        ledger: what was answered before.
        place: ordinal of the item.
        form: with what was sent.
    """
    if not form.is_right:
        return form
    said = form.values
    told = _told(judging.sample.items[place].kind, said)
    if told is None:
        return form.refused("", grams="Write the number of grams, such as 3.5, or choose another answer above.")
    made = Answer(
        sample_id=judging.known,
        ordinal=place,
        step=judging.step,
        coder=judging.coder,
        answered_at=datetime.now(UTC),
        answer=told,
        note=said["note"] or None,
    )
    try:
        return checked_answer(made, ledger.samples, ledger.answers.values())
    except ConfigurationError as error:  # somebody began to code it meanwhile
        return form.refused(str(error))


def _told(kind: Kind, said: Mapping[str, str]) -> str | None:
    if kind == "quantity" and said["answer"] == _STATED:
        return grams(said["grams"])
    return said["answer"]
