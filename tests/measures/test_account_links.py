from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl
import pytest
from pysequoia import Tsk

from cryptodrug_scraper.measures.accounts.account_links import ACCOUNT_LINK, account_links, clusters
from cryptodrug_scraper.page.openpgp import fingerprint
from tests.measures.account_pages import KEY_A, KEY_B, KEY_C, LINKS, at, digest, pages, rows, seen_for

if TYPE_CHECKING:
    from cryptodrug_scraper.measures.accounts.accounts import AccountPages

PROFILE = (
    "Wij versturen elke werkdag voor twaalf uur, altijd met dubbele verpakking. Vragen worden binnen een dag "
    "beantwoord door onze vaste ploeg uit het noorden."
)


def found(links: pl.DataFrame, *columns: str) -> list[tuple[object, ...]]:
    return links.select("vendor_a", "vendor_b", *columns).rows()


def key(vendor: str, fingerprint: str | None) -> dict[str, object]:
    return {"vendor": vendor, "pgp_fingerprint": fingerprint}


def test_one_key_links_accounts_of_any_names_and_markets() -> None:
    links = account_links({"y": pages([key("zon", KEY_A), key("maan", KEY_B)]), "x": pages([key("Żubr", KEY_A)])})
    assert links.schema == ACCOUNT_LINK
    assert links.drop("detail").rows() == [("x", "Żubr", "y", "zon", "pgp_key", "very_strong", "same", None)]
    assert KEY_A in links["detail"][0]


def test_the_armour_around_a_key_does_not_count() -> None:
    begin, *lines = str(Tsk.generate("Zoë <zoe@example.org>").extract_certificate()).splitlines()
    plain = "\n".join([begin, "", *(line for line in lines if line and ":" not in line)])
    commented = "\n".join([begin, "Version: GnuPG v1.4.11", "Comment: encrypt or be ignored", *lines])
    assert plain != commented
    sides = {market: pages([key("zoë", fingerprint(text))]) for market, text in (("x", plain), ("y", commented))}
    assert found(account_links(sides), "evidence", "decision")[0] == ("zoë", "zoë", "pgp_key", "same")


def test_how_a_fingerprint_is_written_does_not_count() -> None:
    spaced = " ".join(KEY_C[place : place + 4] for place in range(0, 40, 4)).lower()
    links = account_links({"x": pages([key("eins", KEY_C)]), "y": pages([key("zwei", spaced)])})
    assert found(links, "decision") == [("eins", "zwei", "same")]


@pytest.mark.parametrize("malformed", [None, "", "ALL THE **** IN BETWEEN", "ABCDEF", "G" * 40])
def test_a_malformed_key_is_no_key_however_many_print_it(malformed: str | None) -> None:
    same_block = {"pgp_key_sha256": digest("ALL THE **** IN BETWEEN")}
    sides = [pages([{**key(name, malformed), **same_block}]) for name in ("eins", "zwei")]
    assert account_links(dict(zip("xy", sides, strict=True))).is_empty()
    assert fingerprint("-----BEGIN PGP PUBLIC KEY BLOCK-----\nALL THE **** IN BETWEEN\n") is None


def test_two_accounts_of_one_market_are_linked_by_a_key_too() -> None:
    links = account_links({"x": pages([key("before", KEY_A), key("after", KEY_A)])})
    assert links.select("market_a", "vendor_a", "market_b", "vendor_b", "decision").rows() == [
        ("x", "after", "x", "before", "same")
    ]


def test_a_key_of_twenty_accounts_is_nobodys_and_says_so() -> None:
    copied = {market: pages([key(f"{market}{number:02}", KEY_A) for number in range(10)]) for market in "xy"}
    links = account_links(copied)
    assert links.height == 19
    assert links["decision"].unique().to_list() == ["rejected"]
    assert "20 accounts" in links["detail"][0]
    assert clusters(links).is_empty()


@pytest.mark.parametrize(("count", "decision"), [(2, "same"), (3, "rejected")])
def test_a_key_may_link_two_accounts_of_a_market(count: int, decision: str) -> None:
    links = account_links({"x": pages([key(f"naam{number}", KEY_A) for number in range(count)])})
    assert set(links["decision"]) == {decision}


def hexadecimal(number: int) -> str:
    return f"{number:040X}"


@pytest.mark.parametrize(("count", "decision"), [(3, "same"), (6, "rejected")])
def test_an_account_that_prints_the_keys_of_many_is_linked_with_none_of_them(count: int, decision: str) -> None:
    victims = [key(f"naam{number}", hexadecimal(number)) for number in range(1, count + 1)]
    own = [key("zelf", hexadecimal(1)), key("naam2elders", hexadecimal(2))]
    thief = [key("dief", hexadecimal(number)) for number in range(1, count + 1)]
    links = account_links({"x": pages(victims), "y": pages(thief), "z": pages(own)})
    of_keys = links.filter(evidence="pgp_key")
    theirs = of_keys.filter((pl.col("vendor_a") == "dief") | (pl.col("vendor_b") == "dief"))
    assert set(theirs["decision"]) == {decision}
    assert theirs.height == count + len(own)
    others = of_keys.join(theirs, on=["vendor_a", "vendor_b"], how="anti")
    assert found(others, "decision") == [("naam1", "zelf", "same"), ("naam2", "naam2elders", "same")]
    if decision == "rejected":
        assert "one of them those of 9 accounts in all" in theirs["detail"][0]


def test_the_key_of_a_market_is_nobodys() -> None:
    links = account_links({"x": pages([key("eins", KEY_A)]), "y": pages([key("zwei", KEY_A)])}, copied=[KEY_A])
    assert found(links, "decision") == [("eins", "zwei", "rejected")]


def test_one_name_alone_makes_a_candidate() -> None:
    links = account_links({"x": pages([key("Green_Leaf", None)]), "y": pages([key("★greenleaf★", KEY_B)])})
    assert found(links, "evidence", "strength", "decision") == [
        ("Green_Leaf", "★greenleaf★", "handle", "medium", "candidate")
    ]


def test_one_name_with_two_keys_at_the_same_time_is_rejected() -> None:
    x, y = seen_for("greenleaf", KEY_A, "01-01", "04-01"), seen_for("greenleaf", KEY_B, "02-01", "05-01")
    links = account_links({"x": pages(x), "y": pages(y)})
    assert found(links, "decision") == [("greenleaf", "greenleaf", "rejected")]
    assert "both active from 2019-02-01 to 2019-04-01 under different keys" in links["detail"][0]


@pytest.mark.parametrize("first", ["03-20", "04-02"])  # some weeks together, as in a move, or none
def test_a_new_key_on_moving_leaves_a_candidate(first: str) -> None:
    x, y = seen_for("greenleaf", KEY_A, "01-01", "04-01"), seen_for("greenleaf", KEY_B, first, "05-01")
    assert found(account_links({"x": pages(x), "y": pages(y)}), "decision") == [("greenleaf", "greenleaf", "candidate")]


def test_keys_that_changed_still_agree_where_one_is_shared() -> None:
    x = seen_for("greenleaf", KEY_A, "01-01", "04-01") + seen_for("greenleaf", KEY_C, "04-01", "05-01")
    links = account_links({"x": pages(x), "y": pages(seen_for("greenleaf", KEY_C, "01-01", "05-01"))})
    assert found(links, "evidence", "decision") == [
        ("greenleaf", "greenleaf", "pgp_key", "same"),
        ("greenleaf", "greenleaf", "handle", "same"),
    ]


def test_two_kinds_of_medium_evidence_leave_a_candidate_against_keys() -> None:
    profile = {"profile_sha256": digest(PROFILE)}
    x, y = (
        pages([{**seen, **profile} for seen in seen_for(name, fingerprint, "01-01", "05-01")], texts=[PROFILE])
        for name, fingerprint in (("greenleaf", KEY_A), ("GreenLeaf", KEY_B))
    )
    links = account_links({"x": x, "y": y})
    assert found(links, "evidence", "decision", "score") == [
        ("greenleaf", "GreenLeaf", "handle", "candidate", None),
        ("greenleaf", "GreenLeaf", "profile", "candidate", 1.0),
    ]


def test_a_copied_profile_alone_does_not_stand_against_keys() -> None:
    profile = {"profile_sha256": digest(PROFILE)}
    x, y = (
        pages([{**seen, **profile} for seen in seen_for(name, fingerprint, "01-01", "05-01")], texts=[PROFILE])
        for name, fingerprint in (("greenleaf", KEY_A), ("roodborst", KEY_B))
    )
    assert found(account_links({"x": x, "y": y}), "evidence", "decision") == [
        ("greenleaf", "roodborst", "profile", "rejected")
    ]


def test_an_addition_to_a_name_is_weak() -> None:
    links = account_links({"x": pages([key("greenleaf", None)]), "y": pages([key("GreenLeaf Official", None)])})
    assert found(links, "evidence", "strength", "decision") == [
        ("greenleaf", "GreenLeaf Official", "similar_handle", "weak", "candidate")
    ]


def test_a_word_that_many_write_is_no_name() -> None:
    listing = {"captured_at": at("01-01"), "title": "Sunrise tabs, direct van de maker"}
    others = [{**listing, "vendor": f"winkel{number}{number}"} for number in range(5)]
    x, y = pages([key("Sunrise", None)], others), pages([key("sunrise", None)])
    assert account_links({"x": x, "y": y}).is_empty()
    assert account_links({"x": replace(x, listings=x.listings.head(4)), "y": y}).height == 1


def test_what_is_sold_and_when_only_supports_other_evidence() -> None:
    sold = {"captured_at": at("01-01"), "title": "mdma", "substance": "mdma", "quantity_grams": 5.0}
    days = [{"occurred_from": at(f"02-{day:02}", 3), "occurred_to": at(f"02-{day:02}", 9)} for day in range(1, 26)]
    x, y = (
        pages(
            [key(name, None), key(f"{market}andere", None)],
            [{**sold, "vendor": vendor} for vendor in (name, f"{market}andere")],
            reviews=[{**day, "vendor": vendor} for day in days for vendor in (name, f"{market}andere")],
        )
        for market, name in (("x", "greenleaf"), ("y", "green-leaf"))
    )
    links = account_links({"x": x, "y": y})
    assert found(links, "evidence", "strength", "score") == [
        ("greenleaf", "green-leaf", "handle", "medium", None),
        ("greenleaf", "green-leaf", "inventory", "weak", 1.0),
        ("greenleaf", "green-leaf", "sales_days", "weak", 1.0),
    ]


def test_clusters_are_closed_over_sure_links_only() -> None:
    def link(a: str, b: str, decision: str) -> dict[str, str]:
        return {"market_a": a[0], "vendor_a": a, "market_b": b[0], "vendor_b": b, "decision": decision}

    links = rows(
        LINKS,
        link("x3", "y9", "same"),
        link("x1", "y1", "same"),
        link("y1", "z1", "same"),
        link("y1", "z1", "same"),
        link("x2", "y1", "candidate"),
        link("z1", "z2", "rejected"),
    )
    assert clusters(links).rows() == [
        ("x", "x1", 0, 3),
        ("x", "x3", 1, 2),
        ("y", "y1", 0, 3),
        ("y", "y9", 1, 2),
        ("z", "z1", 0, 3),
    ]
    assert clusters(links.clear()).height == 0


def test_the_order_of_rows_and_markets_does_not_matter() -> None:
    names = ["greenleaf", "Green_Leaf", "roodborst", "Żubr", "blåbær"]
    x = pages([key(name, KEY_A if place < 2 else KEY_B) for place, name in enumerate(names)])
    y = pages([key(name.upper(), KEY_C if place else KEY_A) for place, name in enumerate(names)])
    expected = account_links({"x": x, "y": y})
    assert expected.height > 5
    shuffled: dict[str, AccountPages] = {
        market: replace(side, vendors=side.vendors.sample(fraction=1, shuffle=True, seed=seed))
        for market, side, seed in (("y", y, 3), ("x", x, 4))
    }
    assert account_links(shuffled).equals(expected)


def test_no_accounts_have_no_links() -> None:
    assert account_links({}).schema == ACCOUNT_LINK
    assert account_links({"x": pages([]), "y": pages([])}).schema == ACCOUNT_LINK
