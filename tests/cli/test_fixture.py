from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.cases.case import Case, cases_below, read_case

if TYPE_CHECKING:
    from collections.abc import Callable
    from subprocess import CompletedProcess

    Run = Callable[..., CompletedProcess[bytes]]

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
DRAFTED = [
    case
    for kind in (
        "dream/listing",
        "dream/vendor_feedback",
        "empire/vendor_pgp",
        "empire/category_list",
        "wallstreet/listing",
    )
    for case in cases_below(FIXTURES / kind)
    if case.expected["complete"]
][::4]


@pytest.mark.parametrize("case", DRAFTED, ids=[f"{case.market}-{case.name}" for case in DRAFTED])
def test_a_draft_has_the_structure_of_the_page_and_none_of_its_words(run: Run, tmp_path: Path, case: Case) -> None:
    into = tmp_path / "fixtures"
    run("fixture", "draft", case.folder / "body.html", "drafted", "--into", into, "--captured-at", "2019-02-03")
    (folder,) = into.rglob("drafted")
    drafted = (folder / "body.html").read_text(encoding="utf-8")
    expected = case.expected
    vendors = {record["vendor"] for record in expected["records"] if record["record"] == "vendor"}
    keys = {record.get("pgp_key") for record in expected["records"] if record["record"] == "vendor"} - {None}
    hosts = set(re.findall(r"[a-z2-7]{16}\.onion", case.body.decode(errors="replace")))
    for secret in vendors | keys | hosts:
        assert secret not in drafted
    kinds = [record["record"] for record in expected["records"]]
    assert kinds == [record["record"] for record in json.loads((folder / "expected.json").read_text())["records"]]


def test_rerun_writes_what_the_parser_reads(run: Run, tmp_path: Path) -> None:
    case = cases_below(FIXTURES / "none")[0]
    copy = tmp_path / "none" / case.kind / case.folder.name
    shutil.copytree(case.folder, copy)
    (copy / "expected.json").write_text('{"records": [], "market": "nobody"}')
    run("fixture", "check", tmp_path, code=7)
    run("fixture", "rerun", tmp_path)
    run("fixture", "check", tmp_path)
    assert read_case(case) == json.loads((copy / "expected.json").read_text())


def test_a_page_of_no_market_cannot_be_drafted(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<html><body>elsewhere</body></html>")
    assert b"by hand" in run("fixture", "draft", page, "x", "--into", tmp_path, code=4).stderr
