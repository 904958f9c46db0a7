"""The short form of the campaign of payloads: all on a terminal and in tmux, and CSV as programs read it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.support.payloads import PAYLOADS, acting, acting_in_tmux, write_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]


@pytest.mark.usefixtures("database")
def test_no_payload_acts_in_any_output(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    write_pages(folder)
    assert not acting(folder)
    assert not acting_in_tmux(folder)
    titles = run(
        "query", "SELECT substr(title, strpos(title, ' ') + 1) AS t FROM listing_snapshot", "--for-spreadsheet"
    )
    rows = list(csv.reader(io.StringIO(titles.stdout.decode(), newline="")))[1:]
    assert len(PAYLOADS) == len(rows)
    assert {"'=1+1", "'＝1+1"} <= {cell for row in rows for cell in row}
