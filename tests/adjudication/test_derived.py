"""What people judged of a real derivation: drawn, carried into the intervals of findings, and replayed elsewhere."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from cryptodrug_scraper.adjudication.drawing import draw
from cryptodrug_scraper.adjudication.ledger import Ledger, add, ledger_of
from cryptodrug_scraper.adjudication.sample import Answer, Sample, id_of_answer, id_of_sample
from cryptodrug_scraper.cli.adjudication import adjudication as command
from cryptodrug_scraper.errors import ConfigurationError, StoreError
from cryptodrug_scraper.store.database import open_database
from tests.support.derived_windows import Opened
from tests.support.new_database import new_database

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL

    from cryptodrug_scraper.adjudication.sample import Item
    from cryptodrug_scraper.store.database import Database
    from tests.support.derived_windows import Windows

AT = datetime(2026, 11, 29, 10, tzinfo=UTC)
TOLD = """
SELECT measure, market, value, low, high, counted_low, counted_high, errors, details_code, why
FROM research.finding ORDER BY ordinal
"""
GONE = """
UPDATE adjudication_item SET subject = jsonb_set(subject, '{ordinal}', '99999') WHERE kind = 'quantity'
"""
CLASSES = """
SELECT drug_class, count(*) FROM (
    SELECT DISTINCT ON (market, listing_id) market, listing_id, drug_class FROM research.listing_snapshot
    WHERE seen_on = 'page' ORDER BY market, listing_id, captured_at DESC) newest
WHERE drug_class IS NOT NULL GROUP BY 1
"""


def run(*words: str) -> str:
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def told(opened: Opened) -> list[tuple[Any, ...]]:
    """The findings; numbers to ten figures, as the digest has them: sums differ in their last bits."""
    return [
        tuple(float(f"{each:.10g}") if isinstance(each, float) else each for each in row) for row in opened.rows(TOLD)
    ]


def drawn(opened: Opened, size: int, seed: int = 1) -> Sample:
    with opened.database.engine.connect() as connection:
        return draw(connection, size, seed, "E. Peeters", AT)


def answered(sample: Sample, coder: str, *, is_wrong: bool = False) -> dict[Any, Answer]:
    """What a coder answers who sees what the program tells, or always something else."""
    made = {}
    for place, item in enumerate(sample.items):
        answer = _answer(item, is_wrong=is_wrong)
        each = Answer(
            sample_id=id_of_sample(sample),
            ordinal=place,
            step="coding",
            coder=coder,
            answered_at=AT + timedelta(seconds=place),
            answer=answer,
        )
        made[id_of_answer(each)] = each
    return made


def _answer(item: Item, *, is_wrong: bool) -> str:
    if item.kind == "field":
        return "wrong" if is_wrong else "right"
    if not is_wrong:
        return item.machine
    others = {"link": ("same", "different"), "exclusion": ("yes", "no"), "goods": ("Benzos", "Cannabis")}
    return next(each for each in others.get(item.kind, ("12345", "54321")) if each != item.machine)


def keep(opened: Opened, sample: Sample, *answers: dict[Any, Answer]) -> None:
    with opened.database.engine.begin() as connection:
        add(
            connection,
            Ledger({id_of_sample(sample): sample}, {name: said for each in answers for name, said in each.items()}),
        )


def test_the_same_data_and_seed_give_the_same_sample(own: Opened) -> None:
    one, again, other = drawn(own, 60), drawn(own, 60), drawn(own, 60, seed=2)
    assert one.items == again.items
    assert one.items != other.items
    assert 60 == len(one.items)
    assert {12} == set(Counter(item.kind for item in one.items).values())
    sizes = {(item.kind, item.stratum): (item.population, item.drawn) for item in one.items}
    counts = Counter((item.kind, item.stratum) for item in one.items)
    assert all(population >= count == counts[stratum] for stratum, (population, count) in sizes.items())
    classes = dict(own.rows(CLASSES))
    assert classes == {name: population for (kind, name), (population, _) in sizes.items() if kind == "goods"}
    assert len(one.items) == len({msgspec.json.encode((item.kind, item.subject)) for item in one.items})


def test_with_more_than_there_is_all_is_drawn(own: Opened) -> None:
    with own.database.engine.begin() as connection:  # an empty market, and one vendor
        connection.execute(text("DELETE FROM derived.account_link"))
        connection.execute(text("DELETE FROM review_observation"))
    everything = drawn(own, 5000)
    assert all(item.drawn == item.population for item in everything.items)
    assert {"goods", "quantity", "exclusion", "field"} == {item.kind for item in everything.items}
    with pytest.raises(ConfigurationError, match="1 to 5,000 items"):
        drawn(own, 5001)


def test_there_is_nothing_to_draw_from_an_empty_database(database: Database) -> None:
    with database.engine.connect() as connection, pytest.raises(StoreError, match="nothing to judge yet"):
        draw(connection, 10, 1, "x", AT)
    assert "sample" in run("list")
    with pytest.raises(StoreError, match="nothing was judged for certain yet"):
        CliRunner().invoke(command, ["table"], catch_exceptions=False)


@pytest.mark.slow
def test_what_people_judged_is_carried_and_goes_with_its_file(
    own: Opened, windows: Windows, server: URL, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = told(own)
    sample = drawn(own, 200)
    keep(own, sample, answered(sample, "ann"))
    assert windows.derivation.derive_run == own.derive().derive_run, "one coder alone changes nothing"

    keep(own, sample, answered(sample, "bob"))
    made = own.derive()
    assert ["errors"] == list(made.made)
    assert windows.derivation.derive_run != made.derive_run
    after = told(own)
    carried = {row[0]: row for row in after if row[7] is not None}
    assert {"link", "goods", "exclusion", "field"} >= {row[7] for row in carried.values()} >= {"exclusion", "field"}
    for old, new in zip(before, after, strict=True):
        assert old[:3] == new[:3], "values stay what was counted"
        if new[7] is None:
            assert old[3:] == new[3:]
        else:
            assert (old[3], old[4]) == (new[5], new[6])
            assert new[3] <= new[2] <= new[4]
            assert "people found in a sample" in new[9]
    wider = [new for old, new in zip(before, after, strict=True) if new[3:5] != old[3:5]]
    assert {"exclusion", "field"} <= {row[7] for row in wider}, "which errors may be there that nobody saw"
    cells = own.rows("SELECT kind, told, truth, item_count, weight FROM research.error_count")
    assert len(sample.items) == sum(row[3] for row in cells)
    assert all(row[1] == row[2] or row[2] == "right" for row in cells)
    of_goods = sum(item.population / item.drawn for item in sample.items if item.kind == "goods")
    assert of_goods == pytest.approx(sum(row[4] for row in cells if row[0] == "goods"))
    digest = own.digest()
    assert digest != windows.digest

    for what in ("agreement", "errors"):
        for form in ("csv", "html", "tex"):
            file = tmp_path / f"{what}.{form}"
            run("table", "--of", what, "--language", "fr", "--output", str(file))
            assert "Grammes d" in file.read_text(encoding="utf-8")
    assert "0.0%" in run("table", str(id_of_sample(sample))[:9])

    run("export", str(tmp_path / "kept.jsonl"))
    assert 0o600 == (tmp_path / "kept.jsonl").stat().st_mode & 0o777
    with new_database(server, windows.name) as url:
        monkeypatch.setenv("CRYPTODRUG_DATABASE_URL", url.render_as_string(hide_password=False))
        assert "1 sample and 400 answers new" in run("load", str(tmp_path / "kept.jsonl"))
        assert "0 samples and 0 answers new" in run("load", str(tmp_path / "kept.jsonl"))
        with open_database() as database:
            elsewhere = Opened(database)
            elsewhere.derive()
            assert digest == elsewhere.digest()
            with database.engine.begin() as connection:
                assert ledger_of(connection).samples.keys() == {id_of_sample(sample)}
                connection.execute(text("DELETE FROM adjudication_answer"))
            elsewhere.derive()
            assert windows.digest == elsewhere.digest(), "without it all is as before"


@pytest.mark.slow
def test_a_new_reading_is_told_and_a_program_that_is_always_wrong_says_nothing(own: Opened) -> None:
    sample = drawn(own, 100)
    keep(own, sample, *(answered(sample, coder, is_wrong=True) for coder in ("ann", "bob")))
    place = next(place for place, item in enumerate(sample.items) if item.kind == "goods")
    subject = sample.items[place].subject
    with own.database.engine.begin() as connection:
        changed = connection.execute(
            text(
                "UPDATE listing_observation o SET drug_class = 'Opioids' FROM counted_reading run "
                "WHERE run.parse_run_id = o.parse_run_id AND run.capture_id = :page AND o.ordinal = :place"
            ),
            {"page": subject.capture_id, "place": subject.ordinal},  # type: ignore[union-attr]
        ).rowcount
        gone = connection.execute(text(GONE)).rowcount
    assert changed
    (listed,) = [json.loads(line) for line in run("list", "--json").splitlines()]
    same = sample.items[place].machine == "Opioids"
    assert (0 if same else 1, gone) == (listed["changed"], listed["gone"])
    assert 100 == listed["agreed"]
    own.derive()
    for row in told(own):
        if row[7] == "field":
            assert (0.0, 1.0) == (row[3], row[4])  # every price may be anything
