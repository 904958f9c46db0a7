"""The most memory that a program of its own takes, beyond what it has when its work begins."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

__all__ = ["peak_mebibytes"]

# What resource.getrusage tells of a process that another one started is at least what that other one had.
_PROGRAM = """
import sys

def peak():
    with open("/proc/self/status") as said:
        return next(int(line.split()[1]) for line in said if line.startswith("VmHWM"))

{imports}
before = peak()
try:
{work}
finally:
    print((peak() - before) // 1024, file=sys.stderr)
"""


def peak_mebibytes(imports: str, work: str, *arguments: str) -> tuple[int, bytes]:
    """
    Run a program, and tell how many MiB it took, and what it printed.

    Args:
        imports: its first statements, whose memory does not count.
        work: the statements whose memory counts.
        arguments: of the program.
    """
    work = "\n".join(f"    {line}" for line in dedent(work).strip().splitlines())
    program = _PROGRAM.format(imports=dedent(imports), work=work)
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, check=False)
    *told, peak = done.stderr.decode().splitlines()
    assert not done.returncode, told
    return int(peak), done.stdout
