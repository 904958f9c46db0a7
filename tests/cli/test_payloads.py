"""The short form of the campaign of payloads: on a terminal, in tmux and in Chromium, and CSV as programs read it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.support.chromium import requested
from tests.support.payload_outputs import acting, acting_in_a_browser, acting_in_tmux, outputs
from tests.support.payloads import ALL, PAYLOADS, write_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

pytestmark = pytest.mark.campaign


@pytest.mark.usefixtures("database")
def test_no_payload_acts_in_any_output(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    write_pages(folder)
    printed = outputs(folder)
    assert [] == acting(printed)
    assert [] == acting_in_tmux(printed, tmp_path)
    assert [] == acting_in_a_browser(tmp_path)
    titles = run("query", "SELECT substr(title, strpos(title, ' ') + 1) FROM listing_snapshot", "--for-spreadsheet")
    cells = {cell for row in csv.reader(io.StringIO(titles.stdout.decode(), newline="")) for cell in row}
    assert len(PAYLOADS) < len(cells)
    assert {"'=1+1", "'＝1+1"} <= cells


def test_payloads_act_where_nobody_disarms_them(tmp_path: Path) -> None:
    printed = {"bare": ALL.encode()}
    assert ["bare"] == acting(printed)
    assert acting_in_tmux(printed, tmp_path)
    page = tmp_path / "page.html"
    page.write_text(ALL, encoding="utf-8")
    assert {"GET /script HTTP/1.1", "GET /image HTTP/1.1"} == set(requested(page.as_uri()))
