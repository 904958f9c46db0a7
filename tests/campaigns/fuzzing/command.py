"""Fuzz targets one after the other, each in a process of its own that is begun again if an input kills it."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cryptodrug_scraper.replay.limits import limit_memory
from tests.campaigns.fuzzing.limits import TooSlowError, limited_time
from tests.campaigns.fuzzing.tokens import TOKENS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.campaigns.fuzzing.target import Target

__all__ = ["Fuzzed", "fuzz_target", "try_inputs"]

_IN_MEMORY = Path("/dev/shm")  # noqa: S108  # inputs become files, by the hundred a second
_LEAST = 2.0
"""Seconds of processor time for which another process is worth its start."""


@dataclass
class Fuzzed:
    """
    What came of a target.

    Attributes:
        executions: inputs tried.
        cpu_seconds: processor time that this took.
        corpus: inputs that reached something new in the program.
        died: how often an input killed the process.
        findings: names of the findings in the folder, those of runs before among them.
    """

    executions: int = 0
    cpu_seconds: float = 0.0
    corpus: int = 0
    died: int = 0
    findings: list[str] = field(default_factory=list)


def fuzz_target(
    name: str,
    *,
    minutes: float,
    beyond: int | None,
    seed: int,
    found: Path,
    corpus: Path | None,
    reached: Path | None,
    program: Sequence[str],
) -> Fuzzed:
    """
    Fuzz a target.

    Args:
        name: of the target.
        minutes: of processor time.
        beyond: inputs beyond the seeds after which it ends, if the time is not over; None for no such end.
        seed: chooses what is random.
        found: the folder in which findings are kept.
        corpus: a folder of saved pages.
        reached: a folder of inputs that reached something new, to go on with; None to begin anew.
        program: the command that fuzzes and tries inputs.
    """
    from tests.campaigns.fuzzing.targets import TARGETS

    fuzzed = Fuzzed()
    with TemporaryDirectory(prefix="cryptodrug-fuzz-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as folder:
        work = Path(folder)
        (work / "seeds").mkdir()
        into = work / "corpus" if reached is None else reached.absolute() / name
        into.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(TARGETS[name].seeds(corpus)):
            (work / "seeds" / f"{number:05}").write_bytes(data[: TARGETS[name].longest])
        (work / "dictionary").write_text("".join(map(_entry, TOKENS)), encoding="ascii")
        while (left := 60 * minutes - fuzzed.cpu_seconds) > _LEAST:
            command = [*program, "--target", name, "--loop", str(work), "--reached", str(into)]
            command += ["--seconds", str(left), "--seed", str(seed + fuzzed.died), "--found", str(found)]
            if beyond is not None:
                command += ["--beyond", str(beyond)]
            done = subprocess.run(command, capture_output=True, check=False, env=os.environ | {"TMPDIR": folder})
            ended = _add_figures(fuzzed, work)
            if ended and beyond is not None:
                break
            if not ended:
                fuzzed.died += 1
                fuzzed.cpu_seconds += _LEAST
                _keep_deadly(work, name, found, done.stderr)
    fuzzed.findings = sorted(file.stem for file in found.glob(f"{name}-*.txt"))
    return fuzzed


def try_inputs(name: str, files: Sequence[Path]) -> int:
    """Try inputs as they are, without instruments, and tell what went wrong; returns how many went wrong."""
    from tests.campaigns.fuzzing.targets import TARGETS

    target = TARGETS[name]
    limit_memory()
    wrong = 0
    for file in files:
        data = file.read_bytes()
        fault = _fault(target, data)
        if isinstance(fault, TooSlowError):
            fault = _fault(target, data)  # what is loaded at first use is no fault of the input's
        if fault is not None:
            wrong += 1
            sys.stderr.write(f"{file}:\n{''.join(traceback.format_exception(fault))}\n")
    return wrong


def _fault(target: Target, data: bytes) -> BaseException | None:
    try:
        with limited_time():
            target.run(data)
    except (Exception, TooSlowError) as fault:  # noqa: BLE001  # this is what is sought
        return fault
    return None


def _add_figures(fuzzed: Fuzzed, work: Path) -> bool:
    """Add the figures of a process that has come to its end; tells whether it has."""
    file = work / "figures.json"
    if not file.exists():
        return False
    figures = json.loads(file.read_text(encoding="utf-8"))
    file.unlink()
    fuzzed.executions += figures["executions"]
    fuzzed.cpu_seconds += figures["cpu_seconds"]
    fuzzed.corpus = figures["inputs_that_reached_something_new"]
    return True


def _keep_deadly(work: Path, name: str, found: Path, said: bytes) -> None:
    """Keep the input that killed the process, with the last that it said."""
    found.mkdir(parents=True, exist_ok=True)
    deadly = list(work.glob("died-*"))
    for file in deadly:
        data = file.read_bytes()
        stem = f"{name}-died-{hashlib.sha256(data).hexdigest()[:10]}"
        (found / f"{stem}.input").write_bytes(data)
        (found / f"{stem}.txt").write_bytes(said[-4000:])
        file.unlink()
    if not deadly:
        (found / f"{name}-died.txt").write_bytes(said[-4000:])


def _entry(token: bytes) -> str:
    return '"' + "".join(f"\\x{byte:02x}" for byte in token) + '"\n'
