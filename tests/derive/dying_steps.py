"""Steps and tasks for processes of their own: some end, and some note when they ran."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.measures.ratings.review_groups import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DOUBLED", "Noted", "Refused"]


def _doubled(frames: Mapping[str, pl.DataFrame], marker: str) -> Mapping[str, pl.DataFrame]:
    """Double numbers; the process of the group with a 3 is killed while a file is there."""
    numbers = frames["numbers"]
    if 3 in numbers["number"] and Path(marker).exists():
        time.sleep(1)  # the other groups are done by then
        os.kill(os.getpid(), signal.SIGKILL)
    return {"doubled": numbers.with_columns(pl.col("number") * 2)}


DOUBLED = Step("doubled", _doubled, ("numbers",))


@dataclass(frozen=True)
class Noted:
    """A task that notes from when until when it ran."""

    weight: int

    def __call__(self) -> tuple[float, float]:
        began = time.time()
        time.sleep(0.3)
        return began, time.time()


@dataclass(frozen=True)
class Refused:
    """A task that the disk refuses."""

    weight: int = 1

    def __call__(self) -> None:
        msg = "the disk is full"
        raise StoreError(msg)
