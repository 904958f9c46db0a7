"""The parameters of the measures: one file, which a researcher may replace in part, and which each run keeps."""

from __future__ import annotations

from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Parameters", "defaults", "parameters_kept", "read_parameters"]

_FILE = "parameters.toml"
_MOST = 1e7
"""The largest number that a parameter may be: far above any that has a meaning, and short of infinity."""
_Above0 = Annotated[float, msgspec.Meta(gt=0, le=_MOST)]
_From0 = Annotated[float, msgspec.Meta(ge=0, le=_MOST)]
_Share = Annotated[float, msgspec.Meta(gt=0, le=1)]
_Count = Annotated[int, msgspec.Meta(ge=1)]


class _Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of the file; its comments there say what each parameter means."""


class Snapshots(_Group, frozen=True):
    """How captures are cut into snapshots, and these graded."""

    gap_hours: _Above0 | Literal["rhythm"]
    complete: _Share
    usable: _Share

    def __post_init__(self) -> None:
        """
        Check the grades.

        Raises:
            ValueError: the better one asks for less.
        """
        if self.usable > self.complete:
            msg = "usable must not be above complete"
            raise ValueError(msg)

    @property
    def gap(self) -> timedelta | None:
        """The pause between two snapshots; None where the rhythm of the collection decides."""
        return None if isinstance(self.gap_hours, str) else timedelta(hours=self.gap_hours)


class Times(_Group, frozen=True):
    """When a page counts."""

    rule: Literal["estimated", "stated"]


class Populations(_Group, frozen=True):
    """When a population is estimated."""

    fewest_recaptures: _Count
    closed_hours: _From0

    @property
    def closed(self) -> timedelta:
        """How far apart two snapshots of one population may be."""
        return timedelta(hours=self.closed_hours)


class Accounts(_Group, frozen=True):
    """When two names are one account."""

    most_overlap_days: _From0
    least_ratings: _Count

    @property
    def most_overlap(self) -> timedelta:
        """How long two names may be seen side by side."""
        return timedelta(days=self.most_overlap_days)


class Reviews(_Group, frozen=True):
    """When two rows are one review."""

    tolerance_seconds: _From0
    age_disorder_days: _From0
    most_rows: _Count

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
    longest_gap_days: _Count


class Prices(_Group, frozen=True):
    """Which prices are looked at closely."""

    absolute_usd: _Above0
    relative: _Above0
    unverified_usd: _Above0
    most_usd: _Above0


class Migrations(_Group, frozen=True):
    """Who was struck by a shock."""

    pre_window_days: _Above0

    @property
    def pre_window(self) -> timedelta:
        """The time before a shock that counts."""
        return timedelta(days=self.pre_window_days)


class Findings(_Group, frozen=True):
    """
    What the findings that are kept with a run are about.

    ``study_digest`` is of what another distribution's study says, so that another text of it makes another derivation;
    ``study.run`` sets it, whatever a file of parameters says. None: the program's own, which its version covers.
    """

    definition: Literal["D1", "D2", "D3", "D4"]
    attribution: Literal["A1", "A2", "A3"]
    study: str = "cryptodrug"
    study_digest: str | None = None
    country: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")] | None = None
    first_day: date | None = None
    last_day: date | None = None


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
    times: Times = Times("estimated")

    def as_json(self) -> str:
        """
        All parameters, with series named without their folders: wherever these lie, a derivation is the same.

        What a release before had not, the rule of times and the digest of a study, is left out where it is the default,
        so that its derivations are named as they were.
        """
        kept = msgspec.to_builtins(self, enc_hook=lambda path: path.name)
        if self.times == Times("estimated"):
            del kept["times"]
        if self.findings.study_digest is None:
            del kept["findings"]["study_digest"]
        return to_json(kept).decode()

    def replaced(self, other: Mapping[str, Mapping[str, Any]]) -> Parameters:
        """
        Return these with others in place of some of them.

        Args:
            other: by the group and the name of each.

        Raises:
            ConfigurationError: there is no such parameter or value.
        """
        kept = msgspec.to_builtins(self, enc_hook=str)
        for group, values in other.items():
            kept[group] = {**kept.get(group, {}), **values}
        try:
            return msgspec.convert(kept, Parameters, dec_hook=_path)
        except msgspec.ValidationError as error:
            msg = f"these are no parameters of the measures: {error}; cryptodrug derive parameters prints them all"
            raise ConfigurationError(msg) from error


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
        ConfigurationError: it cannot be read, is no TOML, or names a parameter or a value that there is not.
    """
    known: dict[str, Any] = msgspec.toml.decode(defaults())
    if path is None:
        return msgspec.convert(known, Parameters, dec_hook=_path)
    try:
        own: dict[str, Any] = msgspec.toml.decode(path.read_text(encoding="utf-8"))
        for group, values in own.items():
            known[group] = {**known.get(group, {}), **values} if isinstance(values, dict) else values
        chosen = msgspec.convert(known, Parameters, dec_hook=_path)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        msg = f"{path} holds no parameters of the measures: {error}; cryptodrug derive parameters prints them all"
        raise ConfigurationError(msg) from error
    first, last = chosen.findings.first_day, chosen.findings.last_day
    if first is not None and last is not None and last < first:
        msg = f"{path}: the window of the findings ends before it begins; give last_day after first_day"
        raise ConfigurationError(msg)
    beside = [path.parent / series for series in chosen.rates.series]
    return msgspec.structs.replace(chosen, rates=msgspec.structs.replace(chosen.rates, series=beside))


def parameters_kept(kept: dict[str, Any]) -> Parameters | None:
    """Return the parameters that a run keeps, series without their folders; None if these are others than there are."""
    try:
        return msgspec.convert(kept, Parameters, dec_hook=_path)
    except msgspec.ValidationError:
        return None


def _path(kind: type, value: object) -> Path:
    if kind is not Path or not isinstance(value, str) or not value:
        msg = f"{value!r} is no path"
        raise ValueError(msg)
    return Path(value)
