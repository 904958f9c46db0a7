"""The first query of the README prints something that can be read, at the width of an ordinary terminal."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.terminal import on_terminal

README = Path(__file__).parents[2] / "README.md"
COLUMNS = 80


@pytest.mark.usefixtures("shared")
def test_the_first_query_fits_a_terminal() -> None:
    found = re.search(r'cryptodrug query "(.+)"', README.read_text(encoding="utf-8"))
    assert found is not None
    code, written = on_terminal("query", found[1], environment={"COLUMNS": str(COLUMNS), "TERM": "dumb"})
    lines = written.decode().splitlines()
    cells = [line.split() for line in lines]

    assert code == 0
    assert ["market", "vendor", "title"] in cells
    assert sum(line[:2] == ["dream", "OpalStone"] for line in cells) >= 1
    assert max(map(len, lines)) <= COLUMNS
