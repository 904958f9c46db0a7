"""The address of a Dask scheduler: which one may be used, and whether what is needed for it is installed."""

from __future__ import annotations

from importlib.util import find_spec
from ipaddress import ip_address
from urllib.parse import urlsplit

from cryptodrug_scraper.errors import ConfigurationError

__all__ = ["check_scheduler"]


def check_scheduler(address: str) -> None:
    """
    Check whether a scheduler may be used. It gets pages, names of accounts, and for a replay the address of the
    database with its password, and whoever reaches it can run code as it and its workers do: so it lies on this
    machine, or is reached by TLS.

    Raises:
        ConfigurationError: it may not, or Dask is not installed.
    """
    if find_spec("distributed") is None:
        msg = "--dask needs Dask, which is not installed: make cluster, or pip install --editable '.[cluster]'"
        raise ConfigurationError(msg)
    parts = urlsplit(address)
    try:
        host, is_whole = parts.hostname, parts.port is not None
    except ValueError:
        host, is_whole = None, False
    if parts.scheme not in {"tcp", "tls"} or not host or not is_whole:
        msg = f"{address} is no address of a Dask scheduler: write it as tls://host:8786"
        raise ConfigurationError(msg)
    if parts.scheme == "tcp" and not _is_here(host):
        msg = (
            f"{address} takes pages and passwords unencrypted, and code from anybody: start the scheduler and its "
            "workers with TLS and write tls://…, or lead a port of this machine to it by SSH and write tcp://127.0.0.1:…"
        )
        raise ConfigurationError(msg)


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
