"""
Read the schedule file: which crawls, when, and with what options.

A file in TOML, ``schedule.toml`` in the data home by default::

    grace_hours = 6
    arguments = ["--socks", "127.0.0.1:9050"]

    [[entry]]
    name = "dream-index"
    market = "dream"
    machine = "lab-1"
    cron = "0 4 * * 1"
    scope = "index"
    last_on = 2019-04-30
    budget = 8640
    after = { event = "closure_announced", market = "dream", days = 28, cron = "0 4 * * *" }
"""
# msgspec reads the annotations when the program runs, so they are no strings here

import hashlib
import re
import shutil
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self, get_args

import msgspec

from cryptodrug_scraper.crawl.options import MOST_AT_ONCE, MOST_PER_SECOND
from cryptodrug_scraper.crawl.scope import Scope
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.home import data_home
from cryptodrug_scraper.page.market import markets
from cryptodrug_scraper.schedule.cron import Cron
from cryptodrug_scraper.schedule.machines import check_machine

__all__ = ["After", "Entry", "Schedule", "default_file", "read_schedule"]

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,62}\Z")
_LONGEST_GRACE = 31 * 24.0


class After(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    A cadence that replaces the usual one after an event.

    Attributes:
        event: kind of event, as in table market_event.
        cron: when a crawl is due then.
        days: for how many days, counted from the day of the event.
        market: whose event; None for any market's.
    """

    event: str
    cron: Cron
    days: int = 28
    market: str | None = None

    def __post_init__(self) -> None:
        """
        Check the fields.

        Raises:
            ValueError: the number of days or the market cannot be used.
        """
        if not 1 <= self.days <= 366:
            msg = f"{self.days} days after an event: choose 1 to 366"
            raise ValueError(msg)
        if self.market is not None:
            _check_market(self.market)


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """
    Crawls of one market.

    Attributes:
        name: name of the entry, by which its runs are known; once in the file.
        market: market to crawl.
        cron: when a crawl is due, in UTC.
        machine: name of the machine that crawls; None for any: the first to claim a crawl that is due has it.
        scope: what to fetch.
        first_on: first UTC day on which a crawl may be due; None for no limit.
        last_on: last such day.
        budget: requests that a crawl may send.
        rate: requests in a second.
        at_once: requests under way at a time.
        revisit: fetch again only pages that have changed or are due.
        label: what to call the crawl, with ``{market}``, ``{entry}``, ``{scope}`` and ``{due:%Y-%m-%d}`` filled in.
        after: cadences after events; the first that holds goes.
    """

    name: str
    market: str
    cron: Cron
    machine: str | None = None
    scope: Scope = "all"
    first_on: date | None = None
    last_on: date | None = None
    budget: int | None = None
    rate: float | None = None
    at_once: int | None = None
    revisit: bool = False
    label: str = "{entry} {due:%Y-%m-%d}"
    after: After | list[After] = []

    def __post_init__(self) -> None:
        """
        Check the fields.

        Raises:
            ValueError: a field has a value with which no crawl can run.
        """
        _check_market(self.market)
        if _NAME.match(self.name) is None:
            msg = f"{self.name!r} is no name of an entry: choose small letters, digits and hyphens"
            raise ValueError(msg)
        if self.machine is not None:
            check_machine(self.machine)
        if self.first_on and self.last_on and self.last_on < self.first_on:
            msg = f"the window is reversed: its last day {self.last_on} comes before its first day {self.first_on}"
            raise ValueError(msg)
        if self.budget is not None and self.budget < 1:
            msg = f"a budget of {self.budget} requests: choose at least 1, or leave it out for no limit"
            raise ValueError(msg)
        if self.rate is not None and not 0 < self.rate <= MOST_PER_SECOND:
            msg = f"{self.rate:g} requests a second: choose more than 0 and at most {MOST_PER_SECOND:g}"
            raise ValueError(msg)
        if self.at_once is not None and not 1 <= self.at_once <= MOST_AT_ONCE:
            msg = f"{self.at_once} requests at once: choose 1 to {MOST_AT_ONCE}"
            raise ValueError(msg)
        self.label_of(datetime(2019, 1, 1, tzinfo=UTC))

    @property
    def cadences(self) -> tuple[After, ...]:
        """The cadences after events, in the order of the file."""
        return (self.after,) if isinstance(self.after, After) else tuple(self.after)

    def label_of(self, due: datetime) -> str:
        """
        Return the label of the crawl that is due at an instant.

        Raises:
            ValueError: the template cannot be filled in.
        """
        try:
            return self.label.format(market=self.market, entry=self.name, scope=self.scope, due=due)
        except (LookupError, AttributeError, ValueError) as error:
            msg = (
                f"the label {self.label!r} cannot be filled in ({error}): it may hold {{market}}, {{entry}}, {{scope}} "
                "and {due:%Y-%m-%d}"
            )
            raise ValueError(msg) from error


class Schedule(msgspec.Struct, frozen=True):
    """
    The content of a schedule file.

    Attributes:
        entries: the entries, in their order.
        grace: how late a crawl that was missed may still begin.
        arguments: further arguments of ``cryptodrug crawl``, for every entry.
        hook: program that is run when something needs a person (`schedule.alerts`); None for none. Crawls have it too,
            for lost sessions, where ``arguments`` give them no other.
    """

    entries: tuple[Entry, ...]
    grace: timedelta
    arguments: tuple[str, ...] = ()
    hook: str | None = None

    @property
    def market_names(self) -> list[str]:
        """The markets that are crawled, each once."""
        return sorted({entry.market for entry in self.entries})

    @property
    def digest(self) -> str:
        """SHA-256 of the entries, hexadecimal: machines that work by one plan have the same."""
        entries = msgspec.json.encode(self.entries, enc_hook=lambda cron: cron.text)
        return hashlib.sha256(entries).hexdigest()

    def of_machine(self, machine: str) -> Self:
        """
        Return the part of the schedule that a machine runs: its own entries, and those that any machine may run.

        Raises:
            ConfigurationError: there is none.
        """
        entries = tuple(entry for entry in self.entries if entry.machine in (None, machine))
        if not entries:
            named = ", ".join(sorted({entry.machine for entry in self.entries if entry.machine is not None}))
            msg = f"no entry is for the machine {machine}: the schedule has those of {named}; choose one with --machine"
            raise ConfigurationError(msg)
        return msgspec.structs.replace(self, entries=entries)


def default_file() -> Path:
    """Return the path of the schedule that is used if no file is named."""
    return data_home() / "schedule.toml"


def read_schedule(path: Path) -> Schedule:
    """
    Read a schedule.

    Raises:
        ConfigurationError: the file cannot be read, or says what cannot be done; the message names the entry.
    """
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        msg = f"the schedule {path} cannot be read: {error.strerror}; docs/scheduling.md says how to write one"
        raise ConfigurationError(msg) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f"the schedule {path} is no TOML file: {error}"
        raise ConfigurationError(msg) from error
    unknown = said.keys() - {"grace_hours", "arguments", "hook", "entry"}
    if unknown:
        msg = f"{path}: unknown key {min(unknown)!r}: there are grace_hours, arguments, hook and [[entry]]"
        raise ConfigurationError(msg)
    arguments = said.get("arguments", [])
    if not isinstance(arguments, list) or not all(isinstance(word, str) for word in arguments):
        msg = f'{path}: arguments must be a list of words, as ["--socks", "127.0.0.1:9050"]'
        raise ConfigurationError(msg)
    hook = said.get("hook")
    if hook is not None and (not isinstance(hook, str) or shutil.which(hook) is None):
        msg = f"{path}: the hook {hook!r} is no program that can be run: write its whole path, and make it executable"
        raise ConfigurationError(msg)
    if hook is not None and "--hook" not in arguments:
        arguments = [*arguments, "--hook", hook]
    grace = timedelta(hours=_grace(path, said.get("grace_hours", 6)))
    return Schedule(tuple(_entries(path, said.get("entry"))), grace, tuple(arguments), hook)


def _entries(path: Path, listed: Any) -> list[Entry]:  # noqa: ANN401  # what TOML has there
    if not isinstance(listed, list) or not listed:
        msg = f"{path} has no entry: write at least one, under [[entry]]"
        raise ConfigurationError(msg)
    entries: list[Entry] = []
    for number, said in enumerate(listed, start=1):
        name = said.get("name") if isinstance(said, dict) else None
        place = f"{path}, entry {number} ({name or 'without a name'})"
        try:
            entry = msgspec.convert(said, Entry, dec_hook=_decode)
        except msgspec.ValidationError as error:
            msg = f"{place}: {_plain(str(error))}"
            raise ConfigurationError(msg) from error
        if any(entry.name == other.name for other in entries):
            msg = f"{place}: another entry has this name: its runs are known by it, so choose another"
            raise ConfigurationError(msg)
        entries.append(entry)
    return entries


def _grace(path: Path, hours: Any) -> float:  # noqa: ANN401  # what TOML has there
    if isinstance(hours, bool) or not isinstance(hours, int | float) or not 0 <= hours <= _LONGEST_GRACE:
        msg = f"{path}: grace_hours is {hours!r}: write a number of hours from 0 to {_LONGEST_GRACE:g}"
        raise ConfigurationError(msg)
    return float(hours)


def _decode(kind: type, value: object) -> object:
    """
    Convert a value for which msgspec has no decoder.

    Raises:
        ValueError: the value is not a cron expression.
    """
    if kind is not Cron or not isinstance(value, str):
        msg = f"{value!r} is no cron expression: write it as '0 4 * * 1'"
        raise ValueError(msg)
    return Cron(value)


def _plain(message: str) -> str:
    """Rewrite a message of msgspec in the words of the file."""
    message = re.sub(r"Object contains unknown field `(\w+)`", r"unknown key '\1'", message)
    message = re.sub(r"Object missing required field `(\w+)`", r"the key '\1' is missing", message)
    message = re.sub(r"Invalid enum value '(\w+)' - at `\$\.scope`", _no_scope, message)
    return re.sub(r" - at `\$\.?([^`]*)`", lambda match: f" (in {match[1]})" if match[1] else "", message)


def _no_scope(match: re.Match[str]) -> str:
    return f"'{match[1]}' is no scope: choose one of {', '.join(get_args(Scope))}"


def _check_market(name: str) -> None:
    names = [market.name for market in markets()]
    if name not in names:
        msg = f"{name!r} is no market: choose one of {', '.join(names)}"
        raise ValueError(msg)
