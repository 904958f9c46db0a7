"""Note each export in the data home: who keeps the database must be able to say what left it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.export.selection import Tier
from cryptodrug_scraper.home import data_home, private_folder
from cryptodrug_scraper.whole_file import add_line

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.export.selection import Selection

__all__ = ["LOG", "note", "public_before"]

LOG = "exports.jsonl"
"""The file of the data home with the notes, one JSON object a line."""


def public_before() -> list[str]:
    """
    Return the public packages that were made before there was a ledger, the newest last.

    Raises:
        ConfigurationError: the note of them cannot be read.
    """
    path = data_home() / LOG
    try:
        lines = path.read_text(encoding="ascii").splitlines() if path.exists() else []
        known = [json.loads(line) for line in lines if line.strip()]
    except (OSError, ValueError) as error:
        msg = f"the notes of exports in {path} cannot be read: {error}; look at the file, or move it away"
        raise ConfigurationError(msg) from error
    return list(
        dict.fromkeys(
            line["package"] for line in known if line["tier"] == Tier.PUBLIC.value and not line.get("in_ledger")
        )
    )


def note(target: Path, selection: Selection, licence: str, key: str | None) -> Path:
    """
    Note that a package is about to be made; return the file.

    Raises:
        ConfigurationError: it cannot be noted, so nothing may be exported.
    """
    path = data_home() / LOG
    line = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "package": str(target.resolve()),
        "tier": selection.tier.value,
        "layout": selection.layout,
        "from": selection.first and selection.first.isoformat(),
        "until": selection.last and selection.last.isoformat(),
        "markets": list(selection.markets),
        "views": list(selection.views),
        "licence": licence,
        "key": key,
        "in_ledger": selection.tier is Tier.PUBLIC,
    }
    try:
        private_folder(path.parent)
        add_line(path, json.dumps(line).encode())  # in ASCII: the name of a folder need be no text
    except OSError as error:
        msg = f"the export cannot be noted in {path}: {error.strerror}; nothing was written"
        raise ConfigurationError(msg) from error
    return path
