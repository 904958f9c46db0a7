"""
Fuzz one target in this process, until its time is over. It is started as a process of its own, which ends with it.

Inputs are made by atheris (libFuzzer) from those that reached something new in the program, and by the target itself.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import atheris

if TYPE_CHECKING:
    from pathlib import Path

    from tests.campaigns.fuzzing.findings import Findings
    from tests.campaigns.fuzzing.target import Target

__all__ = ["Order", "fuzz"]

_BYTES_ALONE = 3
"""One of so many mutations changes bytes, where the target has changes of its own."""
_KEPT = 500
"""Inputs that are kept to be borrowed from."""
_TRIES = 5
"""How often an input that is slow here is tried without the instruments, at one place in the program."""


@dataclass(frozen=True, slots=True)
class Order:
    """
    What is to be done.

    Attributes:
        target: the name of the target.
        seconds: of processor time.
        beyond: inputs beyond the seeds after which it ends, if the time is not over; None for no such end.
        seed: chooses what is random.
        found: folder of the findings.
        work: folder with ``seeds`` and ``dictionary``; ``figures.json`` is written there.
        reached: folder of the inputs that reach something new in the program.
        program: the command that tries inputs without the instruments.
    """

    target: str
    seconds: float
    beyond: int | None
    seed: int
    found: Path
    work: Path
    reached: Path
    program: tuple[str, ...]


@dataclass
class _Loop:
    order: Order
    target: Target
    findings: Findings
    most: int | None
    executions: int = 0
    slow: dict[str, int] = field(default_factory=dict)
    borrowed: list[bytes] = field(default_factory=list)

    def one(self, data: bytes) -> None:
        """Try an input; ends the process when the time is over."""
        from tests.campaigns.fuzzing.findings import place_of
        from tests.campaigns.fuzzing.limits import TooSlowError, limited_time

        self.executions += 1
        try:
            with limited_time():
                self.target.run(data)
        except TooSlowError as fault:
            place = place_of(fault)
            self.slow[place] = self.slow.get(place, 0) + 1
            if self.slow[place] <= _TRIES and self._is_slow(data):
                self.findings.add(data, fault)
        except Exception as fault:  # noqa: BLE001  # this is what is sought
            self.findings.add(data, fault)
        if self.executions == self.most or (self.executions % 64 == 0 and time.process_time() > self.order.seconds):
            self.end()

    def mutate(self, data: bytes, most: int, seed: int) -> bytes:
        """Change an input."""
        chance = random.Random(seed)
        if len(self.borrowed) < _KEPT:
            self.borrowed.append(data)
        else:
            self.borrowed[chance.randrange(_KEPT)] = data
        if self.target.mutate is None or chance.randrange(_BYTES_ALONE) == 0:
            return bytes(atheris.Mutate(data, most))
        return self.target.mutate(data, chance.choice(self.borrowed), chance)[:most]

    def end(self) -> None:
        figures = {
            "executions": self.executions,
            "cpu_seconds": round(time.process_time(), 1),
            "inputs_that_reached_something_new": len(list(self.order.reached.iterdir())),
        }
        (self.order.work / "figures.json").write_text(json.dumps(figures), encoding="utf-8")
        os._exit(0)  # libFuzzer would tell of an exit as of a fault

    def _is_slow(self, data: bytes) -> bool:
        file = self.order.work / "slow"
        file.write_bytes(data)
        command = [*self.order.program, "--target", self.target.name, "--input", str(file)]
        return subprocess.run(command, capture_output=True, check=False).returncode != 0


def fuzz(order: Order) -> None:
    """Fuzz a target; does not return."""
    with atheris.instrument_imports(include=["cryptodrug_scraper", "parsers"], enable_loader_override=False):
        from cryptodrug_scraper.replay.limits import limit_memory
        from tests.campaigns.fuzzing.targets import TARGETS
    from tests.campaigns.fuzzing.findings import Findings

    target = TARGETS[order.target]
    work = order.work
    most = None if order.beyond is None else len(list((work / "seeds").iterdir())) + order.beyond
    loop = _Loop(order, target, Findings(order.found, order.target), most)
    arguments = [
        sys.argv[0],
        str(order.reached),
        str(work / "seeds"),
        f"-dict={work / 'dictionary'}",
        f"-artifact_prefix={work}/died-",
        f"-seed={order.seed or 1}",
        f"-max_len={target.longest}",
        "-timeout=1200",
        "-rss_limit_mb=0",
        "-print_final_stats=0",
        "-verbosity=0",
    ]
    atheris.Setup(arguments, loop.one, custom_mutator=loop.mutate)
    limit_memory()
    atheris.Fuzz()
