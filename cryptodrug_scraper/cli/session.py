"""``cryptodrug session``: store the cookies of a session after a person has logged in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.options import MARKET
from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.cli.values import FilePath
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cryptodrug_scraper.crawl.mirrors import Mirrors

__all__ = ["session"]

_MIRROR = click.option(
    "--mirror", metavar="URL", help="Scheme and host of the mirror; the first one in mirrors.toml by default."
)
_REPLICA = click.option("--replica", is_flag=True, help="Accept a mirror that is a replica on this machine.")


@click.group
def session() -> None:
    """
    Store, list and remove the session cookies with which a market is crawled.

    A person logs in with Tor Browser; the program holds no password and solves no captcha. Cookies lie in files that
    only their owner can read, in the folder sessions of CRYPTODRUG_HOME, and no command prints their values.

    \b
    Example:
      cryptodrug session list
    """


@session.command
@click.argument("market", type=MARKET)
@_MIRROR
@_REPLICA
@click.option(
    "--file",
    type=FilePath(dir_okay=False, allow_dash=True),
    help='File with the cookies, as "name=value" lines or cookies.txt; "-" is standard input.',
)
def put(market: str, mirror: str | None, replica: bool, file: Path | None) -> None:
    """
    Store the cookies of a session, in place of earlier ones. A crawl that waits for them continues.

    Without --file it asks for them, and does not show what is typed. They are never taken from the command line, where
    other users of the machine could read them.

    \b
    Example:
      cryptodrug session put dream --file cookies.txt

    \b
    Exit codes:
      0    the cookies are stored
      2    no mirror is known, or the input holds no cookie
      130  nothing was typed in
    """
    from cryptodrug_scraper.crawl.sessions import Sessions, read_cookies  # --help is quick without it

    host = _mirrors(market, mirror, replica=replica).host
    cookies = read_cookies(_given(file))
    Sessions(market).put(host, cookies)
    say(f"kept for {market}: {cookies}")


@session.command("list")
@click.argument("market", type=MARKET, required=False)
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(market: str | None, as_json: bool) -> None:
    """
    List the mirrors that have cookies, and the names of these; values are never shown.

    Mirrors that are not in mirrors.toml are shown without a name, since the files do not tell it.

    \b
    Example:
      cryptodrug session list dream

    \b
    Exit codes:
      0  done
      2  mirrors.toml is no such file; or others can read the file of a session
    """
    from cryptodrug_scraper.page.market import markets  # --help is quick without it

    facts = [fact for name in ([market] if market else [m.name for m in markets()]) for fact in _kept(name)]
    if as_json:
        sys.stdout.buffer.write(to_json(facts) + b"\n")
        return
    rows = [(fact["market"], fact["mirror"] or "not in mirrors.toml", fact["cookies"]) for fact in facts]
    print_table(("market", "mirror", "cookies"), rows)


@session.command
@click.argument("market", type=MARKET)
@_MIRROR
@_REPLICA
def forget(market: str, mirror: str | None, replica: bool) -> None:
    """
    Remove the cookies for a mirror. A running crawl keeps using its copy until the market asks for a new login.

    \b
    Example:
      cryptodrug session forget dream

    \b
    Exit codes:
      0  the mirror has no cookies now
      2  no mirror is known
    """
    from cryptodrug_scraper.crawl.sessions import Sessions  # --help is quick without it

    found = Sessions(market).forget(_mirrors(market, mirror, replica=replica).host)
    say("forgotten" if found else "there were none")


def _kept(market: str) -> Iterator[dict[str, str | list[str] | None]]:
    """For each mirror of a market its short name, and the names of its cookies."""
    from cryptodrug_scraper.crawl.mirrors import Mirrors, read_mirrors, short_name
    from cryptodrug_scraper.crawl.sessions import Sessions
    from cryptodrug_scraper.home import data_home

    sessions = Sessions(market)
    others = sum(1 for path in (data_home() / "sessions" / market).glob("[0-9a-f]*") if path.is_file())
    for base in read_mirrors(data_home() / "mirrors.toml", market):
        cookies = sessions.get(Mirrors([base]).host)
        names = [] if cookies is None else [pair.partition("=")[0] for pair in cookies.header().split("; ")]
        others -= cookies is not None
        yield {"market": market, "mirror": short_name(base), "cookies": sorted(names)}
    for _ in range(others):
        yield {"market": market, "mirror": None, "cookies": None}


def _mirrors(market: str, mirror: str | None, *, replica: bool) -> Mirrors:
    """The mirror that is meant, checked as a crawl checks it."""
    from cryptodrug_scraper.crawl.mirrors import Mirrors, read_mirrors
    from cryptodrug_scraper.home import data_home

    if mirror is not None:
        try:
            return Mirrors([mirror], replica=replica)
        except ConfigurationError as error:
            msg = f"--mirror: {error}"
            raise ConfigurationError(msg) from error
    bases = read_mirrors(data_home() / "mirrors.toml", market)
    return Mirrors(bases, replica=replica)


def _given(file: Path | None) -> str:
    if file is None:
        return str(click.prompt("Cookies (name=value; other=value), not shown", hide_input=True, err=True))
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"the cookies in {file} cannot be read ({type(error).__name__}): give a text file that you may read"
        raise ConfigurationError(msg) from None
