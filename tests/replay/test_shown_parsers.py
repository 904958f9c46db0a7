"""Whose reading is shown: after going back, without a plug-in, with a poor one, and with two machines."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from cryptodrug_scraper.replay.choosing import show_installed
from cryptodrug_scraper.replay.version import parser_version
from cryptodrug_scraper.store.shown_parsers import shown_parsers
from tests.support.plugins import run_with
from tests.support.readers import (
    FAILING,
    FULL,
    GONE,
    GOOD,
    HALF,
    NEARLY,
    OTHER,
    POOR,
    digest,
    plugin,
    replay,
    save_page,
)

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.store.database import Database

COUNT = 8


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for number in range(COUNT):
        save_page(tmp_path / "pages" / "2014-05-31" / f"{number}.html", f"fiets {number}")
    return tmp_path / "pages"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return plugin(tmp_path / "good", GOOD)


@pytest.fixture
def other(tmp_path: Path) -> Path:
    return plugin(tmp_path / "other", OTHER)


def titles(database: Database) -> set[str]:
    with database.engine.connect() as connection:
        return set(connection.execute(text("SELECT title FROM research.listing_snapshot")).scalars())


def readings(database: Database) -> int:
    with database.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM parse_run")).scalar_one())


def doctor(*plugins: Path) -> dict[str, Any]:
    found = json.loads(run_with([*plugins], "doctor", "--json").stdout)
    return {each["what"]: each for each in found}


def as_user(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be another user, as on another machine."""
    monkeypatch.setenv("LOGNAME", name)


@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.slow
def test_going_back_to_an_earlier_parser_brings_its_readings_back(
    database: Database, pages: Path, good: Path, other: Path, tmp_path: Path, elsewhere: bool
) -> None:
    replay([good], pages)
    before, shown = digest(), titles(database)
    save_page(tmp_path / "else" / "1.html", "iets anders", market="Elders")

    changed = replay([other], pages)
    assert {title.upper() for title in shown} == titles(database)
    assert before != digest()
    assert [("kraampje", changed["shown_parsers"][0]["installed"])] == [
        (each["market"], each["shown"]) for each in changed["shown_parsers"]
    ]

    back = run_with([good], "replay", tmp_path / "else" if elsewhere else pages)
    assert 0 == back.returncode, back.stderr
    assert re.search(r"Pages of kraampje are again shown as 0\S+ reads\s+them", back.stdout), back.stdout
    assert shown == titles(database)
    assert 2 * COUNT + elsewhere == readings(database), "nothing was read again, and nothing was forgotten"
    if not elsewhere:
        assert before == digest()
        assert [] == replay([good], pages)["shown_parsers"], "said once"


@pytest.mark.parametrize("source", [None, GONE])
@pytest.mark.slow
def test_without_its_plug_in_pages_are_not_read_anew_unless_somebody_says_so(
    database: Database, pages: Path, good: Path, tmp_path: Path, source: str | None
) -> None:
    replay([good], pages)
    save_page(pages / "2014-05-31" / "new.html", "nieuw", market="Elders")
    before, shown = digest(), titles(database)
    plugins = [] if source is None else [plugin(tmp_path / "broken", source)]

    refused = run_with(plugins, "replay", pages)

    assert 2 == refused.returncode
    why = "is not installed any more" if source is None else "no module named kraam"
    assert why in refused.stderr
    assert f"kraampje, listing: on {COUNT} pages" in refused.stderr
    assert "--on-loss keep" in refused.stderr
    assert before == digest()

    kept = replay(plugins, pages, "--on-loss", "keep")
    assert (1, {"kraampje": COUNT}) == (kept["pages"], kept["kept"])
    assert shown == titles(database)

    accepted = replay(plugins, pages, "--on-loss", "accept")
    assert COUNT == accepted["pages"]
    assert set() == titles(database)

    again = replay([good], pages)
    assert [COUNT + 1, 0] == [again["read_before"] + again["pages"], sum(again["kept"].values())]
    assert shown == titles(database)


@pytest.mark.slow
def test_markets_that_are_not_at_the_paths_do_not_stop_a_replay_without_them(
    database: Database, pages: Path, good: Path, tmp_path: Path
) -> None:
    replay([good], pages)
    shown = titles(database)
    save_page(tmp_path / "else" / "1.html", "iets", market="Elders")

    assert 1 == replay([], tmp_path / "else")["pages"]
    assert shown == titles(database)
    found = doctor()["shown kraampje"]
    assert "note" == found["state"]
    assert "its plug-in is not installed" in found["found"]


def test_a_machine_without_the_plug_in_accepts_losses_only_of_what_it_replays(
    database: Database, pages: Path, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_user("anna", monkeypatch)
    replay([good], pages)
    before = titles(database)
    as_user("bert", monkeypatch)
    save_page(tmp_path / "else" / "1.html", "iets", market="Elders")

    replay([], tmp_path / "else", "--on-loss", "accept")

    assert before == titles(database)
    with database.engine.connect() as connection:
        chosen = connection.execute(text("SELECT chosen_by FROM shown_parser WHERE market = 'kraampje'")).scalar_one()
    assert chosen.startswith("anna@")


@pytest.mark.parametrize("source", [POOR, pytest.param(FAILING, marks=pytest.mark.slow)])
def test_a_parser_that_reads_far_less_stops_a_replay_before_it_loads(
    database: Database, pages: Path, good: Path, tmp_path: Path, source: str
) -> None:
    replay([good], pages)
    before, shown, read = digest(), titles(database), readings(database)
    poor = plugin(tmp_path / "poor", source)

    refused = run_with([poor], "replay", pages)

    assert 2 == refused.returncode
    assert f"finds 0 of the {COUNT} records that are shown" in refused.stderr
    assert (before, read) == (digest(), readings(database))
    assert "stay shown" in doctor(poor)["shown kraampje"]["found"]

    kept = replay([poor], pages, "--on-loss", "keep")
    assert (0, {"kraampje": COUNT}) == (kept["pages"], kept["kept"])
    assert (before, read) == (digest(), readings(database))

    replay([poor], pages, "--on-loss", "accept")
    assert set() == titles(database)
    replay([good], pages)
    assert (before, shown) == (digest(), titles(database))

    back = run_with([poor], "replay", tmp_path / "pages" / "2014-05-31" / "1.html")  # all of them would go
    assert 2 == back.returncode
    assert f"on {COUNT} pages the installed parser" in back.stderr
    assert before == digest()


def test_a_parser_that_reads_half_is_no_loss_and_one_page_less_of_many_is_none(
    database: Database, pages: Path, good: Path, tmp_path: Path
) -> None:
    """Parsers are made better by finding less, too: what is asked is whether most is gone."""
    replay([good], pages)
    fewer = GOOD.replace("    document.add", "    if ' 3' in document.title:\n        return\n    document.add")

    replay([plugin(tmp_path / "fewer", fewer)], pages)

    assert COUNT - 1 == len(titles(database))


@pytest.mark.slow
def test_a_parser_that_finds_the_same_records_with_half_of_their_fields_stops_a_replay(
    database: Database, pages: Path, tmp_path: Path
) -> None:
    full, half = plugin(tmp_path / "full", FULL), plugin(tmp_path / "half", HALF)
    replay([full], pages)
    before, read = digest(), readings(database)

    refused = run_with([half], "replay", pages)

    assert 2 == refused.returncode
    said = " ".join(refused.stderr.split())
    told = re.search(
        rf"kraampje, listing: on {COUNT} pages the installed parser \S+ fills (\d+) of the (\d+) fields of listing "
        r"records that are shown: (.*) and the like are empty",
        said,
    )
    assert told is not None, said
    assert int(told[1]) % COUNT == int(told[2]) % COUNT == 0
    assert {"description", "price_unit", "refund_policy", "tags", "terms", "vendor"} == set(told[3].split(", "))
    assert (before, read) == (digest(), readings(database))
    kept = replay([half], pages, "--on-loss", "keep")
    assert (0, {"kraampje": COUNT}) == (kept["pages"], kept["kept"])

    replay([half], pages, "--on-loss", "accept")
    assert before != digest()
    replay([full], pages)
    assert before == digest()
    back = run_with([half], "replay", tmp_path / "pages" / "2014-05-31" / "1.html")  # all of them would go
    assert 2 == back.returncode
    assert f"kraampje, listing: on {COUNT} pages the installed parser" in back.stderr
    assert "fields of listing records" in " ".join(back.stderr.split())
    assert before == digest()


def test_a_parser_that_fills_a_field_or_two_less_and_finds_other_ones_is_no_loss(
    database: Database, pages: Path, tmp_path: Path
) -> None:
    replay([plugin(tmp_path / "full", FULL)], pages)

    replay([plugin(tmp_path / "nearly", NEARLY)], pages)

    with database.engine.connect() as connection:
        shown = connection.execute(text("SELECT DISTINCT vendor, tags FROM research.listing_snapshot")).all()
    assert [("piet", None)] == [(vendor, tags or None) for vendor, tags in shown]


@pytest.mark.slow
def test_two_machines_with_different_parsers_never_take_turns(
    database: Database, pages: Path, good: Path, other: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_user("anna", monkeypatch)
    replay([good], pages)
    of_anna = titles(database)
    as_user("bert", monkeypatch)
    replay([other], pages)
    of_bert, digest_of_bert = titles(database), digest()
    assert of_anna != of_bert

    as_user("anna", monkeypatch)
    save_page(tmp_path / "more" / "2014-06-01" / "x.html", "tandem")
    said = run_with([good], "replay", pages, tmp_path / "more").stdout
    assert re.search(r"Pages of kraampje stay shown as \S+ reads them, which\s+bert@\S+ chose on 2", said), said
    assert of_bert | {"Kraampje tandem"} == titles(database), "what nobody else has read is shown"
    assert "chosen by bert@" in doctor(good)["shown kraampje"]["found"]
    with_tandem = digest()
    for _ in range(2):
        as_user("bert", monkeypatch)
        assert [] == replay([other], pages)["shown_parsers"]
        as_user("anna", monkeypatch)
        replay([good], pages)
        assert with_tandem == digest() != digest_of_bert

    replay([good], pages, "--show-ours")
    assert of_anna | {"Kraampje tandem"} == titles(database)
    as_user("bert", monkeypatch)
    stays = replay([other], pages, tmp_path / "more")
    assert ["kraampje"] == [each["market"] for each in stays["shown_parsers"] if each["shown"] != each["installed"]]
    assert of_anna | {"Kraampje tandem"} == titles(database)


@pytest.mark.slow
def test_another_machine_with_newer_code_goes_first_and_the_doctor_says_what_the_next_replay_does(
    pages: Path, good: Path, other: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_user("anna", monkeypatch)
    replay([good], pages)
    assert "shown kraampje" not in doctor(good)
    as_user("bert", monkeypatch)
    assert "the next replay or crawl shows what it reads" in doctor(other)["shown kraampje"]["advice"]


@pytest.mark.parametrize(
    ("by", "is_known", "is_taken"), [(None, True, True), ("bert@far", False, True), ("bert@far", True, False)]
)
def test_a_crawl_chooses_what_it_reads_with_and_takes_nothing_from_another_machine(
    database: Database, by: str | None, is_known: bool, is_taken: bool
) -> None:
    installed = parser_version("dream")
    with database.engine.begin() as connection:
        connection.execute(text("INSERT INTO shown_parser VALUES ('dream', '0.1+dream.a', now(), :by)"), {"by": by})
        if is_known:
            connection.execute(text("INSERT INTO parser_version VALUES (:it, '{0,2,0}', now())"), {"it": installed})

    show_installed(database.engine)

    with database.engine.connect() as connection:
        assert (shown_parsers(connection)["dream"].version == installed) == is_taken
        assert parser_version("empire") == shown_parsers(connection)["empire"].version
