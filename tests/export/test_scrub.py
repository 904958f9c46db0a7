from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.export.scrub import SCRUBBED, scrubbed, scrubbed_text

if TYPE_CHECKING:
    from collections.abc import Callable

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


def address() -> str:
    """A valid address of version 3 that nobody has."""
    key = hashlib.sha256(b"nobody's").digest()
    check = hashlib.sha3_256(b".onion checksum" + key + b"\x03").digest()[:2]
    return base64.b32encode(key + check + b"\x03").decode().lower()


VALID = address()
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\ufe0f"
BLANKS = (" ", "\n", "\t", "\u00a0", "\u3000", " \n ", "-", " - ", "_", "|", "<br>", "<b>", "</i><i>", "<!-- x -->")
POINTS = (
    ".", "[.]", "(.)", " . ", "\uff0e", "\u3002", "\u2024", "\u00b7", "&#46;", "&period;", "%2E", "%252e", " dot ",
    "[dot]", " (DOT) ", " punt ", " Punkt ", "<b>.</b>",
)  # fmt: skip
ENDS = (
    "onion",
    "ONION",
    "0nion",
    "\u043en\u0456on",
    "o\u200bnion",
    "on ion",
    "\uff4fnion",
    "&#111;nion",
    "<i>on</i>ion",
    "%6fnion",
)
ALIKE = {
    "a": "\u0430",
    "c": "\u0441",
    "e": "\u0435",
    "o": "\u043e",
    "p": "\u0440",
    "x": "\u0445",
    "y": "\u0443",
    "i": "\u0456",
}
WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in capitals": str.upper,
    "letter for another": lambda letter: ALIKE.get(letter, letter),
    "wide": lambda letter: chr(ord(letter) + 0xFEE0),
    "bold": lambda letter: letter if letter.isdecimal() else chr(ord(letter) - ord("a") + 0x1D41A),
    "in a circle": lambda letter: letter if letter.isdecimal() else chr(ord(letter) - ord("a") + 0x24D0),
    "in a flag": lambda letter: letter if letter.isdecimal() else chr(ord(letter) - ord("a") + 0x1F1E6),
    "with an accent": lambda letter: f"{letter}\u0301",
    "entity": lambda letter: f"&#{ord(letter)};",
    "entity in hexadecimal": lambda letter: f"&#x{ord(letter):X};",
    "per cent": lambda letter: f"%{ord(letter):02x}",
    "escape of JSON": lambda letter: f"\\u{ord(letter):04x}",
    "per cent twice": lambda letter: f"%25{ord(letter):02X}",
}
"""Ways to write one letter."""


@given(
    letters=st.sampled_from((V2, V3, VALID)),
    how=st.lists(st.sampled_from(sorted(WRITTEN)), min_size=1, max_size=3),
    breaks=st.lists(st.tuples(st.integers(1, 55), st.sampled_from((*UNSEEN, *BLANKS))), max_size=8),
    point=st.sampled_from(POINTS),
    end=st.sampled_from(ENDS),
    scheme=st.sampled_from(("", "http://", "hxxps://", "HTTP colon slash slash ", "http: / / ", "www.")),
)
def test_no_letter_of_an_address_is_left_however_it_is_broken(
    letters: str, how: list[str], breaks: list[tuple[int, str]], point: str, end: str, scheme: str
) -> None:
    written = [WRITTEN[how[place % len(how)]](letter) for place, letter in enumerate(letters)]
    for place, sign in breaks:
        written[place % len(written)] += sign if place % len(letters) != len(letters) - 1 else ""
    text = f"Schrijf mij op {scheme}{''.join(written)}{point}{end} of hier"
    assert scrubbed_text(text) == f"Schrijf mij op {SCRUBBED} of hier"


@given(breaks=st.lists(st.tuples(st.integers(0, 54), st.sampled_from((*UNSEEN, *BLANKS))), max_size=8))
def test_an_address_without_the_word_onion_is_told_by_its_checksum(breaks: list[tuple[int, str]]) -> None:
    written = list(VALID)
    for place, sign in breaks:
        written[place] += sign
    assert scrubbed_text(f"Op {''.join(written)}, of hier") == f"Op {SCRUBBED}, of hier"
    other = [*written[:30], "b" if VALID[30] != "b" else "c", *written[31:]]
    if any(sign in BLANKS for place, sign in breaks if place != 30):
        assert SCRUBBED not in scrubbed_text(f"Op {''.join(other)}, of hier")


@pytest.mark.parametrize(
    "written",
    [
        f"{V2} onion", f"{V3} onion", f"{V3[:-1]}.onion", f"{V3}x.onion", f"{V2}.onion.to/vendor/x", f"x.y.{V2}.onion",
        f"{V2[:4]} {V2[4:8]} {V2[8:12]} {V2[12:]}.onion", " ".join(f"{V2}.onion"), "xn--80ak6aa92e.onion",
        "qwrtpsdfghjklzxc . onion",
    ],
)  # fmt: skip
def test_an_address_that_is_misspelt_or_has_lost_its_point_goes_too(written: str) -> None:
    assert scrubbed_text(f"Op {written} of hier") == f"Op {SCRUBBED} of hier"


@pytest.mark.parametrize(
    "text",
    [
        "Dried garlic and spices. Onion powder 5 kg",  # words of 16 letters before it
        "cheese,onion", "characterization onion", "Chips with sour cream and onion", "fresh. Onion",
        "We sell 25 kg of the finest produce in all of our land and onion too", "look for tor dot onion",
        "&lt;b&gt; 50% on ion",
        "mfrggzdfmztwq2lk nbswy3dpeb3w64tmmq",  # base32, and no address
        "-----BEGIN PGP MESSAGE-----\n\nhQEMA5abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ234567\nabcd==\n",
        "Чистый товар, быстрая доставка. Оплата в BTC", "x" * 5000, "a 2 " * 2000,
    ],
)  # fmt: skip
def test_words_and_keys_stay(text: str) -> None:
    assert scrubbed_text(text) == text


@pytest.mark.parametrize("before", ['<a href="', "<!-- ", "1 < 2, ", "<"])
def test_an_address_in_markup_goes_too(before: str) -> None:
    assert scrubbed_text(f'{before}http://{V2}.onion/x">hier</a>') == f'{before}{SCRUBBED}">hier</a>'


@pytest.mark.parametrize("sign", [" ", "\n", "\u200b", "\u00ad", "\t\n"])
def test_an_address_in_json_goes_too(sign: str) -> None:
    for is_ascii in (True, False):
        said, wanted = (
            json.dumps({"text": f'Op {word}, of "hier"\n'}, ensure_ascii=is_ascii)
            for word in (f"{V3[:9]}{sign}{V3[9:]}.onion", SCRUBBED)
        )
        assert scrubbed_text(said) == wanted


def test_what_stands_around_an_address_stays_to_the_letter() -> None:
    assert (
        scrubbed_text(f"é\u200b&amp; <b>{V2[:5]}\u200b{V2[5:]}.onion</b> %20\u200b")
        == f"é\u200b&amp; <b>{SCRUBBED}</b> %20\u200b"
    )
