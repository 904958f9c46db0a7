"""The command line as a user runs it: a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.command import run_command

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]


@pytest.fixture
def run() -> Run:
    """Run ``cryptodrug`` and expect an exit code; whatever happens, it prints no traceback."""
    return run_command
