from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cryptodrug_scraper.page.text import collapse, decode, looks_doubly_encoded, repair


@pytest.mark.parametrize(
    ("twice", "once"),
    [
        ("flÃ¼ssig", "flüssig"),
        ("QualitÃ¤t", "Qualität"),
        ("50Â€", "50€"),
        ("Â£5", "£5"),
        ("donâ€™t", "don’t"),
        ("Ã\xa0 la carte", "à la carte"),
        ("5â‚¬", "5€"),
    ],
)
def test_text_that_was_encoded_twice_is_repaired(twice: str, once: str) -> None:
    assert once == repair(twice)


def encoded_again(text: str, times: int) -> str:
    """A text as it is after its UTF-8 was taken for cp1252, so many times."""
    for _ in range(times):
        text = "".join(bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)) for byte in text.encode())
    return text


@pytest.mark.parametrize("text", ["Отлично, всё и сразу", "Ελλάδα", "flüssig – 50€ “ok”", "España"])
@pytest.mark.parametrize("times", [0, 1, 2])
def test_letters_of_any_alphabet_are_repaired_also_twice(text: str, times: int) -> None:
    found = encoded_again(text, times)

    assert repair(found) == text
    assert looks_doubly_encoded(found.encode()) == (times > 0)


@pytest.mark.parametrize("text", ["ESPAÑ–A", "Ñ “x”", "Ð–", "Île, Ï", "Ñ… y Ñ"])
def test_a_letter_that_may_be_meant_is_left_alone(text: str) -> None:
    assert repair(text) == text


@pytest.mark.parametrize("text", ["groß“ sagte er", "Âge", "château", "naïve Ã", "→ ฿ € ★", "plain"])
def test_text_that_was_encoded_once_is_left_alone(text: str) -> None:
    assert text == repair(text)


def test_controls_left_over_are_read_as_cp1252() -> None:
    assert "50€ “x”" == repair("50\x80 \x93x\x94")


@given(st.text(alphabet=st.characters(min_codepoint=0xA0, max_codepoint=0xFF), min_size=1))
def test_what_a_latin_1_label_does_to_utf_8_is_undone(text: str) -> None:
    assume(repair(text) == text)  # or it is taken for what was encoded twice
    assert text == repair(text.encode().decode("latin-1"))


@given(st.text())
def test_a_body_that_repair_would_change_is_never_passed_as_clean(text: str) -> None:
    if repair(text) != text:
        assert looks_doubly_encoded(text.encode(errors="replace"))


def test_valid_utf_8_is_utf_8_whatever_the_page_declares() -> None:
    body = "<meta charset=ISO-8859-1> ฿ →".encode()
    assert (body, "utf-8", 0) == decode(body)


def test_a_character_cut_at_the_end_does_not_switch_the_encoding() -> None:
    body = "Preis 5 €".encode()
    assert (b"Preis 5 ", "utf-8", 0) == decode(body[:-1])


def test_a_character_cut_within_the_page_does_not_switch_the_encoding() -> None:
    body = "★ title ".encode() + "🚀".encode()[:2] + " more ★ text".encode()
    text, encoding, replaced = decode(body)
    assert "utf-8" == encoding
    assert 1 == replaced
    assert "★ title \ufffd more ★ text" == text.decode()


def test_other_bytes_are_cp1252() -> None:
    text, encoding, replaced = decode("Käse für 5€ – süß".encode("cp1252"))
    assert ("cp1252", 0) == (encoding, replaced)
    assert "Käse für 5€ – süß" == text.decode()


def test_bytes_without_a_meaning_in_cp1252_are_counted() -> None:
    text, encoding, replaced = decode(b"K\xe4se f\xfcr 5\x80 \x81 s\xfc\xdf")
    assert ("cp1252", 1) == (encoding, replaced)
    assert "Käse für 5€ \ufffd süß" == text.decode()


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_told_with_and_without_its_mark(codec: str) -> None:
    assert (b"<html>x</html>", "utf-16", 0) == decode("<html>x</html>".encode(codec))


@given(st.binary(max_size=200))
def test_any_bytes_become_valid_utf_8(body: bytes) -> None:
    decode(body)[0].decode()


def test_white_space_is_folded() -> None:
    assert "a b c" == collapse("\t a\xa0\n b  c ")
