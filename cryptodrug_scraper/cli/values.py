"""
Types of options whose values are checked before a command begins, so that a wrong one starts no database and no Tor.

What checks a value is imported when there is one, so that ``--help`` is quick.
"""

from __future__ import annotations

import math
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cryptodrug_scraper.errors import ConfigurationError, CryptodrugError

if TYPE_CHECKING:
    from datetime import date

__all__ = [
    "CONTROL",
    "MIRROR",
    "PROGRAM",
    "REPLICA",
    "SCHEDULER",
    "SETTING",
    "SOCKS",
    "FilePath",
    "Finite",
    "PlacePath",
    "check_days",
    "check_no_workers",
]


class FilePath(click.Path):
    """A path. An empty word, as a shell's unset variable leaves it, is refused: it would mean this folder."""

    def __init__(self, **limits: Any) -> None:  # noqa: ANN401  # those of click
        super().__init__(path_type=Path, **limits)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return the path."""
        if not os.fspath(value):
            self.fail("an empty word is no path", param, ctx)
        return super().convert(value, param, ctx)


class PlacePath(FilePath):
    """A path, or a place in an object store such as ``s3://bucket/crawls``."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401
        """Return it as a place."""
        if isinstance(value, str) and "://" in value:
            from cryptodrug_scraper.importers.places import place_at

            try:
                return place_at(value)
            except ConfigurationError as error:
                self.fail(str(error), param, ctx)
        return super().convert(value, param, ctx)


class Finite(click.FloatRange):
    """A number within limits; ``nan`` and ``inf`` are refused."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:  # noqa: ANN401
        """Return the number."""
        number = float(super().convert(value, param, ctx))
        if not math.isfinite(number):
            self.fail(f"{value} is no number", param, ctx)
        return number


class _Checked(click.ParamType[str]):
    """A word that `check` accepts; it raises `CryptodrugError` or `ValueError` with the reason if it does not."""

    def check(self, value: str) -> None:
        raise NotImplementedError

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            self.check(value)
        except (CryptodrugError, ValueError) as error:
            self.fail(str(error), param, ctx)
        return value


class _Mirror(_Checked):
    name = "url"

    def check(self, value: str) -> None:
        from cryptodrug_scraper.crawl.mirrors import Mirrors

        Mirrors([value])


class _Replica(_Checked):
    name = "url"

    def check(self, value: str) -> None:
        from cryptodrug_scraper.crawl.mirrors import Mirrors

        Mirrors([value], replica=True)


class _Socks(_Checked):
    name = "host:port"

    def check(self, value: str) -> None:
        from cryptodrug_scraper.onion.handler import socks_port

        socks_port(value)


class _Control(_Checked):
    name = "control"

    def check(self, value: str) -> None:
        from cryptodrug_scraper.tor.stem_control import control_address

        control_address(value)


class _Program(_Checked):
    name = "command"

    def check(self, value: str) -> None:
        if shutil.which(value) is None:
            msg = f"there is no program {value!r} that can be run"
            raise ValueError(msg)


class _Scheduler(_Checked):
    name = "scheduler"

    def check(self, value: str) -> None:
        from cryptodrug_scraper.cluster.scheduler import check_scheduler

        check_scheduler(value)


class _Setting(_Checked):
    name = "name=value"

    def check(self, value: str) -> None:
        from cryptodrug_scraper.crawl.settings import check_setting

        check_setting(*value.partition("=")[::2])


CONTROL = _Control()
MIRROR = _Mirror()
PROGRAM = _Program()
REPLICA = _Replica()
SCHEDULER = _Scheduler()
SETTING = _Setting()
SOCKS = _Socks()


def check_days(first: date | None, last: date | None) -> None:
    """Refuse days in the wrong order."""
    if first is not None and last is not None and last < first:
        msg = f"--until {last} comes before --from {first}"
        raise click.UsageError(msg)


def check_no_workers(scheduler: str | None, workers: int | None) -> None:
    """Refuse a number of processes where a cluster has them."""
    if scheduler is not None and workers is not None:
        msg = "with --dask the cluster says how many workers there are: leave out --workers"
        raise click.UsageError(msg)
