"""Keep the inputs at which something went wrong, each once for a place in the program."""

from __future__ import annotations

import hashlib
import traceback
from typing import TYPE_CHECKING

from tests.campaigns.fuzzing.target import FaultError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

__all__ = ["Findings", "key_of", "place_of"]

_OURS = ("cryptodrug_scraper", "parsers")


class Findings:
    """
    The findings about one target, in a folder.

    Attributes:
        times: how often each was met; those that were in the folder before are in it, with nought.
    """

    def __init__(self, folder: Path, target: str) -> None:
        """Look what is there; the folder is made when it is needed."""
        self._folder = folder
        self._target = target
        self.times = {file.stem: 0 for file in folder.glob(f"{target}-*.txt")}

    def add(self, data: bytes, fault: BaseException) -> Path | None:
        """Keep an input with what it led to; returns its file, or None where the place is known."""
        name = f"{self._target}-{key_of(fault)}"
        known = name in self.times
        self.times[name] = self.times.get(name, 0) + 1
        if known:
            return None
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"{name}.input"
        file.write_bytes(data)
        told = "".join(traceback.format_exception(fault))
        file.with_suffix(".txt").write_text(told[-20_000:], encoding="utf-8", errors="backslashreplace")
        return file


def key_of(fault: BaseException) -> str:
    """The kind of a fault, and a digest of its place: of what it says, where the campaign itself raised it."""
    if isinstance(fault, FaultError):
        place = str(fault).partition(" hold ")[0].rpartition(" at ")[2]  # a column, or a line of a reader
    else:
        place = place_of(fault)
    return f"{type(fault).__name__}-{hashlib.sha256(place.encode()).hexdigest()[:10]}"


def place_of(fault: BaseException) -> str:
    """Module and line of the innermost frame in the program, else of the innermost of all."""
    trace: TracebackType | None = fault.__traceback__
    place = ""
    ours = False
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        mine = module.partition(".")[0] in _OURS
        if mine or not ours:
            place, ours = f"{module}:{trace.tb_lineno}", mine
        trace = trace.tb_next
    return place
