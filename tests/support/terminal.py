"""Run the command line on a terminal, and collect every byte that the terminal is sent."""

from __future__ import annotations

import os
import pty
import subprocess
from typing import TYPE_CHECKING, Any

from tests.support.command import begin_command

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

__all__ = ["on_terminal"]


def on_terminal(
    *arguments: str | Path,
    program: Sequence[str | Path] = (),
    environment: Mapping[str, str] | None = None,
    typed: bytes = b"",
) -> tuple[int, bytes]:
    """
    Return the exit code of ``cryptodrug``, and all that it wrote.

    Args:
        arguments: those of the command.
        program: another program in its place.
        environment: variables besides the test's own.
        typed: what somebody types as soon as there is a question.
    """
    leader, follower = pty.openpty()
    options: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), follower)
    options["env"] = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "160", **(environment or {})}
    options["start_new_session"] = True
    if program:
        process = subprocess.Popen([*map(str, program), *map(str, arguments)], **options)
    else:
        process = begin_command(*arguments, **options)
    os.close(follower)
    written = b""
    try:
        while chunk := os.read(leader, 65536):
            written += chunk
            if typed and b":" in chunk:
                os.write(leader, typed)
                typed = b""
    except OSError:
        pass  # Linux says so when the last process has closed the terminal
    finally:
        os.close(leader)
    return process.wait(timeout=60), written
