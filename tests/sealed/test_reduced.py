"""The form without what names people: the same root, and what is left of the checks."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.sealed.reduce import reduced
from cryptodrug_scraper.sealed.verify import verify_sealed
from tests.sealed.conftest import changed, run
from tests.sealed.test_forged import flip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def names_in(folder: Path) -> set[str]:
    if not (folder / "names.jsonl").exists():
        return set()
    lines = (folder / "names.jsonl").read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["value"] for line in lines}


@pytest.mark.parametrize(("name", "is_few"), [("vendors", True), ("sales", True), ("none", False)])
def test_the_form_without_pages_has_the_same_root_and_names_nobody(
    answers: dict[str, Path], tmp_path: Path, name: str, is_few: bool
) -> None:
    whole, target = answers[name], tmp_path / "without"
    assert "left out" in run("reduce", whole, target)
    told = verify_sealed(target)
    assert told.is_good, told.changed
    assert told.root == verify_sealed(whole).root
    assert {line.part for line in told.lines if line.state == "holds"} == {"manifest", "root", "SQL"} | (
        set() if is_few else {"figure"}
    )
    assert (target / "figure.json").exists() is not is_few
    open_ = [line.said for line in told.lines if line.state == "not checked"]
    assert any("that the rows follow from what pages state was not checked" in said for said in open_)
    left = "\n".join(path.read_text(encoding="utf-8") for path in target.rglob("*") if path.suffix not in {".tsq", ""})
    assert not {each for each in names_in(whole) if len(each) > 3 and each in left}
    assert ("fewer than 5 accounts" in left) is is_few
    assert not (target / "pages").exists()


def test_it_is_checked_as_far_as_it_goes(
    answers: dict[str, Path], sealed_again: Callable[[Path], str], tmp_path: Path
) -> None:
    root = verify_sealed(answers["none"]).root
    target = tmp_path / "without"
    reduced(answers["none"], target)
    flip(target / "rows.jsonl")
    assert {line.part for line in verify_sealed(target).changed} >= {"rows"}
    flip(target / "rows.jsonl")
    assert verify_sealed(target, root=root).is_good
    with changed(target, "figure.json") as figures:
        figures[0]["looks"][0]["bound"] = 0
        figures[0]["looks"][0]["met"] += 1
    assert {line.part for line in verify_sealed(target).changed} == {"figure"}
    sealed_again(target)
    found = verify_sealed(target, root=root)
    assert {line.part for line in found.changed} == {"figure", "root"}
    (target / "rows.jsonl").unlink()
    assert "rows.jsonl is missing" in run("verify", target, code=7)


@pytest.mark.parametrize(("count", "why"), [(4, "fewer than 5 accounts"), (1, "fewer than 5"), (None, "is not known")])
def test_a_figure_of_few_is_left_out_with_its_rows(
    copied: Callable[..., Path], sealed_again: Callable[[Path], str], tmp_path: Path, count: int | None, why: str
) -> None:
    whole = copied("vendors")
    with changed(whole, "figure.json") as figures:
        figures[0]["vendor_count"] = count
    sealed_again(whole)
    left_out = reduced(whole, tmp_path / "without")
    for path in ("figure.json", "rows.jsonl", "snapshots.jsonl"):
        assert why in left_out[path]
        assert not (tmp_path / "without" / path).exists()
    told = verify_sealed(tmp_path / "without")
    assert told.is_good
    assert any(line.part == "figure" and why in line.said for line in told.lines)


@pytest.mark.parametrize("count", [0, 5])
def test_a_figure_of_none_or_enough_stays(
    copied: Callable[..., Path], sealed_again: Callable[[Path], str], tmp_path: Path, count: int
) -> None:
    whole = copied("vendors")
    with changed(whole, "figure.json") as figures:
        figures[0]["vendor_count"] = count
    sealed_again(whole)
    assert "figure.json" not in reduced(whole, tmp_path / "without")


def test_what_is_no_whole_answer_is_refused(answers: dict[str, Path], tmp_path: Path) -> None:
    reduced(answers["sales"], tmp_path / "once")
    assert "not whole" in run("reduce", tmp_path / "once", tmp_path / "twice", code=3)
    assert "no sealed answer" in run("reduce", tmp_path, tmp_path / "other", code=3)
    assert "is there already" in run("reduce", answers["sales"], tmp_path / "once", code=2)
    assert "is no sealed answer" in run("verify", tmp_path, "--root", "00", code=2)
