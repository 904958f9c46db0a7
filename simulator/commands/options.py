"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cryptodrug_scraper.cli.values import Finite
from simulator.templates import MARKETS

if TYPE_CHECKING:
    from collections.abc import Callable

    from simulator.site import Viewer

__all__ = ["INSTANT", "MARKET", "scenario_options", "viewer_of", "viewer_options"]

Command = TypeVar("Command", bound="Callable[..., None]")

MARKET = click.Choice(MARKETS)


class _Instant(click.ParamType[int]):
    """An instant, such as 2018-11-18T09:12:00Z, or a day, which is its midnight. Seconds since 1970."""

    name = "instant"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:  # noqa: ANN401  # of click
        if isinstance(value, int):
            return value
        try:
            instant = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no instant: write it as 2018-11-18T09:12:00Z, or as 2018-11-18", param, ctx)
        return int((instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant).timestamp())


INSTANT = _Instant()


def scenario_options(command: Command) -> Command:
    """Add the options ``--scenario``, ``--seed`` and ``--size``."""
    for option in (
        click.option(
            "--size",
            type=Finite(0, 10, min_open=True),
            help="Size of the markets, in place of the scenario's.",
        ),
        click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Seed, in place of the scenario's."),
        click.option(
            "--scenario", default="toy", show_default=True, metavar="NAME|FILE", help="Scenario of the economy."
        ),
    ):
        command = option(command)
    return command


def viewer_options(command: Command) -> Command:
    """Add the options for the settings of the account that views the pages."""
    for option in (
        click.option(
            "--cards", type=click.Choice(["15", "90"]), default="15", help="Cards on a list (Wall Street Market)."
        ),
        click.option(
            "--layout", type=click.Choice(["A", "B"]), default="A", help="Layout of pages (Wall Street Market)."
        ),
        click.option("--language", default="en", help="Language of pages (Wall Street Market).  [default: en]"),
        click.option("--currency", default="USD", show_default=True, help="Currency in which prices are shown."),
    ):
        command = option(command)
    return command


def viewer_of(currency: str, language: str, layout: Any, cards: str) -> Viewer:  # noqa: ANN401  # click has checked it
    """Return the account of those options."""
    from simulator.site import Viewer  # noqa: PLC0415  # --help is quick without it

    return Viewer(currency=currency, language=language, layout=layout, cards=int(cards))
