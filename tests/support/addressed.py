"""Saved pages of an invented site, each with its address in a sidecar."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

__all__ = ["save_with_addresses"]


def save_with_addresses(folder: Path, host: str, pages: Mapping[str, bytes]) -> dict[str, Path]:
    """Save pages under numbers, and return the files by the addresses."""
    files = {}
    for number, (address, body) in enumerate(pages.items()):
        files[address] = folder / f"{number:02}.html"
        files[address].write_bytes(body)
        files[address].with_name(f"{number:02}.html.json").write_text(json.dumps({"url": f"{host}{address}"}))
    return files
