"""Keys of vendors: damaged ones, several in one text, and what people and pages do to their lines."""

from __future__ import annotations

import pytest
from pysequoia import Tsk

from cryptodrug_scraper.page.document import Document
from cryptodrug_scraper.page.openpgp import find_key, fingerprint, read_key
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.records import Vendor


def armoured(name: str) -> str:
    lines = str(Tsk.generate(f"{name} <{name}@example.org>").extract_certificate()).strip().splitlines()
    return "\n".join(line for line in lines if not line.startswith("Comment:"))


KEY, OTHER = armoured("zeehond"), armoured("steenuil")


def read(text: str) -> tuple[Vendor, list[str]]:
    document = Document(b"<html><body></body></html>", PageContext())
    vendor = Vendor(vendor="zeehond", seen_on="page")
    read_key(document, text, vendor)
    return vendor, [issue.detail for issue in document.issues]


def damaged(key: str) -> str:
    """A key with one letter changed in the middle, in a signature: it can be parsed as before."""
    at = key.rindex("\n=") - 70
    return f"{key[:at]}{'A' if key[at] != 'A' else 'B'}{key[at + 1 :]}"


def test_a_key_that_is_not_that_of_its_checksum_has_no_fingerprint() -> None:
    vendor, issues = read(damaged(KEY))

    assert vendor.pgp_fingerprint is None
    assert len(issues) == 1
    assert issues[0].startswith("pgp_fingerprint")


def test_a_key_may_have_no_checksum() -> None:
    without = "\n".join(line for line in KEY.splitlines() if not line.startswith("="))

    assert fingerprint(without) == fingerprint(KEY) is not None


def test_another_key_in_a_text_is_told() -> None:
    vendor, issues = read(f"My key:\n{KEY}\nAgain:\n{KEY}\nMy old key:\n{OTHER}\n")

    assert vendor.pgp_fingerprint == fingerprint(KEY)
    assert issues == [f"pgp_key: the text has another key, {fingerprint(OTHER)}"]


@pytest.mark.parametrize(
    "written",
    [
        "\n".join(f"> {line}" for line in KEY.splitlines()),
        "\n".join(f">> {line}" for line in KEY.splitlines()),
        KEY.replace("a", "a\u200b"),
        KEY.replace("PGP", "PG\u00adP"),
        "\ufeff" + KEY,
    ],
)
def test_what_a_quotation_or_a_page_puts_within_a_key_is_undone(written: str) -> None:
    vendor, issues = read(written)

    assert (vendor.pgp_fingerprint, issues) == (fingerprint(KEY), [])
    assert find_key(written) == KEY
