"""What is searched again after a sum was withheld, on sums of a world drawn by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.disclosure.withheld import told, withheld

if TYPE_CHECKING:
    from cryptodrug_scraper.disclosure.sums import Sums

KINDS = (
    "anyones",
    "anyones",
    "theirs",
    "theirs",
    "theirs",
    "anyones",
    "anyones",
    "anyones",
    "anyones",
    "anyones",
    "anyones",
    "anyones",
    "theirs",
    "theirs",
    "theirs",
    "theirs",
    "market",
    "kind",
    "country",
    "kind",
    "kind",
    "country",
    "country",
    "country",
)
WANTED = {"anyones": 4, "theirs": 3, "market": 2, "country": 1, "kind": 0}
LISTINGS = """
0 1 2 3 4 16 17 18: 0
0 2 5 16 18 19: 0
0 6 16: 1
0 7 8 16: 1
0 7 8 16 21: 2
0 6 16 21: 2
0 9 10 16 20 21: 3
0 6 16 21: 3
0 7 8 16 22: 4
0 2 5 16 18 19: 5
0 7 11 16 23: 6
0 9 10 16 20 23: 6
0 2 7 11 12: 7
0 7 11 16: 8
0 7 8 16: 9
0 6 16: 9
0 1 2 3 4 16 17 18: 10
0 2 5 16 18 19: 11
0 2 9 10 13 16 18 20: 11
0 1 16 17: 12
0 9 10: 13
0 2 9 10 13 16 18 20: 14
0 2 7 8 12 16 18: 14
0 2 7 11 12 16 18: 16
0 1 2 3 4 16 17 18: 16
0 7 11 16 21: 17
0 1 16 17 21: 17
0 1 16 17 23: 19 19
0 5 16 19 23: 19
0 1 2 3 4 16 17 18: 20
0 9 10 16 20: 22
0 6 16: 22
0 5 16 19: 22
0 7 11 16 21: 23
0 5 16 19 21: 23
0 2 7 8 12 16 18 21: 24
0 2 5 16 18 19 21: 24
0 5 16 19: 25 26
0 1 16 17: 26
0 7 8 16: 26
0 7 11 16: 27
0 9 10 16 20 22: 28
0 7 8 16 22: 28
0 1 16 17 21: 29
0 2 9 10 13 16 18 20: 30
0 2 6 14 15 16 18: 30
0 1 16 17 23: 31 32
0 6 16 23: 32
0 2 9 10 13 16 18 20: 33
0 2 7 8 12 16 18: 35
0 2 6 14 15 16 18: 35
0 2 9 10 13 16 18 20: 35
0 7 8 16 22: 36
0 1 2 3 4 16 17 18: 37
0 5 16 19 22 23: 38
0 7 8 16 22 23: 38
0 9 10 16 20 22 23: 38
0 2 7 8 12 16 18: 39
0 9 10 16 20 23: 42
0 5 16 19 23: 42
0 1 16 17 23: 42
0 9 10 16 20: 43
0 7 8 16: 43
0 7 11 16: 43
0 9 10 16 20 21: 44
0 9 10 16 20 23: 45
0 1 16 17 23: 45
0 2 7 11 12 16 18: 47
0 2 9 10 13 16 18 20: 47
0 2 6 14 15 16 18: 48 48
0 7 8 16 21: 49
0 1 16 17 21: 49
0 7 8 16 21: 49
0 2 5: 50
0 1 2 3 4: 50
0 1 16 17 21: 51
0 2 9 10 13 16 18 20: 52
0 7 11 16 23: 18
0 9 10 16 20 23: 18
0 7 11 16 23: 18
0 2 5: 21 21
0 2 7 8 12: 21
0 1 2 3 4 16 17 18: 34
0 2 6 14 15 16 18: 34 34
0 7 11 16 22: 40
0 9 10 16 20 21: 41
0 5 16 19: 46
0 2 6 14 15 16 18: 15 15 15
"""
"""Numbers of sums, and vendors of whom each has a listing that these count."""


def test_what_other_sums_add_up_to_is_not_gone_when_it_is_withheld() -> None:
    sums: Sums = {(kind, row): {} for row, kind in enumerate(KINDS)}
    for place, line in enumerate(LISTINGS.strip().splitlines()):
        rows, vendors = (list(map(int, part.split())) for part in line.split(":"))
        for number, vendor in enumerate(vendors):
            for row in rows:
                sums[KINDS[row], row][vendor, place, number] = 1.0
    gone = withheld(sums, lambda key: WANTED[str(key[0])])
    assert gone
    assert told([part for key, part in sums.items() if key not in gone]) == []
    assert len(sums) - len(gone) > 12
