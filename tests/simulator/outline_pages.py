"""
Write down the structure of saved pages, as the tests compare simulated pages with it.

    python tests/simulator/outline_pages.py FOLDER LABELS KIND=FILE,FILE ... > tests/simulator/MARKET_structure.toml

``LABELS`` is a file with one label a line: no other text of the pages is written. Look at every line of the output
before it is committed: it may hold words of structure only, no names, titles, hosts or sentences.
"""

from __future__ import annotations

import sys
from functools import reduce
from operator import or_
from pathlib import Path

from simulator.structure import Outline, outline, write_outlines


def outlines(folder: Path, labels: frozenset[str], kinds: dict[str, list[str]]) -> dict[str, Outline]:
    """One outline for each kind: of all its pages together, with no other labels than those given."""
    return {
        kind: reduce(or_, (outline((folder / file).read_bytes()) for file in files)).keeping(labels)
        for kind, files in kinds.items()
    }


def main(folder: str, labels: str, *kinds: str) -> None:
    """Write the outlines of pages to standard output."""
    allowed = frozenset(Path(labels).read_text("utf-8").splitlines())
    asked = {kind: files.split(",") for kind, _, files in (argument.partition("=") for argument in kinds)}
    sys.stdout.write(write_outlines(outlines(Path(folder), allowed, asked)))


if __name__ == "__main__":
    main(*sys.argv[1:])
