"""``cryptodrug tor``: the Tor that crawls go through."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import ExitStack, closing, suppress
from functools import partial
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import click

from cryptodrug_scraper.cli.screen import say
from cryptodrug_scraper.cli.tor_found import ATTACH, find_tor
from cryptodrug_scraper.cli.tor_probe import probe
from cryptodrug_scraper.cli.values import PROGRAM
from cryptodrug_scraper.errors import TorError
from cryptodrug_scraper.output import to_json

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.tor.state import TorState
    from cryptodrug_scraper.tor.supervisor import Supervisor

__all__ = ["tor"]

_STATE_EVERY = 1.0
_STOP_SECONDS = 30.0
_LOOK_EVERY = 0.1

_JSON = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.group
def tor() -> None:
    """
    Start and watch the Tor process that crawls use, and print its state.

    It reaches onion services and nothing else. Its files lie in the folder tor of CRYPTODRUG_HOME.
    CRYPTODRUG_TOR_NETWORK names a file with lines of torrc for bridges, or for a private network.

    \b
    Example:
      cryptodrug tor status
    """


tor.add_command(probe)


@tor.command
@click.option(
    "--socks-port",
    type=click.IntRange(1, 65535),
    help="Port of 127.0.0.1 for SOCKS; the last one, or a free one, by default.",
)
@click.option("--program", type=PROGRAM, help="Program of Tor, if not the one in PATH.")
@ATTACH
@click.option("--json", "as_json", is_flag=True, help="Print what happens as JSON, an object on each line.")
def start(socks_port: int | None, program: str | None, attach: str | None, as_json: bool) -> None:
    """
    Start Tor, watch over it, and bring it back when it dies, until interrupted.

    With --attach it watches over a Tor that runs already, which is not started and not ended.

    \b
    Example:
      cryptodrug tor start

    \b
    Exit codes:
      0  interrupted, or stopped with cryptodrug tor stop
      2  Tor is not installed, or CRYPTODRUG_TOR_NETWORK names no file that can be used
      6  Tor does not start or does not join its network; or one is watched over already
    """
    from cryptodrug_scraper.cli.tor_report import report  # --help is quick without these
    from cryptodrug_scraper.tor.process import attach_tor, start_tor, tor_folder
    from cryptodrug_scraper.tor.state import forget_state, keep_port, kept_port, running_tor, write_state
    from cryptodrug_scraper.tor.supervisor import Supervisor

    running = running_tor()
    if running is not None:
        msg = f"process {running.owner} watches over a Tor already; to end it: cryptodrug tor stop"
        raise TorError(msg)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as stack:
        said = stack.enter_context(report(as_json=as_json))
        if attach is None:
            starter = partial(start_tor, tor_folder(), program=program, progress=said.bootstrap)
        else:
            starter = partial(attach_tor, attach, progress=said.bootstrap)
        news: SimpleQueue[Callable[[], None]] = SimpleQueue()
        watched = Supervisor(
            starter,
            socks_port=socks_port if socks_port is not None or attach is not None else kept_port(),
            on_down=lambda reason: news.put(partial(said.down, reason)),
            on_up=lambda tor: news.put(partial(said.up, tor)),
        )
        try:
            stack.callback(forget_state)  # when Tor has ended
            stack.enter_context(watched)
            if attach is None:
                keep_port(watched.socks[1])
            news.put(partial(said.up, watched.tor))
            refused: str | None = None
            while True:
                told = None
                with suppress(Empty):
                    told = news.get(timeout=_STATE_EVERY)
                try:
                    write_state(_state_of(watched, attached=attach is not None))
                    refused = None
                except OSError as error:  # a full disk is no reason to end the Tor of crawls that run
                    if refused != error.strerror:
                        refused = error.strerror
                        say(
                            f"what Tor does cannot be told to other commands: {refused}; mend that in {tor_folder()}",
                            err=True,
                        )
                if told is not None:
                    told()  # whoever hears it finds the state as it is told
        except KeyboardInterrupt:
            said.end()


@tor.command
@ATTACH
@_JSON
def status(attach: str | None, as_json: bool) -> None:
    """
    Print the state of Tor: its connection to the network, circuits, traffic and failures.

    \b
    Example:
      cryptodrug tor status --json

    \b
    Exit codes:
      0  it runs
      6  it does not run, or does not answer
    """
    from cryptodrug_scraper.cli.tor_report import Found  # --help is quick without these
    from cryptodrug_scraper.tor.control import Traffic
    from cryptodrug_scraper.tor.process import connect_tor

    state, control = find_tor(attach)
    with closing(connect_tor(control)) as tor:
        found = Found(
            socks=tor.socks,
            control=control,
            pid=tor.pid,
            status=tor.status(),
            carried=tor.traffic() if state is None else Traffic(state.bytes_read, state.bytes_written),
            restarts=None if state is None else state.restarts,
            events={} if state is None else state.events,
        )
    if as_json:
        sys.stdout.buffer.write(to_json(found.facts()) + b"\n")
        return
    for line in found.lines():
        say(line)


@tor.command
def stop() -> None:
    """
    Stop cryptodrug tor start and the Tor that it started. A Tor that it was attached to keeps running.

    \b
    Example:
      cryptodrug tor stop

    \b
    Exit codes:
      0  it does not run now
      6  the command does not end
    """
    from cryptodrug_scraper.tor.state import running_tor

    running = running_tor()
    if running is None:
        say("it was not running")
        return
    try:
        os.kill(running.owner, signal.SIGTERM)
    except ProcessLookupError:
        pass  # it ended just now
    except PermissionError as error:
        msg = f"process {running.owner} is another user's: end it as that user"
        raise TorError(msg) from error
    end = time.monotonic() + _STOP_SECONDS
    while running_tor() is not None:
        if time.monotonic() > end:
            msg = f"process {running.owner} does not end: end it yourself, with kill -9 {running.owner}"
            raise TorError(msg)
        time.sleep(_LOOK_EVERY)
    say("stopped")


@tor.command("new-identity")
@click.option("--wait", is_flag=True, help="Wait until Tor gives a new identity, at most ten seconds.")
@ATTACH
def renew(wait: bool, attach: str | None) -> None:
    """
    Make new streams use new circuits. Tor does this at most once in ten seconds. Crawls do not need this command: they
    change their circuits themselves.

    \b
    Example:
      cryptodrug tor new-identity --wait

    \b
    Exit codes:
      0  done
      6  Tor does not run, or gave an identity less than ten seconds ago
    """
    from cryptodrug_scraper.tor.identity import new_identity  # --help is quick without these
    from cryptodrug_scraper.tor.process import connect_tor, tor_folder

    with closing(connect_tor(find_tor(attach)[1])) as found:
        new_identity(found, tor_folder(), wait=wait)
    say("new streams use new circuits")


def _state_of(watched: Supervisor, *, attached: bool) -> TorState:
    from cryptodrug_scraper.tor.state import TorState, this_process

    carried = watched.traffic()
    owner, began = this_process()
    return TorState(
        owner=owner,
        owner_began=began,
        socks=watched.socks,
        control=watched.tor.control,
        is_up=watched.is_up,
        pid=watched.tor.pid if watched.is_up else None,
        attached=attached,
        restarts=watched.restarts,
        bytes_read=carried.read,
        bytes_written=carried.written,
        events=watched.events.counts(),
    )
