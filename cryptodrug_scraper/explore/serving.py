"""Serve the application on loopback until it is told to stop."""

from __future__ import annotations

import logging
import secrets
import socket
from contextlib import closing
from typing import TYPE_CHECKING

from waitress.server import create_server

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.explore.application import application

if TYPE_CHECKING:
    from collections.abc import Callable

    from cryptodrug_scraper.explore.sources import Sources

__all__ = ["serve"]

_HOST = "127.0.0.1"


def serve(sources: Sources, port: int, path: str, ready: Callable[[str], None]) -> None:
    """
    Serve until interrupted.

    Args:
        sources: what the pages are made of.
        port: the port; 0 takes a free one.
        path: where to begin.
        ready: called with the first address, which has the token, once it is served.

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
    token = secrets.token_urlsafe(24)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits its turn is no news to its user
    with closing(listening):
        made = application(sources, port, token)
        server = create_server(made, sockets=[listening], threads=4, ident=None, clear_untrusted_proxy_headers=True)
        sign = "&" if "?" in path else "?"
        ready(f"http://{_HOST}:{port}{path}{sign}token={token}")
        try:
            server.run()
        finally:
            server.close()
