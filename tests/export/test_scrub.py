from __future__ import annotations

import polars as pl
import pytest

from cryptodrug_scraper.export.scrub import SCRUBBED, scrubbed, scrubbed_text

V3 = "abcdefghij" * 5 + "klmn2d"
V2 = "abcdefghij234567"
assert len(V3) == 56
assert len(V2) == 16


@pytest.mark.parametrize(
    "written",
    [
        f"http://{V3}.onion/vendor/x?y=1",
        f"{V2}.onion",
        f"www.{V3}.onion:8080/",
        V3.upper() + ".ONION",
        f"{V3}[.]onion",
        f"{V2} (dot) onion",
        f"{V3}%2Eonion",
        f"{V2}\uff0eonion",
        V3,
    ],
)
def test_an_address_is_taken_out_however_it_is_written(written: str) -> None:
    assert scrubbed_text(f"Schrijf mij op {written} of hier") == f"Schrijf mij op {SCRUBBED} of hier"


@pytest.mark.parametrize("text", ["red onions, 1.5 kg", "an onion", "a" * 56 + "é", "1" * 56, "tor.onion"])
def test_other_text_stays(text: str) -> None:
    assert scrubbed_text(text) == text


def test_columns_of_texts_and_lists_of_texts_are_scrubbed_and_others_are_left() -> None:
    assert scrubbed(pl.Series([None, "", f"{V2}.onion", "é"])).to_list() == [None, "", SCRUBBED, "é"]
    assert scrubbed(pl.Series([None, [], [None, f"x {V3}.onion"]])).to_list() == [None, [], [None, f"x {SCRUBBED}"]]
    assert scrubbed(pl.Series([1, 2])).to_list() == [1, 2]
