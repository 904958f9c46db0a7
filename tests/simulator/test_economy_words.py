"""What is written in an economy, and its keys."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysequoia import Cert

from simulator.catalogue import AMOUNTS, CATALOGUE
from simulator.economy import instant_of, snapshot_of
from simulator.economy.openpgp import public_key
from simulator.economy.words.names import Names
from simulator.economy.words.pools import POOLS
from simulator.economy.words.titles import Titles
from simulator.products import PRODUCTS
from tests.simulator.economy_worlds import world_of

WORLD = world_of("toy")


def texts() -> list[str]:
    found = []
    for market, day in (("dream", date(2019, 2, 1)), ("wallstreet", date(2019, 4, 1)), ("empire", date(2019, 10, 1))):
        snapshot = snapshot_of(WORLD, market, instant_of(day))
        for number in snapshot.listing_ids(PRODUCTS):
            state = snapshot.listing(number)
            assert state is not None
            found += [state.title, state.description]
        for handle in snapshot.handles():
            vendor = snapshot.vendor(handle)
            assert vendor is not None
            found += [vendor.profile, vendor.terms, vendor.refund_policy]
            found += [review.comment for review in snapshot.vendor_reviews(handle) if review.comment]
    return found


TEXTS = texts()


def test_no_two_vendors_have_a_name_in_common_however_it_is_written() -> None:
    persons = 12_000
    names = Names(5, persons)
    handles = [names.handle(person * 4 + which) for person in range(persons) for which in range(3)]

    assert len({re.sub(r"[-_]", "", handle).lower() for handle in handles}) == len(handles)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{4,40}", handle) for handle in handles)


@given(st.integers(0, 10**6))
def test_a_buyers_name_can_be_masked(number: int) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{3,40}", Names(5, 10).buyer(number))


def test_nothing_is_left_to_fill_in() -> None:
    assert not [text for text in TEXTS if re.search(r"[{}]", text)]


@pytest.mark.parametrize("sign", ["<", ">", "&", '"', "'", "€", "★", "ü", "é", "🔥", "\n"])
def test_texts_hold_signs_that_pages_must_not_break_on(sign: str) -> None:
    assert any(sign in text for text in TEXTS)


def test_texts_are_in_several_languages() -> None:
    for words in ("Versand", "Verzending", "Envoi", "We ship"):
        assert any(words in text for text in TEXTS), words


@given(st.integers(0, 2**50), st.sampled_from(range(len(PRODUCTS))), st.integers(0, 15))
def test_a_title_says_how_much_there_is(ids: int, product: int, step: int) -> None:
    title = Titles(1).title(ids, product, step, tiered=False, sold_out=False).lower().replace(",", ".")
    amount = int(AMOUNTS[product, step])
    if CATALOGUE[product].kind == "weight" and amount in {2000, 5000, 7000, 10_000, 14_000, 50_000, 100_000, 250_000}:
        assert re.search(rf"(?<![\d.]){amount // 1000} ?g", title)
    if CATALOGUE[product].kind == "pills":
        assert re.search(rf"(?<!\d){amount}(?!\d)", title)


def test_a_sold_out_title_says_so_before_the_rest() -> None:
    titles = Titles(1)

    for ids in range(50):
        plain = titles.title(ids, 0, 3, tiered=False, sold_out=False)
        said = titles.title(ids, 0, 3, tiered=False, sold_out=True)
        assert said.endswith(plain)
        assert said.removesuffix(plain) in POOLS.titles.sold_out


@given(
    st.binary(min_size=32, max_size=32),
    st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=90),
    st.integers(1_300_000_000, 1_570_000_000),
)
def test_keys_can_be_read_and_have_the_fingerprint_that_is_stated(secret: bytes, name: str, made: int) -> None:
    key = public_key(secret, name, made, ("Version: GnuPG v2",))
    cert = Cert.from_bytes(key.armoured.encode())

    assert key.fingerprint == cert.fingerprint.upper()
    assert [name] == [str(user) for user in cert.user_ids]
    assert key == public_key(secret, name, made, ("Version: GnuPG v2",))


def test_accounts_share_keys_as_the_truth_says() -> None:
    accounts = WORLD.accounts
    prints: dict[int, set[str]] = {}
    for market, day in (
        ("dream", date(2019, 4, 20)),
        ("wallstreet", date(2019, 4, 20)),
        ("empire", date(2019, 11, 20)),
    ):
        snapshot = snapshot_of(WORLD, market, instant_of(day))
        for handle in snapshot.handles():
            state = snapshot.vendor(handle)
            assert state is not None
            key = int(accounts.key[state.account_id - 1])
            assert (key < 0) == (state.pgp_key == "") == (state.pgp_fingerprint == "")
            if key >= 0:
                assert state.pgp_fingerprint == Cert.from_bytes(state.pgp_key.encode()).fingerprint.upper()
                prints.setdefault(key, set()).add(state.pgp_fingerprint)

    assert all(len(found) == 1 for found in prints.values())
    assert len(set.union(*prints.values())) == len(prints) < (accounts.key >= 0).sum()


def test_places_left_out_stand_in_the_text_where_the_market_has_no_field() -> None:
    snapshot = snapshot_of(WORLD, "dream", instant_of(date(2019, 2, 1)))
    spoken = 0
    for number in snapshot.listing_ids(PRODUCTS):
        state = snapshot.listing(number)
        assert state is not None
        assert () == state.excluded
        spoken += bool(
            re.search(
                r"NOT ship|No orders from|except|but not to|Kein Versand|außer|niet naar|behalve|sauf",
                state.description,
            )
        )

    assert spoken
    assert np.any(WORLD.places.excludes)
