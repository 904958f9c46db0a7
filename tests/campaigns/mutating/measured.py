"""
Read pages as the workers of a replay do, and keep how long each took and how much memory was needed.

The figures of a process lie in a file of its own in the folder that `FOLDER` names.
"""

from __future__ import annotations

import json
import os
import resource
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptodrug_scraper.replay import reading, worker
from cryptodrug_scraper.store.loading import batch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cryptodrug_scraper.capture import Capture
    from cryptodrug_scraper.page.parsed import PageContext, ParsedPage

__all__ = ["FOLDER", "serve"]

FOLDER = "CRYPTODRUG_MUTATED_FIGURES"
"""The environment variable that names the folder."""
_SERVE, _CARRY_OUT = worker.serve, vars(worker)["carry_out"]
_PARSE, _ROWS = vars(reading)["parse_page"], vars(batch)["rows_of"]
_SLOW = 1.0


class _Watch:
    """What one process has measured: the seconds of processor time of each page, of which it keeps the largest."""

    def __init__(self) -> None:
        self.spent: dict[int, float] = {}
        self.figures: dict[str, Any] = {"pages": 0, "seconds": 0.0, "slowest": 0.0, "slow": []}

    def parse(self, body: bytes, context: PageContext, market: str | None) -> ParsedPage:
        began = time.process_time()
        page: ParsedPage = _PARSE(body, context, market)
        self.spent[id(page)] = time.process_time() - began
        return page

    def rows(self, capture: Capture, page: ParsedPage, version: str) -> Any:
        began = time.process_time()
        made = _ROWS(capture, page, version)
        seconds = self.spent.pop(id(page), 0.0) + time.process_time() - began
        self.figures["pages"] += 1
        self.figures["seconds"] += seconds
        self.figures["slowest"] = max(self.figures["slowest"], seconds)
        if seconds > _SLOW:
            self.figures["slow"].append([capture.origin.path, capture.origin.offset, seconds])
        return made

    def write(self) -> None:
        self.spent.clear()
        self.figures["peak_kilobytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        file = Path(os.environ[FOLDER], f"{os.getpid()}.json")
        file.write_text(json.dumps(self.figures), encoding="utf-8")


_WATCH = _Watch()


def serve(*arguments: Any) -> None:
    """Do what `worker.serve` does, and note the figures."""
    vars(reading)["parse_page"], vars(batch)["rows_of"] = _WATCH.parse, _WATCH.rows
    vars(worker)["carry_out"] = _carry_out
    _SERVE(*arguments)


def _carry_out(*arguments: Any, **options: Any) -> Iterator[Any]:
    for step in _CARRY_OUT(*arguments, **options):
        _WATCH.write()
        yield step
