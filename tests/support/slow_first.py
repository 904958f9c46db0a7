"""
Where processes share the tests, slow ones begin first, so that none is left alone with them at the end.

How long they take is kept in ``tests/durations.json``: of each file the longest test, and of each group of tests
(`xdist_group`), which one process runs, all of them together. ``make durations`` measures it anew. What is not there
is quick, or new.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Seconds", "file_and_group", "slow_first"]

Seconds = dict[str, dict[str, float]]
"""By file and by group, under ``files`` and ``groups``."""

_KEPT = Path(__file__).parents[1] / "durations.json"
_LEAST = 0.5
"""Seconds from which on a file or a group is kept."""
_OPTION = "--keep-durations"


def slow_first(tests: Sequence[tuple[str, str]], seconds: Seconds) -> list[int]:
    """
    Return places of tests in the order in which to run them.

    Those of a group stay together, and within it those of a file; those of one file that are in no group do as well.

    Args:
        tests: file and group of each; an empty word where it is in none.
        seconds: how long they take.
    """

    def key(place: int) -> tuple[float, str, str]:
        file, group = tests[place]
        expected = seconds["groups"].get(group, 0.0) if group else seconds["files"].get(file, 0.0)
        return -expected, group, file

    return sorted(range(len(tests)), key=key)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(_OPTION, action="store_true", help="keep how long tests of each file and group take")


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    config.option.loadscopereorder = False  # pytest-xdist would begin with the groups that have most tests
    if config.getoption(_OPTION):
        config.pluginmanager.register(_Keeping(), "durations that are kept")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Sort them behind the plug-in that shuffles; in one process they stay as that left them."""
    if hasattr(config, "workerinput"):
        tests = [file_and_group(item.nodeid) for item in items]
        kept: Seconds = json.loads(_KEPT.read_text(encoding="utf-8"))
        items[:] = [items[place] for place in slow_first(tests, kept)]


def file_and_group(test: str) -> tuple[str, str]:
    """File and group of a test by its name, to which pytest-xdist adds the group behind all parameters."""
    name, _, group = test.rpartition("@")
    return test.partition("::")[0], group if name and "]" not in group else ""


class _Keeping:
    """Measures, and writes the file at the end."""

    def __init__(self) -> None:
        self._tests: defaultdict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._tests[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        kept: dict[str, defaultdict[str, float]] = {"files": defaultdict(float), "groups": defaultdict(float)}
        for test, seconds in self._tests.items():
            file, group = file_and_group(test)
            if group:
                kept["groups"][group] += seconds
            else:
                kept["files"][file] = max(kept["files"][file], seconds)
        found = {
            kind: {name: round(seconds, 1) for name, seconds in sorted(each.items()) if seconds >= _LEAST}
            for kind, each in kept.items()
        }
        _KEPT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
