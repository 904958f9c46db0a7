"""The calendar of a market: between which days its pages can be used, and what happened that bounds its data."""
# msgspec reads the annotations when the program runs, so they are no strings here

import re
import tomllib
from datetime import date
from importlib.resources import files
from typing import Literal

import msgspec

from cryptodrug_scraper.errors import ConfigurationError

__all__ = ["CALENDAR_FILE", "Calendar", "CalendarEvent", "read_calendar"]

CALENDAR_FILE = "calendar.toml"
"""The name of the file in a market's package. It changes no reading, so it is no part of a parser's version."""
_WORD = re.compile(r"[a-z][a-z0-9_]*\Z")


class CalendarEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    Something that happened to a market, on a UTC day from ``first_on`` to ``last_on``.

    Attributes:
        event: what happened, in a word such as ``closed``.
        first_on: earliest day on which it can have happened.
        last_on: latest such day; the same if the day is known.
        note: what is known of it, in a sentence.
        evidence: ``read`` where it stands in ``source``; ``recalled`` where it has to be verified before it is cited.
        source: where it stands.
    """

    event: str
    first_on: date
    last_on: date
    note: str
    evidence: Literal["read", "recalled"]
    source: str | None = None

    def __post_init__(self) -> None:
        """
        Refuse what the tables cannot hold.

        Raises:
            ValueError: a value, or a pair of them, is such; the message says which.
        """
        if _WORD.match(self.event) is None:
            msg = f"the event {self.event!r} is no word of small letters, digits and underscores"
            raise ValueError(msg)
        if self.last_on < self.first_on:
            msg = f"the event {self.event}: last_on {self.last_on} comes before first_on {self.first_on}"
            raise ValueError(msg)
        if (self.evidence == "read") != (self.source is not None):
            msg = f"the event {self.event}: evidence read needs a source, and recalled has none"
            raise ValueError(msg)


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"events": "event"}):
    """
    What table market and table market_event hold of a market.

    Attributes:
        first_usable_on: first UTC day from which its pages can be used; None where not known.
        last_usable_on: last such day; what is missing later is censored.
        events: what happened, each word once.
    """

    first_usable_on: date | None = None
    last_usable_on: date | None = None
    events: tuple[CalendarEvent, ...] = ()

    def __post_init__(self) -> None:
        """
        Refuse what the tables cannot hold.

        Raises:
            ValueError: a value, or a pair of them, is such; the message says which.
        """
        if self.first_usable_on and self.last_usable_on and self.last_usable_on < self.first_usable_on:
            msg = f"last_usable_on {self.last_usable_on} comes before first_usable_on {self.first_usable_on}"
            raise ValueError(msg)
        words = [event.event for event in self.events]
        twice = sorted({word for word in words if words.count(word) > 1})
        if twice:
            msg = f"the event {twice[0]} is there twice: number them, as {twice[0]}_2"
            raise ValueError(msg)


def read_calendar(package: str) -> Calendar:
    """
    Read ``calendar.toml`` in a package.

    Raises:
        ConfigurationError: it is not there, or says what no calendar can.
    """
    place = f"{CALENDAR_FILE} in {package}"
    try:
        said = tomllib.loads(files(package).joinpath(CALENDAR_FILE).read_text(encoding="utf-8"))
        return msgspec.convert(said, Calendar)
    except OSError as error:
        msg = f"{place} cannot be read: write it, or leave Market.calendar out"
        raise ConfigurationError(msg) from error
    except (ValueError, msgspec.ValidationError) as error:
        msg = f"{place}: {error}: correct it"
        raise ConfigurationError(msg) from error
