"""The ledger of samples and answers in the database: read it, and add to it, all of a file or nothing."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from cryptodrug_scraper.adjudication.check import checked_answer
from cryptodrug_scraper.adjudication.sample import Answer, Item, Sample, id_of_answer
from cryptodrug_scraper.decisions.decision import plain
from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.store.first_digits import named_by
from cryptodrug_scraper.store.locks import Lock, take
from cryptodrug_scraper.store.models import AdjudicationAnswer, AdjudicationItem, AdjudicationSample
from cryptodrug_scraper.store.refusal import reason_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

__all__ = ["ANSWERS", "SAMPLES", "Ledger", "add", "add_answer", "find", "from_rows", "ledger_of"]

SAMPLES = statement(__package__, "ledger_samples")
"""The statement whose rows `from_rows` reads first."""
ANSWERS = statement(__package__, "ledger_answers")
"""The statement whose rows it reads second."""


class Ledger(NamedTuple):
    """
    Samples and answers.

    Attributes:
        samples: by their identifiers, the oldest first.
        answers: by theirs, the oldest first.
    """

    samples: dict[UUID, Sample]
    answers: dict[UUID, Answer]


def from_rows(samples: Iterable[tuple[Any, ...]], answers: Iterable[tuple[Any, ...]]) -> Ledger:
    """Return the ledger of rows of `SAMPLES` and `ANSWERS`, in their order."""
    found = {}
    for known, rows in groupby(samples, key=lambda row: row[0]):
        listed = list(rows)
        _, size, seed, at, by = listed[0][:5]
        said = {"size": size, "seed": seed, "drawn_at": at, "drawn_by": by}
        found[UUID(known)] = msgspec.convert(said | {"items": [_item(*row[6:]) for row in listed]}, Sample)
    names = ("sample_id", "ordinal", "step", "coder", "answered_at", "answer", "note")
    said_by = {UUID(row[0]): msgspec.convert(dict(zip(names, row[1:], strict=True)), Answer) for row in answers}
    return Ledger(found, said_by)


def _item(
    kind: str,
    stratum: str,
    population: int,
    drawn: int,
    subject: str,
    machine: str,
    version: str | None,
    pages: list[str],
) -> dict[str, Any]:
    return {
        "kind": kind,
        "stratum": stratum,
        "population": population,
        "drawn": drawn,
        "subject": msgspec.json.decode(subject),
        "machine": machine,
        "parser_version": version,
        "pages": list(pages),
    }


def ledger_of(connection: Connection) -> Ledger:
    """Return all samples and answers."""
    rows = ([tuple(row) for row in connection.execute(text(said))] for said in (SAMPLES, ANSWERS))
    return from_rows(*rows)


def add(connection: Connection, given: Ledger) -> Ledger:
    """
    Add samples and answers in the connection's transaction: all of them, or none.

    Args:
        connection: of the role that owns the database.
        given: each checked (`check`).

    Returns:
        What was not there before.

    Raises:
        ConfigurationError: an answer is to no item, is none, or is of a third coder.
        StoreError: the database refuses it.
    """
    take(connection, Lock.ADJUDICATE)
    known = ledger_of(connection)
    samples = {each: said for each, said in given.samples.items() if each not in known.samples}
    answers = {each: said for each, said in given.answers.items() if each not in known.answers}
    whole = Ledger(known.samples | samples, known.answers | answers)
    for each in answers.values():
        checked_answer(each, whole.samples, whole.answers.values())
    try:
        for name, sample in samples.items():
            connection.execute(insert(AdjudicationSample), [_sample_row(name, sample)])
            rows = [_item_row(name, place, item) for place, item in enumerate(sample.items)]
            connection.execute(insert(AdjudicationItem), rows)
        if answers:
            connection.execute(insert(AdjudicationAnswer), [_answer_row(*each) for each in answers.items()])
    except DBAPIError as error:
        msg = f"the ledger of adjudication cannot be written, so nothing was added: {reason_of(error)}"
        raise StoreError(msg) from error
    return Ledger(samples, answers)


def add_answer(connection: Connection, answer: Answer) -> None:
    """
    Add one answer, as a form gives it.

    Args:
        connection: of the role that forms write as, in a transaction.
        answer: to an item of a sample that is there, checked against it.

    Raises:
        StoreError: the database refuses it.
    """
    try:
        connection.execute(insert(AdjudicationAnswer), [_answer_row(id_of_answer(answer), answer)])
    except DBAPIError as error:
        msg = f"the answer cannot be written: {reason_of(error)}"
        raise StoreError(msg) from error


def _sample_row(known: UUID, sample: Sample) -> dict[str, object]:
    said = {name: getattr(sample, name) for name in ("size", "seed", "drawn_at", "drawn_by")}
    return {"sample_id": known, **said}


def _item_row(known: UUID, place: int, item: Item) -> dict[str, object]:
    said = {name: getattr(item, name) for name in item.__struct_fields__}
    return {"sample_id": known, "ordinal": place, **said, "subject": plain(item.subject), "pages": list(item.pages)}


def _answer_row(known: UUID, answer: Answer) -> dict[str, object]:
    return {"answer_id": known, **{name: getattr(answer, name) for name in answer.__struct_fields__}}


def find(samples: Mapping[UUID, Sample], digits: str) -> UUID:
    """
    Return the identifier of a sample by its first digits.

    Raises:
        StoreError: none begins so, or several do.
    """
    return named_by(samples, digits, "sample", "cryptodrug adjudication list")
