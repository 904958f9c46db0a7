from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import polars as pl
import pytest

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.export.pseudonyms import KEY_FILE, default_key, key_id, pseudonyms, read_key
from cryptodrug_scraper.export.treatment import Pseudonym
from cryptodrug_scraper.home import HOME_VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

VENDOR, KEY = Pseudonym("vendor", "market"), Pseudonym("key")
HANDLES = pl.Series("vendor", ["Łódź_kwiat", "peperbol", None, "peperbol", "Peperbol", ""])
MARKETS = pl.Series("market", ["dream", "dream", "dream", "empire", "dream", "dream"])


def of(key: bytes, handles: pl.Series = HANDLES, markets: pl.Series | None = MARKETS) -> list[str | None]:
    return pseudonyms(handles, markets, VENDOR, key).to_list()


def test_a_key_gives_each_handle_of_a_market_one_pseudonym_that_says_nothing_of_it() -> None:
    found = of(b"one")
    assert found[2] is None
    assert len({value for value in found if value}) == 5
    assert all(value.startswith("v_") and len(value) == 18 for value in found if value)
    assert of(b"one") == found
    assert pseudonyms(HANDLES, MARKETS, VENDOR, b"one").name == "vendor"


def test_another_key_gives_others() -> None:
    assert not {value for value in of(b"one") if value} & set(of(b"two"))
    assert key_id(b"one") != key_id(b"two")


def test_the_order_of_rows_does_not_matter() -> None:
    there = dict(zip(zip(HANDLES, MARKETS, strict=True), of(b"one"), strict=True))
    back = of(b"one", HANDLES.reverse(), MARKETS.reverse())
    assert dict(zip(zip(HANDLES.reverse(), MARKETS.reverse(), strict=True), back, strict=True)) == there


def test_a_key_of_a_vendor_is_the_same_on_every_market_and_a_kind_has_pseudonyms_of_its_own() -> None:
    keys = pl.Series(["ABCD", "ABCD"])
    assert pseudonyms(keys, None, KEY, b"one").n_unique() == 1
    assert pseudonyms(keys, pl.Series(["x", "y"]), VENDOR, b"one").n_unique() == 2
    assert pseudonyms(keys, pl.Series(["", ""]), VENDOR, b"one")[0][2:] != pseudonyms(keys, None, KEY, b"one")[0][2:]


def test_lists_are_replaced_item_by_item_and_not_in_the_order_of_what_they_replace() -> None:
    lists = pl.Series("ids", [["1.10", "2.0"], None, [], ["1.10"]])
    markets = pl.Series(["dream"] * 4)
    how = Pseudonym("listing", "market")
    found = pseudonyms(lists, markets, how, b"one").to_list()
    alone = pseudonyms(pl.Series(["1.10", "2.0"]), markets[:2], how, b"one").to_list()
    assert found == [sorted(alone), None, [], [alone[0]]]


def test_no_row_has_no_pseudonym() -> None:
    assert pseudonyms(HANDLES[:0], MARKETS[:0], VENDOR, b"one").to_list() == []


def test_the_key_of_the_data_home_is_made_once_and_for_its_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    key = default_key()
    path = tmp_path / "home" / KEY_FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert default_key() == key == read_key(path)
    path.unlink()
    assert default_key() != key


def test_a_key_that_will_not_do_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    with pytest.raises(ConfigurationError, match="cannot be read: .* a new one is made by"):
        read_key(path)
    path.write_text("short\n")
    path.chmod(0o600)
    with pytest.raises(ConfigurationError, match="has 5 bytes, and 32 are the least"):
        read_key(path)
    path.write_text("x" * 40)
    path.chmod(0o640)
    with pytest.raises(ConfigurationError, match="others can read the key .*mode 640"):
        read_key(path)
