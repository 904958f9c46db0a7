"""What is fuzzed: a function of some bytes, inputs to begin with, and how one may be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["FaultError", "Target"]


class FaultError(Exception):
    """Something came out of the program that should not have, though it raised nothing."""


@dataclass(frozen=True, slots=True)
class Target:
    """
    A part of the program that reads input from outside.

    Attributes:
        name: what it is called on the command line.
        run: reads an input. It returns when the program does as documented, and raises whatever else happens.
        seeds: inputs to begin with, given a folder of saved pages or None.
        mutate: changes an input as chance has it, with another to borrow from; None where bytes are changed alone.
        longest: most bytes of an input.
    """

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[Path | None], Iterable[bytes]]
    mutate: Callable[[bytes, bytes, random.Random], bytes] | None = None
    longest: int = 65_536
