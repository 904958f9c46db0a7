"""``cryptodrug explore --adjudicate``: draw or join a sample, and judge it."""

from __future__ import annotations

import re
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.counted import counted
from cryptodrug_scraper.decisions.check import STEERING
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from uuid import UUID

    from sqlalchemy import Engine

    from cryptodrug_scraper.adjudication.ledger import Ledger
    from cryptodrug_scraper.adjudication.sample import Step
    from cryptodrug_scraper.explore.writing import Writing

__all__ = ["judging_pages", "part_in", "sample_for"]

_NAME_CHARACTERS = 200
_NUMBER = re.compile("[0-9]{1,5}")
"""What is a number of items; all else is the beginning of an identifier, of eight digits or more."""


def sample_for(wanted: str, coder: str, seed: int) -> UUID:
    """
    Return the sample to judge: one that is there, or a new one, which is kept.

    Args:
        wanted: how many items, or the first digits of a sample's identifier.
        coder: who judges it.
        seed: by which it is drawn.

    Raises:
        ConfigurationError: no sample can be of this size.
        StoreError: no sample begins so, there is nothing to draw from, or the database cannot be used.
    """
    from cryptodrug_scraper.adjudication.drawing import draw  # --help is quick without these
    from cryptodrug_scraper.adjudication.ledger import Ledger, add, find, ledger_of
    from cryptodrug_scraper.adjudication.sample import id_of_sample
    from cryptodrug_scraper.store.database import open_database

    with open_database() as database, database.engine.begin() as connection:
        if _NUMBER.fullmatch(wanted) is None:
            ledger = ledger_of(connection)
            known = find(ledger.samples, wanted)
            _tell(known, ledger, "drawn before")
            return known
        sample = draw(connection, int(wanted), seed, coder, datetime.now(UTC))
        known = id_of_sample(sample)
        added = add(connection, Ledger({known: sample}, {}))
        _tell(known, ledger_of(connection), "new" if added.samples else "drawn before by the same seed")
    return known


def _tell(known: UUID, ledger: Ledger, how: str) -> None:
    sample = ledger.samples[known]
    few = (
        "" if len(sample.items) == sample.size else f", of {sample.size} that were asked for: there is no more to draw"
    )
    say(f"Sample {known}: {counted(len(sample.items), 'item', ',')}{few} ({how}).")


def part_in(
    wanted: str, coder: str, seed: int, *, is_settling: bool
) -> Callable[[Engine], AbstractContextManager[Writing]]:
    """
    Return what gives the pages of a person's part in a sample, of connections that read all tables; see `sample_for`.

    Args:
        wanted: how many items, or the first digits of a sample's identifier.
        coder: the person.
        seed: by which a new sample is drawn.
        is_settling: settle where both coders differ.

    Raises:
        ConfigurationError: the name is none.
    """
    if not coder or STEERING.search(coder) or len(coder) > _NAME_CHARACTERS:
        msg = f"--as is a name of 1 to {_NAME_CHARACTERS} characters, not {coder!r}"
        raise ConfigurationError(msg)
    known = sample_for(wanted, coder, seed)
    return lambda owner: judging_pages(known, coder, "settling" if is_settling else "coding", owner)


@contextmanager
def judging_pages(known: UUID, coder: str, step: Step, owner: Engine) -> Iterator[Writing]:
    """
    Yield the pages of one person's part in a sample.

    Args:
        known: the sample.
        coder: the person.
        step: coding, or settling.
        owner: connections that read all tables.

    Raises:
        ConfigurationError: this person may not judge it.
        StoreError: forms cannot be written.
    """
    from cryptodrug_scraper.adjudication.ledger import ledger_of
    from cryptodrug_scraper.explore.judging import Judging
    from cryptodrug_scraper.explore.pages.adjudicate import adjudicating
    from cryptodrug_scraper.store.form_writer import open_for_forms
    from cryptodrug_scraper.store.models import AdjudicationAnswer

    with owner.connect() as connection:
        sample = ledger_of(connection).samples[known]
    judging = Judging(known, sample, coder, step, owner)
    judging.check(judging.ledger())
    with open_for_forms(owner.url, [AdjudicationAnswer]) as engine:
        yield adjudicating(judging, engine)
