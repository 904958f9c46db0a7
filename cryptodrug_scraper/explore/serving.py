"""Serve the application on loopback until it is told to stop."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.application import application
from cryptodrug_scraper.explore.connections import server_on
from cryptodrug_scraper.explore.door import ENTER
from cryptodrug_scraper.explore.guard import MOST_SENT
from cryptodrug_scraper.explore.invitations import Invitations

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from cryptodrug_scraper.explore.invitations import Invitation
    from cryptodrug_scraper.explore.sources import Sources
    from cryptodrug_scraper.explore.writing import Writing

__all__ = ["Inviting", "serve"]

_HOST = "127.0.0.1"


class Inviting:
    """What gives addresses that let a browser in once."""

    def __init__(self, port: int, invitations: Invitations) -> None:
        self._port = port
        self._invitations = invitations

    def __call__(self) -> tuple[str, Invitation]:
        """Return a new address, and what tells whether it was used."""
        given = self._invitations.give()
        return f"http://{_HOST}:{self._port}{ENTER}{given.token}", given


def serve(
    sources: Sources,
    port: int,
    path: str,
    meanwhile: Callable[[Inviting], AbstractContextManager[object]],
    writing: Writing | None = None,
) -> None:
    """
    Serve until interrupted.

    Args:
        sources: what the pages are made of.
        port: the port; 0 takes a free one.
        path: where a browser begins.
        meanwhile: makes a context in which it is served, of what gives addresses that let a browser in once.
        writing: the pages with forms that write, and as whom; None where nothing can be written.

    Raises:
        ConfigurationError: the port is taken.
    """
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
    except OSError as error:
        listening.close()
        msg = f"port {port} cannot be used: {error.strerror}; name another with --port, or none to take a free one"
        raise ConfigurationError(msg) from error
    port = listening.getsockname()[1]
    invitations = Invitations()
    answering = application(sources, port, invitations, path=path, writing=writing)
    with (
        closing(listening),
        closing(server_on(listening, answering, most_sent=0 if writing is None else MOST_SENT)) as server,
        meanwhile(Inviting(port, invitations)),
    ):
        server.run()
