"""A sample of what the program tells, and what coders answer to it."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  # fields of structs
from typing import Annotated, Literal, get_args
from uuid import UUID  # noqa: TC003

import msgspec

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.decisions.subject import Field, Link  # noqa: TC001

__all__ = ["CANNOT_TELL", "KINDS", "Answer", "Item", "Kind", "Sample", "Step", "id_of_answer", "id_of_sample"]

Kind = Literal["link", "goods", "quantity", "exclusion", "field"]
"""What is asked: whether two accounts are one seller's, what a listing sells, how many grams, whether it rules places
out, or whether a field of a marked page is read right."""
KINDS: tuple[Kind, ...] = get_args(Kind)
Step = Literal["coding", "settling"]
CANNOT_TELL = "cannot_tell"
"""The answer of who cannot tell: it is one, and counts in agreement."""
_Count = Annotated[int, msgspec.Meta(ge=1)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    One thing that was drawn.

    Attributes:
        kind: what is asked of it.
        stratum: of its kind, by what the program told when the sample was drawn.
        population: how many things the stratum had.
        drawn: how many of them were drawn, each as likely as any other: the inclusion probability is ``drawn`` over
            ``population``.
        subject: what it is about, by keys that new parsers and derivations leave as they are.
        machine: what the program told of it then, in a word.
        parser_version: of the reading that told it; None for links.
        pages: the captures that are shown to answer it.
    """

    kind: Kind
    stratum: _Name
    population: _Count
    drawn: _Count
    subject: Link | Field
    machine: str
    parser_version: str | None = None
    pages: tuple[UUID, ...] = ()


class Sample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    A sample.

    Attributes:
        size: how many items were asked for; there are fewer where there is less to draw from.
        seed: by which it was drawn: the same data and seed give the same sample.
        drawn_at: when (UTC).
        drawn_by: who had it drawn. Personal data.
        items: what was drawn, by kind and stratum.
    """

    size: _Count
    seed: int
    drawn_at: datetime
    drawn_by: _Name
    items: tuple[Item, ...]


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """
    What a person answered.

    Attributes:
        sample_id: the sample.
        ordinal: of the item, from 0.
        step: ``coding``, apart from the other coder, or ``settling``, where both differ.
        coder: who answered. Personal data.
        answered_at: when (UTC). Of several answers of a coder to one item the last counts.
        answer: in a word of `questions`, or grams as a number; `CANNOT_TELL`.
        note: what the coder wrote beside it.
    """

    sample_id: UUID
    ordinal: Annotated[int, msgspec.Meta(ge=0)]
    step: Step
    coder: _Name
    answered_at: datetime
    answer: _Name
    note: str | None = None


def id_of_sample(sample: Sample) -> UUID:
    """Return the identifier of a sample: made of all that decides on it, and not of who had it drawn, or when."""
    said = {"size": sample.size, "seed": sample.seed, "items": msgspec.to_builtins(sample.items)}
    return content_id("adjudication_sample", msgspec.json.encode(said, order="sorted"))


def id_of_answer(answer: Answer) -> UUID:
    """Return the identifier of an answer, which is made of all that it says."""
    return content_id("adjudication_answer", msgspec.json.encode(answer, order="sorted"))
