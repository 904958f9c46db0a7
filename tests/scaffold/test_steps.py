"""The commands that docs/markets.md has authors of markets type, as they stand there but for the names in capitals."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.scaffold.found import look_at
from cryptodrug_scraper.scaffold.samples import samples_of
from tests.plugin.test_six_steps import entry_points_of
from tests.support.havnetorv import save_mirror
from tests.support.plugins import distribution, run_with

if TYPE_CHECKING:
    import subprocess

PAGE = Path(__file__).parent.parent.parent / "docs" / "markets.md"
SERVED = ("cryptodrug market serve", "cryptodrug crawl")
"""They last, or need what lasts: test_serving.py types them."""
ENDS = {
    "market ask": {0},
    "market new": {0},
    "market list": {0},
    "fixture draft": {0, 7},
    "fixture rerun": {0},
    "fixture check": {0, 7},
    "market check": {7},
}
"""Exit codes of each command at its step, when nothing was filled in by a person yet."""


def commands() -> list[str]:
    """What stands in code in the steps and begins with the program's name."""
    steps = PAGE.read_text(encoding="utf-8").partition("## Six steps")[2].partition("\n## ")[0]
    return [" ".join(each.split()) for each in re.findall(r"`(cryptodrug [^`]+)`", steps)]


def test_what_each_candidate_says_is_shown_with_its_place_and_its_doubts(tmp_path: Path) -> None:
    told = samples_of(look_at(sorted(save_mirror(tmp_path).rglob("*.html"))))
    assert "| kk407007.html | listing | yes | its address is one to which cards lead | /vare/kk407007 |" in told
    assert (
        "| ships_from | label 'Sendes fra' | place | on 4 of 4, 4 of 4 read as place | Danmark / Tyskland / Holland |"
        in told
    )
    assert "| ? | label 'Levering' | text | on 4 of 4 | 2 dage | it looks like age |" in told
    assert "| buyer_mask | span.hvem | mask | on 7 of 7, 7 of 7 read as mask | k***9 / a***m / p***0 |" in told


@pytest.mark.xdist_group("six steps")
@pytest.mark.slow
def test_the_commands_of_the_steps_are_typed_as_they_stand(tmp_path: Path) -> None:
    mirror = save_mirror(tmp_path)
    project = tmp_path / "project"
    page = mirror / "vare" / "kk407007.html"
    typed: list[tuple[str, subprocess.CompletedProcess[str]]] = []
    for command in commands():
        if command.startswith(SERVED):
            continue
        said = command.replace("saved.html NAME", f"{page} of-hash").replace("saved/", str(mirror))
        said = said.replace("NAME", "havnetorv").replace("FOLDER", str(project)).replace("TIME", "2019-02-03")
        said, _, printed = said.partition(" > ")
        words = shlex.split(said)[1:]
        done = run_with([project] if project.exists() else [], *words, cwd=project if project.exists() else tmp_path)
        if printed:
            (tmp_path / printed).write_text(done.stdout, encoding="utf-8")
        typed.append((" ".join(words[:2]), done))
        if words[:2] == ["market", "new"]:
            distribution(project, "cryptodrug-market-havnetorv", "0.1.0", **entry_points_of(project))
    assert ENDS.keys() == {name for name, _ in typed}
    assert not [(name, done.stderr) for name, done in typed if done.returncode not in ENDS[name]]
    assert (project / "fixtures" / "havnetorv" / "listing" / "of-hash" / "expected.json").exists()
