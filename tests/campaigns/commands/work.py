"""A command that does work, as campaigns run it."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.campaigns.commands.case import Case
    from tests.campaigns.commands.stage import Stage

__all__ = ["Work", "documented_codes"]


def _nothing(_: Case) -> None:
    pass


@dataclass(frozen=True)
class Work:
    """
    Attributes:
        name: what it is called in tables: the command, and what is particular.
        arguments: the command line, for a case that is prepared.
        outcome: what must be the same after a disturbed run that was repeated as after an undisturbed one. It is asked
            when the command has ended, and may look at all that the case has.
        prepare: makes the case ready.
        template: the database that it starts from; None: it names none.
        reads: the files of captures that it reads, copies that may be damaged, which it would notice.
        writes: whether it writes into its folder.
        replaces: the folder of the files that it writes anew where they are there already.
        service: it runs until it is told to end; tells when that is to be.
        again: the command lines to be tried after a fault, in order, until one ends well; the same one by default.
        asks: it asks a market for pages: by ``replica`` or by ``tor``.
        own_server: it runs the embedded server.
        code: exit code of an undisturbed run.
    """

    name: str
    arguments: Callable[[Case], list[str]]
    outcome: Callable[[Case], Any]
    prepare: Callable[[Case], None] = _nothing
    template: Callable[[Stage], str] | None = None
    reads: Callable[[Case], list[Path]] | None = None
    writes: bool = False
    replaces: Callable[[Case], Path] | None = None
    service: Callable[[Case], bool] | None = None
    again: Callable[[Case], list[list[str]]] | None = None
    asks: str = ""
    own_server: bool = False
    code: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """The command, without what is particular."""
        return tuple(word for word in re.sub(r"\(.*\)", "", self.name).split() if not word.startswith("-"))

    def attempts(self, case: Case) -> list[list[str]]:
        """The command lines by which a user goes on after a fault."""
        return [self.arguments(case)] if self.again is None else self.again(case)


@cache
def documented_codes(words: tuple[str, ...]) -> frozenset[int]:
    """The exit codes that a command's help states."""
    command = [sys.executable, "-m", "cryptodrug_scraper", *words, "--help"]
    text = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    stated = text.partition("Exit codes:")[2].partition("\n\n")[0]
    return frozenset(int(code) for code in re.findall(r"^ +(\d+) {2,}", stated, re.MULTILINE)) or frozenset({0})
