"""The parameters of the measures: one file, which a researcher may replace in part, and which each run keeps."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path  # noqa: TC003  # msgspec reads the annotation
from typing import Any, Literal

import msgspec

from cryptodrug_scraper.errors import ConfigurationError

__all__ = ["Parameters", "defaults", "read_parameters"]

_FILE = "parameters.toml"


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file; its comments there say what each parameter means."""


class Snapshots(_Group, frozen=True):
    """How captures are cut into snapshots, and these graded."""

    gap_hours: float
    complete: float
    usable: float

    @property
    def gap(self) -> timedelta:
        """The pause between two snapshots."""
        return timedelta(hours=self.gap_hours)


class Populations(_Group, frozen=True):
    """When a population is estimated."""

    fewest_recaptures: int
    closed_hours: float

    @property
    def closed(self) -> timedelta:
        """How far apart two snapshots of one population may be."""
        return timedelta(hours=self.closed_hours)


class Accounts(_Group, frozen=True):
    """When two names are one account."""

    most_overlap_days: float
    least_ratings: int

    @property
    def most_overlap(self) -> timedelta:
        """How long two names may be seen side by side."""
        return timedelta(days=self.most_overlap_days)


class Reviews(_Group, frozen=True):
    """When two rows are one review."""

    tolerance_seconds: float
    age_disorder_days: float
    most_rows: int

    @property
    def tolerance(self) -> timedelta:
        """By how much clocks may differ."""
        return timedelta(seconds=self.tolerance_seconds)

    @property
    def age_disorder(self) -> timedelta:
        """How far rows may stand out of the order of age."""
        return timedelta(days=self.age_disorder_days)


class RateSources(_Group, frozen=True):
    """Where rates come from besides pages."""

    series: list[Path]
    longest_gap_days: int


class Prices(_Group, frozen=True):
    """Which prices are looked at closely."""

    absolute_usd: float
    relative: float
    unverified_usd: float


class Migrations(_Group, frozen=True):
    """Who was struck by a shock."""

    pre_window_days: float

    @property
    def pre_window(self) -> timedelta:
        """The time before a shock that counts."""
        return timedelta(days=self.pre_window_days)


class Findings(_Group, frozen=True):
    """What the findings that are kept with a run are about."""

    country: str
    first_day: date
    last_day: date
    definition: Literal["D1", "D2", "D3", "D4"]
    attribution: Literal["A1", "A2", "A3"]


class Parameters(_Group, frozen=True):
    """All parameters."""

    snapshots: Snapshots
    populations: Populations
    accounts: Accounts
    reviews: Reviews
    rates: RateSources
    prices: Prices
    migration: Migrations
    findings: Findings


def defaults() -> str:
    """Return the file with the defaults of all parameters, as text."""
    return (files(__package__) / _FILE).read_text(encoding="utf-8")


def read_parameters(path: Path | None = None) -> Parameters:
    """
    Return the parameters of a file, and the defaults of those that it does not name.

    Paths of series are taken from the folder of the file.

    Args:
        path: the file; None for the defaults.

    Raises:
        ConfigurationError: it is no TOML, or names a parameter or a value that there is not.
    """
    known: dict[str, Any] = msgspec.toml.decode(defaults())
    if path is None:
        return msgspec.convert(known, Parameters)
    try:
        own: dict[str, Any] = msgspec.toml.decode(path.read_text(encoding="utf-8"))
        for group, values in own.items():
            known[group] = {**known.get(group, {}), **values} if isinstance(values, dict) else values
        chosen = msgspec.convert(known, Parameters)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"{path} holds no parameters of the measures: {error}; cryptodrug derive parameters prints them all"
        raise ConfigurationError(msg) from error
    beside = [path.parent / series for series in chosen.rates.series]
    return msgspec.structs.replace(chosen, rates=msgspec.structs.replace(chosen.rates, series=beside))
