"""``cryptodrug tor probe``: which mirrors can be reached."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import MARKET
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tor_found import ATTACH, socks_port
from cryptodrug_scraper.cli.values import Finite
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from cryptodrug_scraper.crawl.ledger import Check

__all__ = ["probe"]


@click.command
@click.argument("addresses", nargs=-1, metavar="[ADDRESS]...")
@click.option(
    "--market",
    type=MARKET,
    help="Market of the mirrors; without an address, all its mirrors in mirrors.toml are asked.",
)
@click.option("--seconds", type=Finite(min=1), default=120, show_default=True, help="Seconds to wait for an answer.")
@ATTACH
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, an object on each line.")
def probe(addresses: tuple[str, ...], market: str | None, seconds: float, attach: str | None, as_json: bool) -> None:
    """
    Connect to onion services through Tor, disconnect, and print the outcome. No page is requested.

    With --market the outcome is recorded in the database, in table mirror_check.

    \b
    Example:
      cryptodrug tor probe --market dream

    \b
    Exit codes:
      0  every address was tried, whatever became of it
      2  no address is known
      5  the outcome could not be recorded
      6  Tor does not run; or an address is not that of an onion service, and no address was tried
    """
    from cryptodrug_scraper.crawl.mirrors import Mirrors, read_mirrors  # --help is quick without these
    from cryptodrug_scraper.home import data_home
    from cryptodrug_scraper.onion.permitted import RefusedError
    from cryptodrug_scraper.tor.probe import probe_target

    if not addresses and market is not None:
        addresses = tuple(read_mirrors(data_home() / "mirrors.toml", market))
        Mirrors(list(addresses))
    if not addresses:
        msg = "name an address, or a market with --market"
        raise click.UsageError(msg)
    for number, address in enumerate(addresses, 1):
        try:
            probe_target(address)
        except RefusedError as error:
            msg = f"address {number} of {len(addresses)}: {error}"
            raise RefusedError(msg) from error
    socks = socks_port(attach)
    checks = []
    for address in addresses:
        checks.append(_check(market, address, socks, seconds))
        _show(checks[-1], as_json=as_json)
    if market is not None:
        from cryptodrug_scraper.crawl.ledger import record_checks
        from cryptodrug_scraper.store.database import open_database

        with open_database() as database, database.engine.connect() as connection:
            record_checks(connection, checks)


def _check(market: str | None, address: str, socks: tuple[str, int], seconds: float) -> Check:
    from cryptodrug_scraper.crawl.ledger import Check
    from cryptodrug_scraper.tor.probe import probe, probe_target

    target = probe_target(address)
    at = datetime.now(UTC)
    found = probe(address, socks, seconds=seconds)
    host = target.host if target.port == 80 else f"{target.host}:{target.port}"
    return Check(market or "", host, at, found.outcome, found.socks_code, found.seconds)


def _show(check: Check, *, as_json: bool) -> None:
    if as_json:
        facts = {name: getattr(check, name) for name in check.__slots__} | {"market": check.market or None}
        sys.stdout.buffer.write(to_json(facts) + b"\n")
        sys.stdout.buffer.flush()
        return
    say(f"{check.mirror}  {check.outcome}  {check.seconds} s")
