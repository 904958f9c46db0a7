"""Every code that measures give has its message in each language, with the values that come with it."""

from __future__ import annotations

import ast
import re
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from cryptodrug_scraper import measures as room
from cryptodrug_scraper.measures.verdicts import (
    About,
    Above,
    AtLeast,
    Below,
    Claim,
    Exists,
    Figure,
    NoneAbove,
    Unit,
    judge,
)
from cryptodrug_scraper.reason import Reason
from cryptodrug_scraper.statements import statement
from cryptodrug_scraper.study.catalogue import measures
from cryptodrug_scraper.study.installed import studies, study_named
from cryptodrug_scraper.study.questions import measured_in, said_in
from cryptodrug_scraper.words.reasons import names_in, sentence, shown
from cryptodrug_scraper.words.wording import LANGUAGES, Words, catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.derived_windows import Opened

CASES = (
    Reason("case.moves_in", {"places": ["NL"]}),
    Reason("case.moves_out", {"places": ["DE", "FR"]}),
    Reason("case.sales_above", {"limit": 1000}),
    Reason("case.migrants"),
)
CLAIMS: tuple[Claim, ...] = (
    *(Above(0.5), Below(0.5), About(0.45), AtLeast(0.9), Exists(CASES[0]), Exists(CASES[3], 5), NoneAbove(CASES[2])),
)
SPANS: tuple[tuple[float | None, float | None, float | None], ...] = (
    *((None, None, None), (0.0, 0.0, 0.0), (0.2, 0.1, 0.3), (0.6, 0.52, 0.7), (0.49, 0.3, 0.7), (0.5, None, None)),
    *((0.86, 0.7, 0.95), (0.45, 0.01, 0.99), (1.0, 0.6, 1.0), (0.499999, 0.1, 0.9), (0.0, 0.0, 0.004), (0.5, 0.4, 0.6)),
    *((0.5, 0.0, 100.0), (0.5, 0.3, 0.7), (0.0, 0.0, 0.2), (0.453, 0.452, 0.454), (None, 0.2, None), (None, 0.7, None)),
    *((0.3, 0.2, 0.5), (0.6, 0.5, 0.7)),
)
OF_MEASURES = ("why", "more", "warning", "completeness")
"""The groups whose messages measures ask for."""
OTHERS = {
    *("why.withheld", "why.withheld_compared", "why.withheld_window"),
    *("why.other_window", "why.part_of_window", "why.part_in_months", "why.no_claim"),
    *("why.closure_outside", "why.no_look_beside", "why.no_look_after", "why.few_days_beside", "why.months_unknown"),
}
"""What is said by others than measures: by disclosure, and by questions of studies."""


def reasons_of_verdicts() -> Iterator[Reason]:
    for claim, (value, low, high), n, vendors, grade in product(
        CLAIMS, SPANS, (0, 3, 40, 2000), (0, 1, 3, 30), ("usable", "partial", None)
    ):
        for unit in get_args(Unit):
            yield judge(Figure(value, low, high, n, vendors, grade, certain=vendors), claim, unit).why
            yield judge(Figure(value, low, high, n, vendors, grade), claim, unit).why
            yield judge(Figure(value, low, high, n, vendors, grade, least=low), claim, unit).why


def nested(reason: Reason) -> Iterator[Reason]:
    yield reason
    for value in reason.values.values():
        if isinstance(value, Reason):
            yield from nested(value)


def codes_in_sources() -> Iterator[str]:
    """The codes that stand in the sources of the measures, whether or not a test comes by them."""
    for path in Path(room.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                text = ast.unparse(node)[2:-1].replace("{of}", "*")
                yield from (text.replace("*", of) for of in ("listing", "vendor", "review") if "*" in text)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_what_measures_can_say_is_what_the_catalogue_has_of_them() -> None:
    said = {code for code in codes_in_sources() if re.fullmatch(rf"(?:{'|'.join(OF_MEASURES)})\.[a-z_]+", code)}
    has = {key for key in catalogue("en") if key.partition(".")[0] in OF_MEASURES}
    assert said == has - OTHERS
    assert {f"completeness_alone.{code.partition('.')[2]}" for code in said if code.startswith("completeness.")} == {
        key for key in catalogue("en") if key.startswith("completeness_alone.")
    }


def test_each_warning_that_tells_numbers_of_what_was_met_has_a_message_without_them() -> None:
    exact = {"before", "later", "known", "high", "low", "most"}
    warnings = [key for key in catalogue("en") if key.startswith("warning.")]
    told = {key.partition(".")[2] for key in warnings if names_in(Words("en"), key) & exact}
    assert {"too_few", "hangs_on_shape"} <= told
    assert told == {key.partition(".")[2] for key in catalogue("en") if key.startswith("warning_alone.")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_of_a_verdict_is_told_with_exactly_its_values(language: str) -> None:
    words, told = Words(language), set()
    codes: dict[str, Reason] = {}
    for reason in reasons_of_verdicts():
        told.add(sentence(words, reason))
        codes.update((each.code, each) for each in nested(reason))
    verdicts = {key for key in catalogue(language) if key.partition(".")[0] in {"why", "more"}}
    assert verdicts - OTHERS == {code for code in codes if not code.startswith("case.")}
    for code, reason in codes.items():
        assert names_in(words, code) == set(reason.values) | ({"unit"} & names_in(words, code)), code
    assert len(told) > 100
    assert not [text for text in told if "{" in text]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_measured_is_told_of_each_measure_with_what_it_takes(language: str) -> None:
    words = Words(language)
    inside = ("beside", "to_list", "unknown", "none", "point", "move", "amount", "evidence", "carried_beside")
    used = {f"detail.{name}" for name in inside}
    used |= {f"detail.carried_{measure.errors}" for measure in measures().values() if measure.errors}
    for name, measure in measures().items():
        kinds = measure.takes.get("of")
        keys = [f"measured.{name}_{of}" for of in kinds] if isinstance(kinds, tuple) else [f"measured.{name}"]
        home = {"home"} if measure.of == "country" else set()
        for key in keys:
            assert names_in(words, key) == (measure.takes.keys() - {"of", "assumed"}) | home, key
        used.update(keys, (f"detail.{measure.details}",))
        if f"case.{name}" in catalogue(language):
            assert names_in(words, f"case.{name}") <= measure.takes.keys()
            used.add(f"case.{name}")
    groups = ("measured", "case", "detail")
    assert used == {key for key in catalogue(language) if key.partition(".")[0] in groups}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_studies_said_and_look_for_is_told_of_each_claim_with_the_country_of_which_it_was_said(
    language: str,
) -> None:
    words = Words(language)
    for study in studies().values():
        for claim in study.claims:
            told = said_in(study, claim, words)
            assert "{" not in told
            assert told != claim.said[language] or claim.measured.of == "market"
            if isinstance(claim.claimed, Exists | NoneAbove):
                assert "{" not in sentence(words, claim.claimed.of)
            if claim.measured.of == "country":
                assert words.country(study.country_of(claim)) in told
                other = measured_in(study, claim, "PT", words, ("ES",))
                assert words.country("PT") in other
                assert words.country(study.country_of(claim)) not in other


def test_what_derive_kept_of_reasons_is_told_with_exactly_its_values_and_in_english_as_it_is_kept(
    shared: Opened,
) -> None:
    views = {"population": "warning", "snapshot": "reason"}
    codes = set()
    for view, column in views.items():
        sql = f"SELECT DISTINCT {column}, {column}_code, {column}_values FROM research.{view}"
        for text, code, values in shared.rows(f"{sql} WHERE {column} IS NOT NULL"):
            reason = Reason.of(code, values)
            assert reason is not None
            assert text == sentence(Words("en"), reason)
            for language in LANGUAGES:
                assert names_in(Words(language), code) == set(reason.values)
                assert "{" not in sentence(Words(language), reason)
            codes.add(code)
    assert len(codes) > 8


OF_MANY = {"detail.goods_of": "location_quotient", "detail.larger": "mean_below"}


def test_what_else_is_known_of_findings_is_told_with_exactly_its_values(shared: Opened) -> None:
    known = shared.rows("SELECT details_code, details_values FROM research.finding WHERE details_code IS NOT NULL")
    for code, values in known:
        for language in LANGUAGES:
            assert names_in(Words(language), code) == set(values)
            assert "{" not in sentence(Words(language), Reason(code, values))
    told = {code for code, _ in known}
    wanted = {f"detail.{claim.measured.details}" for claim in study_named().claims}
    assert told <= wanted
    assert wanted - told <= OF_MANY.keys()
    for code, name in OF_MANY.items():  # the windows have too few vendors to tell these
        last = statement("cryptodrug_scraper.study", name).rpartition("jsonb_build_object(")[2]
        named = set(re.findall(r"'([a-z_]+)', ", last))
        assert all(names_in(Words(language), code) == named for language in LANGUAGES)


FOUND: tuple[tuple[Figure, Claim, Unit], ...] = (
    (Figure(0.004, 0.002, 0.008, 200, 20, "usable"), Below(0.01), "share"),
    (Figure(0.02, 0.012, 0.03, 200, 20, "usable"), Below(0.01), "share"),
    (Figure(0.009, 0.007, 0.0123, 90, 30, "usable"), Below(0.01), "share"),
    (Figure(1500.0, 1200.0, 1800.0, 90, 30, "usable"), Above(51.9), "eur"),
    (Figure(60.0, 40.0, 80.0, 90, 30, "usable"), Above(51.9), "eur"),
    (Figure(-234.7, -1417.4, 12.5, 90, 30, "usable"), Above(0.0), "eur_per_month"),
    (Figure(2.0, 0.5, 8.0, 90, 30, "usable"), Above(1.0), "ratio"),
    (Figure(1.001, 0.5, 2.0, 90, 30, "usable"), Above(1.0), "ratio"),
    (Figure(1.0, 0.5, 2.0, 90, 30, "usable"), Above(1.0), "ratio"),
    (Figure(0.0, 0.0, 0.5, 90, 30, "usable"), Below(0.1), "share"),
    (Figure(0.45, 0.3, 0.6, 90, 30, "usable"), About(0.45), "share"),
    (Figure(0.45, 0.1, 0.9, 90, 30, "usable"), About(0.45), "share"),
    (Figure(0.95, 0.86, 0.98, 90, 30, "usable"), AtLeast(0.9), "share"),
    (Figure(0.85, 0.7, 0.95, 90, 30, "usable"), AtLeast(0.9), "share"),
    (Figure(0.5, None, None, 90, 30, "usable"), Above(0.9), "share"),
    (Figure(None, None, None, 0, 30, "usable"), Above(0.9), "share"),
    (Figure(0.5, 0.4, 0.6, 90, 30, "partial"), Above(0.9), "share"),
    (Figure(None, None, None, 0, 0, None), Above(0.9), "share"),
    (Figure(0.5, 0.4, 0.6, 90, 0, "usable"), Above(0.9), "share"),
    (Figure(0.5, 0.4, 0.6, 90, 1, "usable"), Above(0.9), "share"),
    (Figure(0.5, 0.4, 0.6, 90, 4, "usable"), Above(0.9), "share"),
    (Figure(1, 1, None, 3, 1, "usable"), Exists(CASES[3]), "count"),
    (Figure(0, 0, None, 1500, 0, "usable"), Exists(CASES[0]), "count"),
    (Figure(0, 0, None, 0, 0, "usable"), Exists(CASES[1]), "count"),
    (Figure(0.001, 0.0002, 0.01, 90, 30, "usable", 2), NoneAbove(CASES[2]), "share"),
    (Figure(0.001, 0.0, 0.01, 90, 30, "usable"), NoneAbove(CASES[2]), "share"),
    (Figure(0, 0, 0.002, 1500, 30, "usable"), NoneAbove(CASES[2]), "share"),
    (Figure(0, 0, 0.2, 14, 30, "usable"), NoneAbove(CASES[2]), "share"),
)
OTHER_REASONS = (
    Reason("warning.coming_and_going"),
    Reason("warning.hidden_uneven", {"met": 0.314}),
    Reason("warning.none_near", {"hours": 48.0}),
    Reason("warning.too_few", {"before": 7, "later": 8, "fewest": 10}),
    Reason("completeness.reviews", {"seen": 9, "expected": 10, "share": 0.9}),
    Reason("completeness.reviews_of_a_vendor", {"seen": 9, "expected": 1000, "share": 0.009, "but_for_one": 0.975}),
    Reason("completeness.nothing"),
    Reason("detail.looks", {"before": 36, "looks_before": 2, "after": None, "looks_after": 0}),
    Reason("detail.largest", {"largest": 1234, "printed": 5, "n": 7, "left_out": 1, "limit": 1000}),
    Reason("detail.by_month", {"points": [{"month": "2019-01", "value": 6}, {"month": "2019-03", "value": 1200}]}),
    Reason("detail.migrants", {"sure": 1, "perhaps": 2, "n": 20, "evidence": []}),
    Reason("why.withheld", {"fewest": 5}),
)
ENGLISH = Path(__file__).with_name("english.txt").read_text(encoding="utf-8").splitlines()
"""What is said of these, one a line: an old derivation keeps codes, and has the sentences of today."""
REASONS = (*(judge(*found).why for found in FOUND), *OTHER_REASONS)


@pytest.mark.parametrize(("reason", "text"), list(zip(REASONS, ENGLISH, strict=True)))
def test_in_english_a_reason_is_told_word_for_word(reason: Reason, text: str) -> None:
    assert text == sentence(Words("en"), reason)


def test_a_reason_is_told_with_numbers_as_the_language_writes_them() -> None:
    why = judge(Figure(0.009, 0.007, 0.0123, 90, 30, "usable"), Below(0.01), "share").why
    assert sentence(Words("nl"), why).startswith("1,0% ligt in het interval van 0,7% tot 1,2%; er zou ")
    dear = judge(Figure(1500.0, 1200.0, 1800.0, 90, 30, "usable"), Above(51.9), "eur").why
    assert sentence(Words("fr"), dear) == (
        "tout l'intervalle, de 1\u202f200\u00a0€ à 1\u202f800\u00a0€, est supérieur à 51,90\u00a0€"
    )


def test_a_number_that_is_none_is_unknown() -> None:
    told = {"before": "NaN", "looks_before": 2, "after": 1.25, "looks_after": 1}  # as PostgreSQL writes it in JSON
    assert sentence(Words("en"), Reason("detail.looks", told)) == (
        "on average unknown in 2 snapshots before, 1.2 in 1 after"
    )


def test_a_code_that_no_message_has_is_an_error_and_so_is_a_value_that_is_missing() -> None:
    with pytest.raises(KeyError):
        sentence(Words("en"), Reason("why.something_new"))
    with pytest.raises(KeyError):
        sentence(Words("en"), Reason("why.withheld"))


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0123, "share", "1.2 %"),
        (0.00412, "share", "0.41 %"),
        (0, "share", "0.0 %"),
        (0.45, "share", "45.0 %"),
        (1.8, "count", "1.80"),
        (12345, "count", "12,345"),
        (51.9, "eur", "51.90 EUR"),
        (1417.4, "eur_per_month", "1,417 EUR"),
        (-234.7, "eur_per_month", "-235 EUR"),
        (1.2773, "ratio", "1.28"),
        (1234.0, "ratio", "1,200"),
        (3e130, "ratio", "> 1,000,000"),
        (-3e130, "eur", "< -1,000,000,000,000,000 EUR"),
        (1e-9, "share", "< 0.0001 %"),
        (0.000012, "share", "0.0012 %"),
    ],
)
def test_values_are_shown_with_the_digits_that_they_bear(value: float, unit: str, text: str) -> None:
    assert text == shown(Words("en"), value, unit)
