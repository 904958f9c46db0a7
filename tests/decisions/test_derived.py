"""What people decide changes figures, and only these: before, with the decision, and without it again."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cryptodrug_scraper.cli.decision import decision as command
from cryptodrug_scraper.cli.derive import derive as derive_command
from cryptodrug_scraper.store.database import open_database
from cryptodrug_scraper.store.digest import digest
from tests.support.derived_windows import ALL_PARTS, Opened
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL

    from tests.support.derived_windows import Windows

SAID = ("--by", "E. Peeters", "--why", "seen")
LOST = """
SELECT m.from_vendor FROM research.migration m
WHERE m.from_market = 'dream' AND m.class = 'lost' ORDER BY 1 LIMIT 1
"""
BELGIAN = """
SELECT market, vendor FROM research.origin_history
WHERE market = 'wallstreet' GROUP BY 1, 2 HAVING count(*) = 1 AND min(origin_codes::text) = '{BE}' ORDER BY 1, 2 LIMIT 1
"""
ASKED = """
SELECT p.market, p.listing_id, p.price, p.currency FROM research.listing_price p
JOIN research.transaction t USING (market, listing_id)
WHERE p.price_flag = 'ok' AND t.price_source <> 'printed' AND t.price_flag = 'ok'
  AND (SELECT count(*) FROM research.listing_price o WHERE (o.market, o.listing_id) = (p.market, p.listing_id)) = 1
GROUP BY 1, 2, 3, 4 ORDER BY count(*) DESC, 2 LIMIT 1
"""
SOLD = """
SELECT listing_id, drug_class FROM research.transaction
WHERE market = 'empire' AND drug_class IS NOT NULL AND drug_class <> 'Benzos'
GROUP BY 1, 2 ORDER BY count(*) DESC, 1 LIMIT 1
"""
READ = """
SELECT l.listing_observation_id::text, l.listing_id, l.price_amount, l.price_currency FROM research.listing_snapshot l
WHERE l.market = 'empire' AND l.seen_on = 'page' AND l.price_amount IS NOT NULL ORDER BY l.captured_at, 2 LIMIT 1
"""


OF_CLASS = """
SELECT count(*) FROM research.transaction
WHERE market = 'empire' AND listing_id = :listing AND drug_class = :drug
"""
FLAGS = """
SELECT DISTINCT price_flag FROM research.transaction WHERE market = :market AND listing_id = :listing ORDER BY 1
"""
OTHER_CLASS = """
UPDATE decision SET ground = '{"seen": {"drug_class": ["Opioids"]}}' WHERE kind = 'class'
"""


def run(*words: str) -> str:
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def told() -> dict[str, dict[str, Any]]:
    """The decisions that count, by their kind."""
    found = [json.loads(line) for line in run("list", "--json").splitlines()]
    return {each["subject"]["kind"]: each for each in found if not each["state"].startswith(("with", "repl"))}


@pytest.fixture
def facts(own: Opened) -> dict[str, Any]:
    """What the tests decide on."""
    empire = own.one("SELECT vendor FROM research.account_name WHERE market = 'empire' ORDER BY 1 LIMIT 1")
    return {
        "lost": own.one(LOST),
        "found": empire,
        "belgian": own.rows(BELGIAN)[0],
        "asked": own.rows(ASKED)[0],
        "sold": own.rows(SOLD)[0],
        "read": own.rows(READ)[0],
    }


def decide(facts: dict[str, Any]) -> None:
    """One decision of each kind."""
    market, vendor = facts["belgian"]
    run("add", "link", f"dream/{facts['lost']}", f"empire/{facts['found']}", "--verdict", "accepted", *SAID)
    run("add", "country", f"{market}/{vendor}", "--verdict", "corrected", "--value", "NL", *SAID)
    market, listing, price, currency = facts["asked"]
    run("add", "holding_price", f"{market}/{listing}", str(price), currency, "--verdict", "accepted", *SAID)
    run("add", "class", f"empire/{facts['sold'][0]}", "--verdict", "corrected", "--value", "drug_class=Benzos", *SAID)
    record, _, price, _ = facts["read"]
    run("add", "field", record, "price_amount", "--verdict", "corrected", "--value", str(price + 1), *SAID)


def says_which_decisions_it_took_beside_one_that_took_none(first: str, facts: dict[str, Any]) -> None:
    found = json.loads(CliRunner().invoke(derive_command, ["compare", first, "--json"]).stdout)
    taken = Counter([facts["asked"][0], facts["belgian"][0], "empire", "empire"])
    causes = [(each["what"], each["market"], each["old"], each["new"]) for each in found["causes"]]
    assert [
        ("decisions", None, 0, 1),
        *(("decisions", *each) for each in sorted((m, 0, n) for m, n in taken.items())),
    ] == causes
    assert {"decisions"} == {cause for each in found["figures"] for cause in each["why"]}


@pytest.mark.slow
def test_each_kind_changes_its_figures_and_what_is_taken_back_leaves_nothing(
    own: Opened, windows: Windows, facts: dict[str, Any]
) -> None:
    with own.database.engine.connect() as connection:
        observed = digest(connection)
    (market, vendor), (asked_market, asked, *_), (sold, drug) = facts["belgian"], facts["asked"], facts["sold"]
    vendors = own.one(
        f"SELECT count(*) FROM research.origin_history WHERE market = '{market}' AND origin_codes = '{{BE}}'"
    )
    of_drug = own.one(OF_CLASS, listing=sold, drug=drug)
    before = own.rows(FLAGS, market=asked_market, listing=asked)

    decide(facts)
    assert {"pending"} == {each["state"] for each in told().values()}
    assert windows.digest == own.digest(), "nothing is changed until derive takes them"
    made = own.derive()

    assert ["rates", "dream"] == made.taken, "only the markets that decisions bear on are made anew"
    found = told()
    assert {"applied"} == {each["state"] for each in found.values()}, found
    assert all(each["ground"]["seen"] == each["found"] for each in found.values())
    assert [("same", "same")] == own.rows(
        "SELECT l.decision, m.decision FROM research.account_link l JOIN research.migration m "
        "ON (m.from_market, m.from_vendor, m.to_market, m.to_vendor) = ('dream', l.vendor_a, l.market_b, l.vendor_b) "
        "WHERE l.evidence = 'decision' AND l.vendor_a = :lost AND l.vendor_b = :found",
        lost=facts["lost"],
        found=facts["found"],
    )
    assert {"account_link", "migration"} == set(found["link"]["changed"])
    assert [("{NL}",)] == own.rows(
        "SELECT origin_codes::text FROM research.origin_history WHERE market = :market AND vendor = :vendor",
        market=market,
        vendor=vendor,
    )
    now = own.one(f"SELECT count(*) FROM research.origin_history WHERE market = '{market}' AND origin_codes = '{{BE}}'")
    assert vendors - 1 == now
    states = own.one("SELECT count(*) FROM research.listing_presence WHERE origin_source = 'decided'")
    assert states == found["country"]["changed"]["listing_state"] > 0
    assert own.rows(FLAGS, market=asked_market, listing=asked) != before
    assert 1 == found["holding_price"]["changed"]["listing_price"]
    assert found["holding_price"]["changed"]["sale"] > 0
    assert (0, of_drug) == (own.one(OF_CLASS, listing=sold, drug=drug), own.one(OF_CLASS, listing=sold, drug="Benzos"))
    assert of_drug == found["class"]["changed"]["sale"]
    _, read, price, currency = facts["read"]
    spells = (
        "SELECT count(*) FROM research.listing_price WHERE market = 'empire' AND listing_id = :read AND price = :price"
    )
    assert own.one(spells, read=read, price=float(price + 1)) > 0, currency
    with own.database.engine.connect() as connection:
        assert observed == digest(connection), "what was observed is as it was"
    decided = own.digest()
    assert windows.digest != decided
    assert {} == own.derive().made, "an unchanged ledger changes nothing"

    says_which_decisions_it_took_beside_one_that_took_none(str(windows.derivation.derive_run), facts)

    said = CliRunner().invoke(derive_command, [], catch_exceptions=False).stdout
    assert "These figures rest on 5 decisions of people" in said
    for each in told().values():
        run("withdraw", str(each["decision_id"]), *SAID)
    own.derive()
    assert windows.digest == own.digest()


@pytest.mark.campaign
def test_another_database_derives_the_same_of_them(
    own: Opened, windows: Windows, facts: dict[str, Any], server: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That a ledger comes back as it was exported is seen by `test_ledger`."""
    decide(facts)
    own.derive()
    run("export", str(tmp_path / "all.jsonl"))
    with new_database(server, windows.name) as url, monkeypatch.context() as patch:
        patch.setenv("CRYPTODRUG_DATABASE_URL", url.render_as_string(hide_password=False))
        assert "5 decisions new" in run("load", str(tmp_path / "all.jsonl"))
        with open_database() as other:
            copy = Opened(other)
            copy.derive()
            assert own.digest() == copy.digest()


@pytest.mark.slow
def test_what_changed_since_is_told_and_what_is_not_there_waits(own: Opened, facts: dict[str, Any]) -> None:
    decide(facts)
    run("add", "link", "dream/nobody", "empire/nobody", "--verdict", "rejected", *SAID)
    with own.database.engine.begin() as connection:  # as if another person had seen something else
        connection.execute(text(OTHER_CLASS))
        connection.execute(
            text("UPDATE decision SET ground = jsonb_set(ground, '{seen,of}', '\"another\"') WHERE kind = 'field'")
        )
        connection.execute(text("INSERT INTO market (code, name) VALUES ('hansa', 'Hansa') ON CONFLICT DO NOTHING"))
    run("add", "country", "hansa/a", "--verdict", "corrected", "--value", "BE", *SAID)

    made = own.derive()

    states = {row[0]: row[1] for row in own.rows("SELECT coalesce(vendor, kind), state FROM research.decision")}
    assert {
        "class": "ground_changed",
        "field": "without_ground",
        "nobody": "without_ground",
        "a": "without_ground",
    }.items() <= (states.items())
    sold = facts["sold"][0]
    classes = "SELECT DISTINCT drug_class FROM research.transaction WHERE market = 'empire' AND listing_id = :listing"
    assert [("Benzos",)] == own.rows(classes, listing=sold), "it still applies"
    assert 0 == own.one("SELECT count(*) FROM research.account_link WHERE vendor_a = 'nobody'")
    assert set(ALL_PARTS) == {*made.made, *made.taken}

    market, vendor = facts["belgian"]
    run("add", "country", f"{market}/{vendor}", "--verdict", "accepted", "--value", "BE", *SAID)
    again = own.derive()
    assert ["rates", "dream", "empire"] == again.taken, "only what the decision bears on is made"
    assert [("applied", None)] == own.rows(
        "SELECT state, changed FROM research.decision WHERE kind = 'country' AND verdict = 'accepted'"
    )
