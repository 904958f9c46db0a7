"""What the doctor says of PostgreSQL's own programs on the PATH: are they there, and not older than the server?"""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from cryptodrug_scraper.cli.finding import Finding
from cryptodrug_scraper.store.address import URL_VARIABLE

__all__ = ["look_at_clients", "of_client"]

_VERSION = re.compile(r"\d+(?:\.\d+)*")
_NEEDS = {
    "psql": "query without SQL needs it",
    "pg_dump": "db dump of a server of your own needs it",
}
_IF_OLDER = {
    "psql": "SQL works, some of its own commands may not",
    "pg_dump": "db dump is refused by a newer server",
}


def look_at_clients(server: str | None) -> list[Finding]:
    """
    Look for the programs that are needed: the embedded server comes with a pg_dump of its own.

    Args:
        server: the version of the server; None where it is not known.
    """
    names = _NEEDS if os.environ.get(URL_VARIABLE) else ("psql",)
    return [of_client(name, path := shutil.which(name), _version(path), server) for name in names]


def of_client(name: str, path: str | None, version: str | None, server: str | None) -> Finding:
    """
    Check whether a client program can be used.

    Args:
        name: which program.
        path: where it is; None where it is not.
        version: its version, such as ``15.20``; None where it does not say.
        server: that of the server; None where it is not known.
    """
    if path is None:
        return Finding(name, "note", "not there", f"only {_NEEDS[name]}: install postgresql-client to have it")
    if version is None or server is None or _major(version) >= _major(server):
        return Finding(name, "ok", f"{version or 'version not known'}, {path}")
    advice = f"{_IF_OLDER[name]}: install postgresql-client-{_major(server)}"
    return Finding(name, "note", f"{version}, {path}: older than the server, {server}", advice)


def _major(version: str) -> int:
    return int(version.partition(".")[0])


def _version(path: str | None) -> str | None:
    if path is None:
        return None
    try:
        done = subprocess.run([path, "--version"], check=False, capture_output=True, text=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = _VERSION.search(done.stdout)
    return found[0] if found else None
