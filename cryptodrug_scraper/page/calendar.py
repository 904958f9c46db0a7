"""The calendar of a market: between which days its pages can be used, and what happened that bounds its data."""
# msgspec reads the annotations when the program runs, so they are no strings here

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from typing import Literal

import msgspec

from cryptodrug_scraper.errors import ConfigurationError

__all__ = [
    "CALENDAR_FILE",
    "CLOSING",
    "ENDS",
    "EVENTS",
    "SHOCK_EVENTS",
    "Calendar",
    "CalendarEvent",
    "read_calendar",
]

EVENTS: Mapping[str, str] = {
    "opened": "the market began; nothing of it is shown before",
    "first_scrape": "the first collection that is known of it was made",
    "last_scrape": "the last collection that is known of it was made",
    "closure_announced": "it said that it would close; vendors begin to move",
    "exit_scam": "its operators ran off with what buyers had paid; nobody trades on it after",
    "seizure_reported": "it was reported that it had been seized; nobody trades on it after",
    "seized": "a seizure was seen on its own pages; it ends, and nothing of it is shown after",
    "taken_over": "somebody else went on with it under their control; it ends, and nothing of it is shown after",
    "closed": "it went off line for good; it ends, and nothing of it is shown after",
}
"""The words of events, with what each means and does. One with a number, as ``closed_2``, does nothing."""
SHOCK_EVENTS = ("closure_announced", "exit_scam", "seizure_reported", "seized", "taken_over", "closed")
"""Words of events after which vendors and buyers move; numbered ones (``closed_2``) are not looked at."""
ENDS = ("exit_scam", "seizure_reported", "seized", "taken_over", "closed")
"""Words of events after which nobody trades on a market; after an announcement many still do."""
CLOSING = ("seized", "taken_over", "closed")
"""Words of events that end a market: after the last day of the last of them none of its pages can have been made."""

CALENDAR_FILE = "calendar.toml"
"""The name of the file in a market's package. It changes no reading, so it is no part of a parser's version."""
_NUMBERED = re.compile(r"_[1-9]\d*\Z")


class CalendarEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    Something that happened to a market, on a UTC day from ``first_on`` to ``last_on``.

    Attributes:
        event: what happened: a word of `EVENTS`, or one with a number, as ``closed_2``, which is kept and does nothing.
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
        if _NUMBERED.sub("", self.event) not in EVENTS:
            msg = f"the event {self.event!r} is not known: choose one of {', '.join(EVENTS)}, or number it, as closed_2"
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
