"""Items, samples and answers for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from cryptodrug_scraper.adjudication.ledger import Ledger
from cryptodrug_scraper.adjudication.sample import Answer, Item, Sample, id_of_answer, id_of_sample
from cryptodrug_scraper.decisions.subject import Account, Field, Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.adjudication.sample import Step

__all__ = ["AT", "FIELD", "LINK", "QUANTITY", "goods", "ledger", "sample"]

AT = datetime(2026, 11, 29, 10, tzinfo=UTC)
_PAGE = UUID("00000000-0000-0000-0000-000000000001")


def goods(machine: str, population: int, drawn: int, ordinal: int = 0) -> Item:
    """A listing that the program tells to be of a class."""
    subject = Field(market="dream", capture_id=_PAGE, record="listing", ordinal=ordinal, field="drug_class")
    return Item(
        kind="goods",
        stratum=machine,
        population=population,
        drawn=drawn,
        subject=subject,
        machine=machine,
        parser_version="1.0+dream.1",
        pages=(_PAGE,),
    )


LINK = Item(
    kind="link",
    stratum="candidate",
    population=7,
    drawn=1,
    subject=Link(first=Account("dream", "Ωmega & <b>"), second=Account("empire", "a")),
    machine="different",
)
QUANTITY = Item(
    kind="quantity",
    stratum="read",
    population=9,
    drawn=1,
    subject=Field(market="dream", capture_id=_PAGE, record="listing", ordinal=1, field="quantity_grams"),
    machine="28.35",
    pages=(_PAGE,),
)
FIELD = Item(
    kind="field",
    stratum="listing.price_amount",
    population=9,
    drawn=1,
    subject=Field(market="dream", capture_id=_PAGE, record="listing", ordinal=1, field="price_amount"),
    machine="45 USD",
    pages=(_PAGE,),
)


def sample(*items: Item, seed: int = 1) -> Sample:
    """A sample of these items."""
    return Sample(size=len(items), seed=seed, drawn_at=AT, drawn_by="E. Peeters", items=items)


def ledger(drawn: Sample, **answers: Sequence[str | None]) -> Ledger:
    """The ledger of a sample and of coders' answers, in the order of its items; ``settled`` are of the third step."""
    known = id_of_sample(drawn)
    made: dict[UUID, Answer] = {}
    for coder, given in answers.items():
        step: Step = "settling" if coder == "settled" else "coding"
        for place, answer in enumerate(given):
            if answer is not None:
                at = AT + timedelta(seconds=len(made))
                each = Answer(sample_id=known, ordinal=place, step=step, coder=coder, answered_at=at, answer=answer)
                made[id_of_answer(each)] = each
    return Ledger({known: drawn}, made)
