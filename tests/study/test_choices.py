"""Which specifications a question has, which of them are defensible, and what they say together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.study.agreement import NOT_LOOKED_AT, agreement, same_here
from cryptodrug_scraper.study.asked import Asked
from cryptodrug_scraper.study.choices import SALES, Specification, choices, specifications
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.study.questions import questions
from cryptodrug_scraper.words.wording import LANGUAGES, catalogue

ASKED = Asked("BE", date(2018, 11, 1), date(2019, 11, 30), "D3", "A1")


def taken(measure: str, asked: Asked = ASKED) -> list[tuple[str | None, str | None]]:
    study = study_named()
    question = next(each for each in questions(study, asked, []) if each.claim.figure == measure)
    return [(each.definition, each.attribution) for each, _ in specifications(question, asked)]


def test_a_figure_has_one_specification_for_each_choice_that_it_depends_on() -> None:
    assert taken("share_of_vendors") == [("D3", None), ("D1", None), ("D2", None), ("D4", None)]
    of_sales = taken("share_of_transactions")
    assert of_sales[0] == (None, "A1")
    assert sorted(of_sales[1:], key=str) == sorted([(None, "A3"), *((f"D{n}", "A2") for n in range(1, 5))], key=str)
    assert taken("multi_origin_with_partner") == taken("moves_in") == [(None, None)]
    assert taken("migrants") == [(None, None)]


@pytest.mark.parametrize("own", [("D1", "A2"), ("D4", "A3"), ("D2", "A1")])
def test_what_is_asked_for_is_the_first_and_none_is_there_twice(own: tuple[str, str]) -> None:
    found = taken("transactions_below_200_eur", Asked("BE", ASKED.first_day, ASKED.last_day, *own))
    assert found[0] == (own[0] if own[1] == "A2" else None, own[1])
    assert len(found) == len(set(found)) == len(SALES)


def test_each_choice_is_of_other_parameters_than_the_defaults_and_has_words() -> None:
    usual = read_parameters()
    made = [each.of(usual) for each in choices().derivations]
    assert all(each != usual and each.rates == usual.rates and each.findings == usual.findings for each in made)
    assert len({each.as_json() for each in made}) == len(made) > 10
    assert {each.kind for each in choices().derivations} == {"estimator", "holding", "dating", "grade"}
    codes = [each.id for each in choices().every]
    for language in LANGUAGES:
        assert {f"choice.{code}" for code in (*codes, "usual")} <= catalogue(language).keys()


def test_parameters_that_there_are_not_are_refused() -> None:
    with pytest.raises(ConfigurationError, match="derive parameters prints them all"):
        read_parameters().replaced({"prices": {"absolut_usd": 3.0}})
    with pytest.raises(ConfigurationError, match="rule"):
        read_parameters().replaced({"times": {"rule": "guessed"}})


def test_a_specification_is_defensible_if_all_its_choices_are() -> None:
    known = choices()
    assert known.fails(Specification("D2", "A2", "holding_loose")) is None
    assert known.fails(Specification("D1", "A2", "holding_loose")) == 1
    assert known.fails(Specification(None, "A3", "stated_times")) == 2
    assert known.fails(Specification("D1", None, "every_grade")) == 1
    assert known.fails(Specification(None, None, None)) is None


def test_one_choice_is_told_apart_from_two() -> None:
    assert Specification("D3", None).differs(ASKED) is None
    assert Specification("D2", None).differs(ASKED) == "D2"
    assert Specification("D3", "A2").differs(ASKED) == "A2"
    assert Specification("D2", "A2").differs(ASKED) is None
    assert Specification(None, "A1", "gap_24").differs(ASKED) == "gap_24"
    assert Specification(None, "A3", "gap_24").differs(ASKED) is None


def row(verdict: str, value: float | None = 0.2, **more: Any) -> dict[str, Any]:
    usual = {"fails": None, "single": None, "is_usual": False, "is_same": False}
    return {"verdict": verdict, "value": value, **usual, **more}


def test_what_is_unknown_agrees_with_nothing() -> None:
    told = agreement(
        [
            row("agrees", is_usual=True),
            row("agrees", 0.5),
            row("disagrees", 0.9, single="A2"),
            row("withheld", None, single="A3"),
            row(NOT_LOOKED_AT, None, single="gap_24"),
            row("disagrees", 7.0, single="D1", fails=1),
            row("agrees", 3.0, is_same=True, single="ratings_3"),
        ]
    )
    assert (told.specifications, told.agrees, told.disagrees, told.cannot_tell, told.unknown) == (5, 2, 1, 0, 2)
    assert (told.least, told.most) == (0.2, 0.9)
    assert told.turned == (("A2", "disagrees"),)
    assert (told.apart, told.turned_apart) == (1, (("D1", "disagrees"),))


def test_of_a_question_nothing_is_turned() -> None:
    told = agreement(
        [row("no_claim", is_usual=True), row("no_claim", None, single="D4"), row("cannot_tell", single="D1")]
    )
    assert (told.usual, told.turned, told.agrees, told.unknown) == ("no_claim", (), 0, 2)


def figure(
    derivation: str | None, verdict: str = "agrees", value: float | None = 0.5, definition: str = "D2"
) -> dict[str, Any]:
    told = {"value": value, "low": 0.1, "high": None, "n": 9, "vendor_count": 9, "grade": None, "why_code": "why.few"}
    return {**told, "verdict": verdict, "definition": definition, "attribution": None, "derivation": derivation}


def test_a_derivation_changes_nothing_only_if_it_does_under_no_definition() -> None:
    rows = [figure(None), figure(None, definition="D4", value=0.1)]
    rows += [figure("one"), figure("one", definition="D4", value=0.1)]
    rows += [figure("two"), figure("two", definition="D4", value=0.2)]
    rows += [figure("three", verdict="cannot_tell"), figure("three", definition="D4", value=0.1)]
    assert same_here(rows) == {"one"}


@pytest.mark.parametrize("verdict", ["withheld", NOT_LOOKED_AT])
def test_what_is_not_known_is_not_the_same(verdict: str) -> None:
    assert same_here([figure(None, verdict, None), figure("one", verdict, None)]) == set()
