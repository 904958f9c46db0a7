"""``cryptodrug simulate serve``: serve a market over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from typing import TYPE_CHECKING, Any, Literal

import click
import msgspec

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.values import FilePath, Finite
from cryptodrug_scraper.errors import ConfigurationError
from simulator.commands.options import INSTANT, MARKET, scenario_options, viewer_of, viewer_options
from simulator.economy import build_world, instant_of, load_scenario
from simulator.serving.clock import Clock
from simulator.serving.replica import Replica
from simulator.serving.server import Server, loopback
from simulator.serving.settings import FAULTS, changed, settings_for

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.scenario import Scenario
    from simulator.serving.settings import Settings

__all__ = ["serve"]

_DAY = 86_400
_NOON = 12 * 3600


@click.command
@click.argument("market", type=MARKET)
@scenario_options
@click.option("--host", default="127.0.0.1", show_default=True, help="A loopback address.")
@click.option("--port", type=click.IntRange(0, 65_000), default=0, help="Port of the first mirror; 0 takes a free one.")
@click.option(
    "--mirrors",
    type=click.IntRange(1, 20),
    default=1,
    show_default=True,
    help="Number of mirrors, each with a port and sessions of its own.",
)
@click.option(
    "--at", type=INSTANT, help="Instant of the pages.  [default: noon of a day in the middle of the market's time]"
)
@click.option(
    "--clock",
    "running",
    type=click.Choice(["stand", "run"]),
    default="stand",
    show_default=True,
    help="Advance the time of the pages as time passes.",
)
@click.option("--speed", type=Finite(0), default=1.0, help="Seconds of the clock in one second.")
@click.option("--settings", "file", type=FilePath(exists=True, dir_okay=False), help="Print the settings as JSON.")
@click.option(
    "--fault",
    "faults",
    type=(click.Choice(FAULTS), Finite(0, 1)),
    multiple=True,
    help="A fault and its share of requests, such as --fault reset 0.01.",
)
@click.option("--delay", type=Finite(0, 3600), help="Seconds that slow answers take.  [default: 1]")
@click.option("--session-requests", type=click.IntRange(1), help="Pages after which a session ends.")
@click.option("--session-seconds", type=Finite(0, min_open=True), help="Seconds after which a session ends.")
@click.option(
    "--pages-per-minute",
    type=click.IntRange(0),
    help="Pages of a session in a minute before it needs a captcha; 0: no limit.  [default: Dream 30]",
)
@click.option("--cookie-domain", help="Domain attribute of cookies.")
@viewer_options
def serve(
    *,
    market: str,
    scenario: str,
    seed: int | None,
    size: float | None,
    host: str,
    port: int,
    mirrors: int,
    at: int | None,
    running: Literal["stand", "run"],
    speed: float,
    file: Path | None,
    faults: tuple[tuple[str, float], ...],
    currency: str,
    language: str,
    layout: str,
    cards: str,
    **given: Any,  # noqa: ANN401  # the other settings, which are checked
) -> None:
    """
    Serve a market over HTTP, on this machine only.

    The first line on standard output is a JSON object: the mirrors' addresses, the control port, and accounts,
    passwords and the captcha's answer, for the person who logs in. GET /state and /log and POST /control
    on the control port tell and change everything while it runs: see docs/simulator.md. It serves until it is
    interrupted.

    \b
    Example:
      cryptodrug simulate serve dream --mirrors 2 --fault bad_gateway 0.02 --session-requests 500

    \b
    Exit codes:
      0  interrupted
      2  an option, the scenario or a setting is wrong, or a port is taken
    """
    loopback(host)
    named = {name: value for name, value in given.items() if value is not None}
    if named.get("pages_per_minute") == 0:
        named["pages_per_minute"] = None
    settings = changed(_settings(market, file), named | {"faults": dict(faults)})
    read = load_scenario(scenario, seed=seed, size=size)
    world = build_world(read)
    clock = Clock(_middle(read, market) if at is None else at, running=running == "run", speed=speed)
    viewer = viewer_of(currency, language, layout, cards)
    replica = Replica(world, market, settings, clock, mirrors=mirrors, viewer=viewer)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(Server(replica, host=host, port=port)))


def _settings(market: str, file: Path | None) -> Settings:
    if file is None:
        return settings_for(market)
    try:
        given = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
    except msgspec.MsgspecError as error:
        message = f"{file} holds no settings ({error}): write a JSON object"
        raise ConfigurationError(message) from error
    return settings_for(market, given)


def _middle(scenario: Scenario, market: str) -> int:
    if market not in scenario.markets:
        message = f"the scenario has no market {market!r}: take one of {', '.join(scenario.markets)}"
        raise ConfigurationError(message)
    table = scenario.markets[market]
    first = max(scenario.first, table.founded)
    last = scenario.last if table.ends is None else min(scenario.last, table.ends)
    middle = (instant_of(first) + instant_of(last)) // 2
    return middle - middle % _DAY + _NOON


async def _serve(server: Server) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    await server.start()
    try:
        say(msgspec.json.encode(server.description()).decode())
        await stopped.wait()
    finally:
        await server.stop()
