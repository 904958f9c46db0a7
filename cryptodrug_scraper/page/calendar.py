"""The calendar of a market: between which days its pages can be used, and what happened that bounds its data."""
# msgspec reads the annotations when the program runs, so they are no strings here

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources import files
from typing import Literal, TypeAlias

import msgspec

from cryptodrug_scraper.errors import ConfigurationError

__all__ = [
    "ACTS",
    "CALENDAR_FILE",
    "ENDING",
    "EVENTS",
    "MOVING",
    "Acts",
    "Calendar",
    "CalendarEvent",
    "EventWord",
    "life_of",
    "read_calendar",
]

Acts: TypeAlias = Literal["nothing", "opening", "shock", "end", "closing"]
"""What an event does, as `ACTS` has it."""

ACTS: Mapping[str, str] = {
    "nothing": "it is kept and shown, and does nothing",
    "opening": "nothing of the market is shown before its first day",
    "shock": "vendors begin to move: findings ask where they went",
    "end": "that, and nobody trades on the market after its last day",
    "closing": "that, and no page of the market can have been made after its last day",
}
"""What events can do, each more than the one before; of each, what follows."""
MOVING: tuple[Acts, ...] = ("shock", "end", "closing")
"""What events act as after which vendors and buyers move, the least first."""
ENDING: tuple[Acts, ...] = ("end", "closing")
"""Those after which nobody trades on a market."""


class EventWord(msgspec.Struct, frozen=True):
    """
    A word for what happened to a market.

    Attributes:
        meaning: what happened.
        acts: what follows, of `ACTS`.
    """

    meaning: str
    acts: Acts


EVENTS: Mapping[str, EventWord] = {
    "opened": EventWord("the market began", "opening"),
    "first_scrape": EventWord("the first collection that is known of it was made", "nothing"),
    "last_scrape": EventWord("the last collection that is known of it was made", "nothing"),
    "closure_announced": EventWord("it said that it would close", "shock"),
    "exit_scam": EventWord("its operators ran off with what buyers had paid", "end"),
    "seizure_reported": EventWord("it was reported that it had been seized", "end"),
    "seized": EventWord("a seizure was seen on its own pages", "closing"),
    "taken_over": EventWord("somebody else went on with it under their control", "closing"),
    "closed": EventWord("it went off line for good", "closing"),
}
"""The words of events that every market shares. One with a number, as ``closed_2``, does nothing."""

CALENDAR_FILE = "calendar.toml"
"""The name of the file in a market's package. It changes no reading, so it is no part of a parser's version."""
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_NUMBERED = re.compile(r"_[1-9]\d*\Z")


class CalendarEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    Something that happened to a market, on a UTC day from ``first_on`` to ``last_on``.

    Attributes:
        event: what happened: a word of `EVENTS`, one of these with a number, as ``closed_2``, or a word of one's own.
        first_on: earliest day on which it can have happened.
        last_on: latest such day; the same if the day is known.
        note: what is known of it, in a sentence.
        evidence: ``read`` where it stands in ``source``; ``recalled`` where it has to be verified before it is cited.
        source: where it stands.
        acts: what a word of one's own does, of `ACTS`; None: what its word does, and nothing if that has a number.
        title: what a word of one's own is called in reports, by language: ``en``, and where they are there ``fr`` and
            ``nl``. None: of a word of `EVENTS`.
    """

    event: str
    first_on: date
    last_on: date
    note: str
    evidence: Literal["read", "recalled"]
    source: str | None = None
    acts: Acts | None = None
    title: dict[str, str] | None = None

    @property
    def does(self) -> Acts:
        """What the event does, whether its word says so or it itself."""
        return self.acts or (EVENTS[self.event].acts if self.event in EVENTS else "nothing")

    def __post_init__(self) -> None:
        """
        Refuse what the tables cannot hold.

        Raises:
            ValueError: a value, or a pair of them, is such; the message says which.
        """
        if not _WORD.fullmatch(self.event):
            msg = f"the event {self.event!r} is no word: write small letters, digits and _, as withdrawals_stopped"
            raise ValueError(msg)
        if _NUMBERED.sub("", self.event) in EVENTS:
            if self.acts is not None or self.title is not None:
                msg = f"the event {self.event} is known: leave acts and title out, or choose a word of your own"
                raise ValueError(msg)
        elif self.acts is None or not (self.title or {}).get("en"):
            msg = (
                f"the event {self.event!r} is not known: choose one of {', '.join(EVENTS)}, or number it, as closed_2; "
                f"a word of your own says what it does and is called, as acts = 'shock' (one of {', '.join(ACTS)}) and "
                "title = { en = 'withdrawals stopped' }"
            )
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


def life_of(events: Iterable[CalendarEvent]) -> tuple[date | None, date | None]:
    """Return the first and the last day on which a market can have been open; None where none is known."""
    happened = list(events)
    opened = [event.first_on for event in happened if event.does == "opening"]
    closed = [event.last_on for event in happened if event.does == "closing"]
    return min(opened, default=None), max(closed, default=None)


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
