"""
Where processes share the tests, those of slow files begin first, so that none is left alone with them at the end.

How long a test of each file takes is kept in ``tests/durations.json``; ``make durations`` measures it anew. A file that
is not there is quick, or new.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["slow_first"]

_KEPT = Path(__file__).parents[1] / "durations.json"
_LEAST = 0.3
"""Seconds that a test of a file takes at least, on average, for the file to be kept."""
_OPTION = "--keep-durations"


def slow_first(files: Sequence[str], seconds: Mapping[str, float]) -> list[int]:
    """Return places of tests of files in the order in which to run them: those of one file stay in theirs."""
    return sorted(range(len(files)), key=lambda place: (-seconds.get(files[place], 0.0), files[place]))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(_OPTION, action="store_true", help="keep how long tests of each file take")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption(_OPTION) and not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Keeping(), "durations that are kept")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort them behind the plug-in that shuffles; in one process they stay as that left them."""
    if hasattr(config, "workerinput"):
        files = [item.nodeid.partition("::")[0] for item in items]
        kept: dict[str, float] = json.loads(_KEPT.read_text(encoding="utf-8"))
        items[:] = [items[place] for place in slow_first(files, kept)]


class _Keeping:
    """Measures, and writes the file at the end."""

    def __init__(self) -> None:
        self._seconds: defaultdict[str, float] = defaultdict(float)
        self._tests: defaultdict[str, int] = defaultdict(int)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        file = report.nodeid.partition("::")[0]
        self._seconds[file] += report.duration
        self._tests[file] += report.when == "call"

    def pytest_sessionfinish(self) -> None:
        means = {file: round(seconds / max(1, self._tests[file]), 1) for file, seconds in self._seconds.items()}
        kept = {file: mean for file, mean in sorted(means.items()) if mean >= _LEAST}
        _KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
