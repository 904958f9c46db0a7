"""Options and arguments that several verbs share."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.capture import CaptureTime
from cryptodrug_scraper.page.market import market_faults, market_named, markets
from cryptodrug_scraper.page.moments import parse_capture_time

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["COUNTRY", "DAY", "LOG", "MARKET", "TIME"]

LOG = click.option(
    "--log",
    type=click.Choice(("text", "json")),
    help="Form of the log: text, or one JSON object a line (docs/scheduling.md).  [default: CRYPTODRUG_LOG, or text]",
)


class _Market(click.ParamType[str]):
    """The name of an installed market."""

    name = "market"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        names = [market.name for market in markets()]
        if value not in names:
            if any(fault.name == value for fault in market_faults()):
                market_named(value)  # raises, and says why it cannot be used
            self.fail(f"{value!r} is no market: choose one of {', '.join(names)}", param, ctx)
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        del ctx, param
        return [CompletionItem(market.name) for market in markets() if market.name.startswith(incomplete)]


class _Country(click.ParamType[str]):
    """The code of a country, such as DE."""

    name = "code"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from cryptodrug_scraper.cookbook.meant import code_meant  # --help is quick without these
        from cryptodrug_scraper.measures.places.regions import COUNTRIES

        if value.upper() not in COUNTRIES:
            self.fail(f"{value!r} is no country: {code_meant(value)}", param, ctx)
        return value.upper()


class _Day(click.ParamType[date]):
    """A day, such as 2018-11-18."""

    name = "day"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no day: write it as 2018-11-18", param, ctx)


class _Time(click.ParamType[CaptureTime]):
    """An instant, such as 2018-11-18T09:12:00Z, or a day."""

    name = "time"

    def convert(
        self, value: str | CaptureTime, param: click.Parameter | None, ctx: click.Context | None
    ) -> CaptureTime:
        if isinstance(value, CaptureTime):
            return value
        time = parse_capture_time(value)
        if time is None:
            self.fail(f"{value!r} is no time: write it as 2018-11-18T09:12:00Z, or as 2018-11-18", param, ctx)
        return time


COUNTRY = _Country()
MARKET = _Market()
DAY = _Day()
TIME = _Time()
