"""What is drawn, what came of it, and how often the program errs by it: by hand."""

from __future__ import annotations

import msgspec
import pytest

from cryptodrug_scraper.adjudication.allocation import allocation
from cryptodrug_scraper.adjudication.counts import counted
from cryptodrug_scraper.adjudication.judged import judged, newest_judged, pairs_of
from cryptodrug_scraper.adjudication.machine import grams, is_answer, told_by, truth
from cryptodrug_scraper.adjudication.rates import found as found_rate
from cryptodrug_scraper.adjudication.rates import missed, mistaken, others, right, wrong
from cryptodrug_scraper.adjudication.sample import id_of_sample
from cryptodrug_scraper.adjudication.tables import agreement_table, error_table
from cryptodrug_scraper.adjudication.written import FORMATS
from cryptodrug_scraper.words.wording import LANGUAGES, Words
from tests.adjudication.judging import FIELD, LINK, QUANTITY, goods, ledger, sample


@pytest.mark.parametrize(
    ("size", "populations", "drawn"),
    [
        (10, {"link": {"same": 100, "candidate": 100}, "goods": {"A": 100}}, {"link": 5, "goods": 5}),
        (10, {"link": {"same": 1}, "goods": {"A": 100}}, {"link": 1, "goods": 9}),  # what one cannot use, others get
        (100, {"link": {"same": 3}, "goods": {"A": 4, "B": 1}}, {"link": 3, "goods": 5}),  # less than was asked for
        (1, {"link": {"same": 3}, "goods": {"A": 4}}, {"link": 0, "goods": 1}),
        (7, {}, {}),
    ],
)
def test_each_kind_gets_the_same_as_far_as_there_is_anything(
    size: int, populations: dict[str, dict[str, int]], drawn: dict[str, int]
) -> None:
    found = allocation(size, populations)
    assert drawn == {kind: sum(strata.values()) for kind, strata in found.items()}
    assert all(found[kind][name] <= count for kind, each in populations.items() for name, count in each.items())


def test_strata_get_by_the_root_of_their_size_and_two_at_least() -> None:
    assert {"goods": {"A": 20, "B": 10, "C": 2, "D": 1}} == allocation(
        33, {"goods": {"A": 4000, "B": 1000, "C": 4, "D": 1}}
    )
    assert {"A": 1, "B": 1, "C": 1} == allocation(3, {"goods": {"A": 900, "B": 100, "C": 4}})["goods"]


@pytest.mark.parametrize(
    ("text", "kept"), [("3,5", "3.5"), (" 28.350 ", "28.35"), ("1e3", "1000"), ("0", None), ("-1", None), ("x", None),
                       ("NaN", None), ("inf", None), ("1e99", None), ("", None)]
)  # fmt: skip
def test_grams_are_kept_in_one_form(text: str, kept: str | None) -> None:
    assert kept == grams(text)


def test_an_answer_is_one_to_the_question_of_its_kind() -> None:
    assert is_answer("quantity", "28.35")
    assert not is_answer("quantity", "28.350")
    assert not is_answer("goods", "28.35")
    assert not is_answer("link", "Cannabis")
    assert all(is_answer(kind, "cannot_tell") for kind in ("link", "goods", "quantity", "exclusion", "field"))


def test_what_a_reading_says_is_told_in_a_word() -> None:
    assert "yes" == told_by("exclusion", "destination_excluded", {"destination_excluded": ["US"]})
    assert "no" == told_by("exclusion", "destination_excluded", {"destination_excluded": []})
    assert "none" == told_by("quantity", "quantity_grams", {"quantity_grams": None})
    assert "3.5" == told_by("quantity", "quantity_grams", {"quantity_grams": 3.50})
    assert "45 USD" == told_by("field", "price_amount", {"price_amount": 45.0, "price_currency": "USD"})
    assert "0.01 BTC" == told_by("field", "amount", {"amount": "0.0100", "amount_currency": "BTC"})


def test_what_both_answer_counts_and_where_they_differ_what_was_settled() -> None:
    drawn = sample(goods("Cannabis", 5, 2), goods("Cannabis", 5, 2, 1), LINK, QUANTITY, FIELD)
    made = ledger(
        drawn,
        ann=("Cannabis", "Ecstasy", "same", "28.35", "cannot_tell"),
        bob=("Cannabis", "Cannabis", None, "28.2", "cannot_tell"),
        settled=(None, "Ecstasy", None, None, None),
    )
    found = judged(made, id_of_sample(drawn))
    assert ["agreed", "settled", "one_coder", "agreed", "agreed"] == [each.state for each in found]
    assert ["Cannabis", "Ecstasy", None, "28.35", "cannot_tell"] == [each.answer for each in found]
    assert [True, True, False, True, False] == [each.is_told for each in found]
    assert [("28.35", "28.35")] == pairs_of(drawn, found)["quantity"]  # within one part in a hundred they are one
    assert [] == pairs_of(drawn, found)["link"]


def test_the_last_answer_of_a_coder_counts_and_a_third_coder_does_not() -> None:
    drawn = sample(LINK)
    made = ledger(drawn, ann=("same",), bob=("different",))
    again = ledger(drawn, x=("same",), y=("same",), bob=("same",), cy=("different",))
    later = [msgspec.structs.replace(each) for each in again.answers.values() if each.coder in {"bob", "cy"}]
    whole = made._replace(
        answers={**made.answers, **{name: each for name, each in again.answers.items() if each in later}}
    )
    (found,) = judged(whole, id_of_sample(drawn))
    assert ("agreed", "same") == (found.state, found.answer)


def test_one_coder_alone_tells_nothing_for_certain() -> None:
    drawn = sample(LINK, goods("Cannabis", 5, 1))
    made = ledger(drawn, ann=("same", "Cannabis"))
    assert newest_judged(made) is None
    assert {} == counted(drawn, judged(made, id_of_sample(drawn)), {0: "different", 1: "Cannabis"}).cells
    table = agreement_table(drawn, judged(made, id_of_sample(drawn)), Words("en"))
    assert Words("en")("adjudication.one_coder") in table.notes
    assert {"undefined"} == {row[4] for row in table.rows}


def test_items_stand_for_their_stratum_and_what_nobody_could_tell_for_nothing() -> None:
    items = [*(goods("Cannabis", 90, 3, place) for place in range(3)), goods("Ecstasy", 10, 1, 3)]
    drawn = sample(*items)
    answers = ("Cannabis", "Ecstasy", "cannot_tell", "Ecstasy")
    found = judged(ledger(drawn, ann=answers, bob=answers), id_of_sample(drawn))
    made = counted(drawn, found, {place: item.machine for place, item in enumerate(items)})
    assert {
        ("goods", "Cannabis", "Cannabis"): (1, 45.0),
        ("goods", "Cannabis", "Ecstasy"): (1, 45.0),
        ("goods", "Ecstasy", "Ecstasy"): (1, 10.0),
    } == {cell: (each.items, each.weight) for cell, each in made.cells.items()}
    assert 0.45 == pytest.approx(wrong(made.cells, "goods").share)  # type: ignore[union-attr]
    assert 0.5 == pytest.approx(right(made.cells, "goods", {"Cannabis"}).share)  # type: ignore[union-attr]
    assert 0.5 == pytest.approx(missed(made.cells, "goods", {"Ecstasy"}).share)  # type: ignore[union-attr]
    assert 10 / 55 == pytest.approx(found_rate(made.cells, "goods", {"Ecstasy"}).share)  # type: ignore[union-attr]
    assert 0.0 == mistaken(made.cells, "goods", {"Ecstasy"}).share  # type: ignore[union-attr]
    assert 9.0 == pytest.approx(others(made.cells, "goods", {"Ecstasy"}))
    assert missed(made.cells, "goods", {"Cannabis", "Ecstasy"}) is None  # there is nothing else
    assert wrong(made.cells, "link") is None


def test_a_new_parser_is_judged_by_what_it_reads_and_a_field_is_looked_at_again() -> None:
    drawn = sample(goods("Cannabis", 4, 1), QUANTITY, FIELD, LINK)
    answers = ("Ecstasy", "28", "wrong", "same")
    found = judged(ledger(drawn, ann=answers, bob=answers), id_of_sample(drawn))
    made = counted(drawn, found, {0: "Ecstasy", 1: "28", 2: "54 USD"})
    assert ["changed", "changed", "changed", "gone"] == made.grounds
    assert 1 == made.look_again
    assert {("goods", "Ecstasy", "Ecstasy"), ("quantity", "read", "right")} == set(made.cells)
    assert truth(FIELD, "45 USD", "right") == "right"


def test_a_coder_who_is_always_wrong_agrees_less_than_by_chance_and_decides_nothing() -> None:
    items = [goods(name, 50, 10, place) for place, name in enumerate(["Cannabis", "Ecstasy"] * 10)]
    drawn = sample(*items)
    right_ones = [item.machine for item in items]
    wrong_ones = ["Ecstasy" if name == "Cannabis" else "Cannabis" for name in right_ones]
    found = judged(ledger(drawn, ann=right_ones, bob=wrong_ones), id_of_sample(drawn))
    assert {"open"} == {each.state for each in found}
    (row,) = agreement_table(drawn, found, Words("en")).rows
    assert row[3:5] == ["0.0% (0.0% to 16.1%)", "-1.00 (-1.00 to -0.68)"]
    assert row[6] == "20"


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_are_told_in_each_language_and_written_in_each_form(language: str) -> None:
    items = [goods("Cannabis", 5, 2), goods("Ecstasy", 5, 1, 1), goods("Cannabis", 5, 2, 2), LINK, QUANTITY, FIELD]
    drawn = sample(*items)
    answers = ("Cannabis", "Ecstasy", "Ecstasy", "different", "3", "right")
    found = judged(ledger(drawn, ann=answers, bob=answers), id_of_sample(drawn))
    cells = counted(drawn, found, {place: item.machine for place, item in enumerate(items)}).cells
    words = Words(language)
    agreed, errors = agreement_table(drawn, found, words), error_table(cells, words)
    assert words("adjudication.kappa_undefined") in agreed.notes  # of kinds with one item
    assert [5, 4] == [len({row[0] for row in errors.rows} - {""}) + 1, len(agreed.rows)]
    for table in (agreed, errors):
        assert {len(table.names)} == {len(row) for row in table.rows}
        for name, write in FORMATS.items():
            said = write(table, language)
            assert (said.count("\\\\") if name == "tex" else said.count("\n")) > len(table.rows)
    assert r"100.0\%" in FORMATS["tex"](error_table(cells, Words("en")), "en")
    assert "%" not in FORMATS["tex"](agreed, language).replace(r"\%", "")
    assert "<td></td>" in FORMATS["html"](errors, language)
