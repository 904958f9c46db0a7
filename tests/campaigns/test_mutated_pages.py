"""The short form of mutated_pages.py."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests.campaigns.mutating import elements, texts
from tests.campaigns.mutating.mutation import mutated
from tests.campaigns.mutating.seeds import seeds

PROGRAM = Path(__file__).parent / "mutated_pages.py"


@pytest.mark.campaign
def test_mutated_pages_all_come_through_a_replay(tmp_path: Path) -> None:
    command = [sys.executable, str(PROGRAM), "--pages", "200", "--each", "100", "--found", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert 0 == done.returncode, done.stdout.decode() + done.stderr.decode()
    told = json.loads(done.stdout)
    assert (200, {}, []) == (told["pages"], told["findings"], told["wrong"])
    assert 0 < told["slowest_page_seconds"] < 1
    assert told["read"] + sum(told["refused"].values()) == 200
    assert [] == list(tmp_path.iterdir())


def test_the_same_seed_gives_the_same_pages() -> None:
    page, other = (seed.body for seed in seeds()[:2])
    assert [mutated(page, other, random.Random(number)) for number in range(20)] == [
        mutated(page, other, random.Random(number)) for number in range(20)
    ]


def test_every_change_changes_pages(subtests: pytest.Subtests) -> None:
    pages = [seed.body for seed in seeds()]
    for change in (*elements.CHANGES, *texts.CHANGES):
        with subtests.test(change.__name__):
            chance = random.Random(3)
            changed = sum(change(page, pages[0], chance) != page for page in pages[1:])
            assert changed > len(pages) // 3


def test_every_change_bears_pages_of_few_bytes() -> None:
    chance = random.Random(5)
    for page in (b"", b"<", b">", b"a", b"<a", b"<a>", b"</a>", b"\xff", b"<b>1</b>"):
        for change in (*elements.CHANGES, *texts.CHANGES):
            for other in (b"", b"<i>x</i>"):
                change(page, other, chance)
