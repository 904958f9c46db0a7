"""
Pages with commands: these are run in order, and what a page shows of their output is compared with what they print.

A block of kind ``console`` has commands after ``$ ``, further lines of them after ``> ``, and their output below. In an
output ``…`` stands for the rest of a line, or, alone on a line, for any number of lines. An identifier stands for
whichever the command prints in its place, which is put into later commands.
"""

from __future__ import annotations

import re
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

from click.testing import CliRunner

from cryptodrug_scraper.cli import cli

__all__ = ["ID", "Step", "Walk", "steps"]

_BLOCK = re.compile(r"^ *```console\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_START = re.compile(r"\b[0-9a-f]{8}\b(?!-)")
_SPECIAL = re.compile(rf"(?P<id>{ID.pattern})|(?P<lines>^ *…\n)|(?P<rest>…)", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    """A command, as a shell would take it, and the output that the page shows below it."""

    command: str
    shown: str


def steps(page: str) -> list[Step]:
    """The commands of a page."""
    found = []
    for block in _BLOCK.findall(page):
        for part in re.split(r"^\$ ", dedent(block), flags=re.MULTILINE)[1:]:
            lines = part.splitlines()
            length = next((n for n, line in enumerate(lines[1:], 1) if not line.startswith("> ")), len(lines))
            command = "\n".join([lines[0], *(line[2:] for line in lines[1:length])]).replace("\\\n", " ")
            found.append(Step(command, "\n".join(lines[length:])))
    return found


@dataclass
class Walk:
    """
    What was met so far.

    Attributes:
        known: which identifier stands for each of the page's.
        program: the path of an installed program that is run; empty for this one, in this process.
    """

    known: dict[str, str] = field(default_factory=dict)
    program: str = ""

    def take(self, step: Step) -> None:
        """
        Run a command in this folder.

        Raises:
            AssertionError: it fails, or prints other than the page shows.
        """
        words = shlex.split(self._filled(step.command))
        assert words.pop(0) == "cryptodrug", step.command
        target = Path(words[-1]) if ">" in words else None
        if target is not None:
            assert words.index(">") == len(words) - 2, step.command
            del words[-2:]
        printed = self.printed(words)
        if target is not None:
            target.write_bytes(printed)
        self.compare(step, "" if target is not None else printed.decode())

    def printed(self, words: list[str]) -> bytes:
        """
        Run the program with some words, and return what it prints.

        Raises:
            AssertionError: it fails.
        """
        if self.program:
            ran = subprocess.run([self.program, *words], capture_output=True, check=False, timeout=600)
            assert ran.returncode == 0, f"{words}\n{ran.stdout.decode()}\n{ran.stderr.decode()}"
            return ran.stdout
        done = CliRunner().invoke(cli, words)
        assert done.exit_code == 0, f"{words}\n{done.output}\n{done.exception!r}"
        return done.stdout_bytes

    def compare(self, step: Step, printed: str) -> None:
        """
        Compare, and keep the identifiers that are new.

        Raises:
            AssertionError: the output is another.
        """
        shown, new = _bare(step.shown), dict[str, str]()

        def pattern(special: re.Match[str]) -> str:
            if special["lines"]:
                return r"(?:[^\n]*\n)*?"
            if special["rest"]:
                return r"[^\n]*"
            if special["id"] in self.known:
                return re.escape(self.known[special["id"]])
            if special["id"] in new:
                return f"(?P={new[special['id']]})"
            new[special["id"]] = name = f"id{len(new)}"
            return f"(?P<{name}>{ID.pattern})"

        parts, end = [], 0
        for special in _SPECIAL.finditer(shown):
            parts += [re.escape(shown[end : special.start()]), pattern(special)]
            end = special.end()
        found = re.fullmatch("".join([*parts, re.escape(shown[end:])]), _bare(printed))
        assert found is not None, f"$ {step.command}\nprints\n{printed}\nand not\n{step.shown}"
        self.known |= {identifier: found[name] for identifier, name in new.items()}

    def _filled(self, command: str) -> str:
        whole = ID.sub(lambda found: self.known.get(found[0], found[0]), command)
        return _START.sub(self._started, whole)

    def _started(self, digits: re.Match[str]) -> str:
        return next((real[:8] for shown, real in self.known.items() if shown.startswith(digits[0])), digits[0])


def _bare(text: str) -> str:
    """Without spaces at the ends of lines, and empty lines at the ends."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"
