"""``cryptodrug decision``: added, listed, withdrawn, written into a file and loaded from one, all of it or nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cryptodrug_scraper.cli.decision import decision
from cryptodrug_scraper.errors import ConfigurationError, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

SAID = ("--by", "E. Peeters", "--why", "seen")


def run(*words: str) -> str:
    done = CliRunner().invoke(decision, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def refused(*words: str) -> str:
    done = CliRunner().invoke(decision, words)
    if isinstance(done.exception, ConfigurationError | StoreError):
        return str(done.exception)
    assert done.exit_code == 2, done.output
    return done.stderr


def listed() -> list[dict[str, object]]:
    return [json.loads(line) for line in run("list", "--json").splitlines()]


@pytest.fixture
def markets(database: Database) -> Database:
    """A database that knows two markets and has no page."""
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO market (code, name) VALUES ('dream', 'Dream'), ('empire', 'Empire') ON CONFLICT DO NOTHING"
            )
        )
    return database


@pytest.mark.usefixtures("markets")
def test_a_decision_is_added_listed_and_withdrawn(tmp_path: Path) -> None:
    said = run("add", "country", "dream/Amber", "--verdict", "corrected", "--value", "nl,be", *SAID)
    first = said.split()[1].rstrip(".")
    assert "Nothing of this is in the database now" in said
    again = run("add", "country", "dream/Amber", "--verdict", "corrected", "--value", "DE", *SAID)
    assert f"It replaces {first}." in again
    run("add", "link", "empire/b", "dream/a", "--verdict", "rejected", *SAID)

    old, new, link = listed()
    assert (first, "replaced", {"origin_codes": ["BE", "NL"]}) == (old["decision_id"], old["state"], old["value"])
    assert ("pending", first, "E. Peeters") == (new["state"], new["replaces"], new["decided_by"])
    assert {
        "kind": "link",
        "first": {"market": "dream", "vendor": "a"},
        "second": {"market": "empire", "vendor": "b"},
    } == (link["subject"])

    second = str(new["decision_id"])
    assert f"Decision {second} is withdrawn" in run("withdraw", second[:13], *SAID)
    assert ["replaced", "withdrawn", "pending", "withdrawal"] == [each["state"] for each in listed()]
    assert "does not count any longer" in refused("withdraw", second, *SAID)
    assert "no decision begins with" in refused("withdraw", "zz", *SAID)
    assert "why is empty" in refused("withdraw", str(link["decision_id"]), "--by", "x", "--why", " ")

    file = tmp_path / "all.jsonl"
    assert "4 decisions" in run("export", str(file))
    assert 0o600 == file.stat().st_mode & 0o777
    assert "0 decisions new; 4 decisions there already" in run("load", str(file))


def test_a_file_is_loaded_whole_or_not_at_all(markets: Database, tmp_path: Path) -> None:
    run("add", "link", "dream/a", "empire/a", "--verdict", "accepted", *SAID)
    run("add", "country", "dream/a", "--verdict", "corrected", "--value", "BE", "--until", "2019-03-01", *SAID)
    file, before = tmp_path / "all.jsonl", listed()
    run("export", str(file))
    with markets.engine.begin() as connection:
        connection.execute(text("DELETE FROM decision"))
    whole = file.read_bytes()

    for wrong in (b"{}\n", b"\xff\n", whole.splitlines()[0].replace(b"accepted", b"rejected") + b"\n"):
        file.write_bytes(whole + wrong)
        assert "line 3: " in refused("load", str(file))
        assert [] == listed()
    file.write_bytes(whole)
    assert "2 decisions new; 0 decisions there already. Next: cryptodrug derive" in run("load", str(file))
    assert before == listed()

    other = json.loads(whole.splitlines()[1])
    del other["decision_id"]
    file.write_text(json.dumps(other | {"value": {"origin_codes": ["NL"]}}) + "\n")
    assert "of one moment and one subject" in refused("load", str(file))
    elsewhere = other | {"subject": other["subject"] | {"market": "a-market-of-nobody"}}
    file.write_text(json.dumps(elsewhere) + "\n")
    assert "1 decision new" in run("load", str(file))  # it waits for its market


@pytest.mark.usefixtures("markets")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("link", "dream/a", "--verdict", "accepted"), "of a link is named: MARKET/VENDOR MARKET/VENDOR"),
        (("link", "dream", "empire/a", "--verdict", "accepted"), "'dream' has no two parts"),
        (
            ("country", "silkroad/a", "--verdict", "corrected", "--value", "BE"),
            "knows no market silkroad: it has dream, empire",
        ),
        (("country", "dream/a", "--verdict", "corrected", "--value", "Belgium"), "BELGIUM: no code"),
        (("class", "dream/1", "--verdict", "corrected", "--value", "Cannabis"), "write drug_class=Cannabis"),
        (("class", "dream/1", "--from", "2019-01-01", "--verdict", "corrected"), "--from and --until are for"),
        (("holding_price", "dream/1", "much", "USD", "--verdict", "accepted"), "'much' is no price"),
        (("field", "0" * 32, "price_amount", "--verdict", "corrected", "--value", "1"), "no row has the identifier"),
        (("link", "dream/a\x1b]0;x", "empire/a", "--verdict", "accepted"), "control character"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(words: tuple[str, ...], said: str) -> None:
    assert said in refused("add", *words, *SAID)
    assert [] == listed()


@pytest.mark.usefixtures("markets")
def test_links_that_contradict_are_refused_where_they_are_added() -> None:
    run("add", "link", "dream/a", "empire/a", "--verdict", "accepted", *SAID)
    run("add", "link", "empire/a", "dream/b", "--verdict", "accepted", *SAID)
    assert "are not one seller's, and others that they are" in refused(
        "add", "link", "dream/a", "dream/b", "--verdict", "rejected", *SAID
    )
    assert 2 == len(listed())
