from __future__ import annotations

import re
import string
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.measures.places.regions import COUNTRIES
from cryptodrug_scraper.report.columns import COLUMNS
from cryptodrug_scraper.report.scope import ATTRIBUTIONS, DEFINITIONS
from cryptodrug_scraper.words.places import RELATIONS
from cryptodrug_scraper.words.wording import LANGUAGES, Words, catalogue

REPORT = Path(__file__).parents[2] / "cryptodrug_scraper" / "report"
OF_REASONS = (
    "why",
    "count",
    "unit",
    "more",
    "warning",
    "completeness",
    "completeness_alone",
    "warning_alone",
    "case",
    "measured",
    "detail",
)
"""Groups that test_reasons holds against what gives their codes."""
GRADES = ("complete", "usable", "partial")
PLURAL = re.compile("_(?:none|one|other)$")


def places(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_missing_in_a_language_and_each_takes_the_same_values(language: str) -> None:
    english, own = catalogue("en"), catalogue(language)
    assert {PLURAL.sub("", key) for key in own} == {PLURAL.sub("", key) for key in english}
    assert {key: places(own[key]) for key in english} == {key: places(english[key]) for key in english}
    assert not [key for key, message in own.items() if not message.strip()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_form_of_the_plural_that_a_language_asks_for_is_there(language: str) -> None:
    words, own = Words(language), catalogue(language)
    stems = {PLURAL.sub("", key) for key in own if PLURAL.search(key)}
    assert not [(stem, form) for stem in stems for form in ("one", "other") if f"{stem}_{form}" not in own]
    assert len({words.plural(stem, number) for stem in stems for number in (1, 2)}) == 2 * len(stems)


def test_every_message_that_the_report_names_is_there_and_none_is_left_over() -> None:
    files = [*REPORT.rglob("*.py"), *REPORT.rglob("*.html"), *(REPORT.parent / "words").glob("*.py")]
    files += [
        REPORT.parent / file
        for file in ("cli/findings.py", "decisions/rests.py", "study/covered.py", "adjudication/tables.py")
    ]
    told = "\n".join(path.read_text(encoding="utf-8") for path in files)
    named = re.compile(r"""(?:words|sentence|many)\(\s*(f?)["']([^"']*)["']""").findall(told)
    named += [("f" if "{" in text else "", text) for text in re.findall(r'else "([a-z]+\.[a-z_]+)"', told)]
    named += [("", text) for text in re.findall(r'"((?:destinations|levels|small|untold)\.[a-z_]+)"', told)]
    named += [("f", f"{group}.{{code}}") for group in re.findall(r'known\(\s*"([a-z]+)"', told)]
    named += [("", heading) for heading, _ in COLUMNS.values()] + [("", "column.low"), ("", "column.high")]
    named = [(is_made, text) for is_made, text in named if not text.startswith("{")]  # would fit any message
    codes = ("kind", "estimator", "event", "decision", "evidence", "measure", "grade", "class", "time_source")
    groups = ("place", "rate_source", *codes)
    named += [("f", f"{group}.{{code}}") for group in groups]
    plain = {text for is_made, text in named if not is_made and not text.endswith(".")}
    made = [re.compile(re.sub(r"\\\{.*?\\\}", "[A-Za-z0-9_]+", re.escape(text))) for is_made, text in named if is_made]
    made += [re.compile(re.escape(text) + "[A-Z0-9]+") for is_made, text in named if not is_made and text.endswith(".")]
    known = {PLURAL.sub("", key) for key in catalogue("en") if key.partition(".")[0] not in OF_REASONS}
    assert plain <= known
    assert not [key for key in known - plain if not any(form.fullmatch(key) for form in made)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_definitions_attributions_and_grades_have_their_words(language: str) -> None:
    words = Words(language)
    for code in DEFINITIONS:
        assert words(f"definition.{code}").startswith(code)
    for code in ATTRIBUTIONS:
        assert words(f"attribution.{code}").startswith(code)
    assert len({words(f"grade.{grade}") for grade in GRADES}) == len(GRADES)


def test_every_parameter_of_the_measures_has_its_meaning_and_no_other() -> None:
    known = msgspec.to_builtins(read_parameters(), enc_hook=str)
    names = [name for group in known.values() for name in group]
    told = [key.removeprefix("parameter.") for key in catalogue("en") if key.startswith("parameter.")]
    assert len(set(names)) == len(names)
    assert sorted(names) == sorted(told)


NARROW, BLANK = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["1,234,567", "4.3", "1,234.50", "2.3%", "€1,235", "18 Nov 2018", "Nov 2018", "Belgium"]),
        (
            "fr",
            [
                f"1{NARROW}234{NARROW}567",
                "4,3",
                f"1{NARROW}234,50",
                f"2,3{NARROW}%",
                f"1{NARROW}235{BLANK}€",
                "18 nov. 2018",
                "nov. 2018",
                "Belgique",
            ],
        ),
        ("nl", ["1.234.567", "4,3", "1.234,50", "2,3%", f"€{BLANK}1.235", "18 nov 2018", "nov 2018", "België"]),
    ],
)
def test_numbers_amounts_and_dates_are_written_as_the_language_writes_them(language: str, expected: list[str]) -> None:
    words = Words(language)
    found = [
        words.number(1_234_567),
        words.number(4.26),
        words.decimal(1234.5),
        words.percent(0.0234),
        words.euro(1234.56),
        words.day(date(2018, 11, 18)),
        words.month(date(2018, 11, 1)),
        words.country("BE"),
    ]
    assert found == expected


def test_an_estimate_of_a_few_has_a_decimal_and_a_whole_number_none() -> None:
    words = Words("en")
    assert [words.number(value) for value in (0, 3, 3.0, 2.55, 10.4, 1e4)] == ["0", "3", "3", "2.6", "10", "10,000"]


def test_a_limit_without_bounds_is_told_as_such() -> None:
    assert Words("nl").decimal(3e130) == "> 1.000.000"


def test_an_instant_names_its_zone() -> None:
    assert Words("en").moment(datetime(2019, 3, 28, 7, 5, tzinfo=UTC)) == "28 Mar 2019, 07:05:00 UTC"


def test_one_is_told_in_the_singular_and_french_takes_none_for_one() -> None:
    assert Words("en").many("coverage.snapshots", 1) == "1 snapshot"
    assert Words("en").many("coverage.snapshots", 0) == "0 snapshots"
    assert Words("fr").many("coverage.snapshots", 0) == "0 instantané"
    assert Words("fr").many("coverage.snapshots", 2) == "2 instantanés"


def test_a_code_that_no_message_knows_is_shown_as_it_is() -> None:
    assert Words("fr").known("drug", "Cannabis") == "Cannabis"
    assert Words("fr").known("drug", "mephedrone_x") == "Mephedrone x"
    assert Words("en").country("BENELUX") == "BENELUX"


def test_a_country_stands_in_a_sentence_with_its_article() -> None:
    assert [Words("en").named(code) for code in ("NL", "BE")] == ["the Netherlands", "Belgium"]
    assert [Words("nl").named(code) for code in ("GB", "BE")] == ["het Verenigd Koninkrijk", "België"]
    assert [Words("fr").named(code) for code in ("NL", "BE", "MT")] == ["les Pays-Bas", "la Belgique", "Malte"]


@pytest.mark.parametrize(
    ("language", "code", "told"),
    [
        ("fr", "BE", "la Belgique, de la Belgique, de Belgique, vers la Belgique, en Belgique, depuis la Belgique"),
        ("fr", "DE", "l'Allemagne, de l'Allemagne, d'Allemagne, vers l'Allemagne, en Allemagne, depuis l'Allemagne"),
        ("fr", "NL", "les Pays-Bas, des Pays-Bas, des Pays-Bas, vers les Pays-Bas, aux Pays-Bas, depuis les Pays-Bas"),
        ("fr", "GB", ("le Royaume-Uni, du Royaume-Uni, du Royaume-Uni, vers le Royaume-Uni, au Royaume-Uni, "
                     "depuis le Royaume-Uni")),
        ("fr", "KH", "le Cambodge, du Cambodge, du Cambodge, vers le Cambodge, au Cambodge, depuis le Cambodge"),
        ("fr", "MT", "Malte, de Malte, de Malte, vers Malte, à Malte, depuis Malte"),
        ("fr", "HU", "la Hongrie, de la Hongrie, de Hongrie, vers la Hongrie, en Hongrie, depuis la Hongrie"),
        ("fr", "AF", ("l'Afghanistan, de l'Afghanistan, d'Afghanistan, vers l'Afghanistan, en Afghanistan, "
                     "depuis l'Afghanistan")),
        ("fr", "IL", "Israël, d'Israël, d'Israël, vers Israël, en Israël, depuis Israël"),
        ("fr", "KY", ("les Îles Caïmans, des Îles Caïmans, des Îles Caïmans, vers les Îles Caïmans, aux Îles Caïmans, "
                     "depuis les Îles Caïmans")),
        ("nl", "NL", "Nederland, van Nederland, uit Nederland, naar Nederland, in Nederland, vanuit Nederland"),
        ("nl", "US", ("de Verenigde Staten, van de Verenigde Staten, uit de Verenigde Staten, "
                     "naar de Verenigde Staten, in de Verenigde Staten, vanuit de Verenigde Staten")),
        ("nl", "CW", "Curaçao, van Curaçao, uit Curaçao, naar Curaçao, op Curaçao, vanuit Curaçao"),
        ("en", "US", ("the United States, of the United States, from the United States, to the United States, "
                     "in the United States, from the United States")),
        ("en", "DE", "Germany, of Germany, from Germany, to Germany, in Germany, from Germany"),
    ],
)  # fmt: skip
def test_a_country_takes_the_article_and_the_preposition_of_its_language(language: str, code: str, told: str) -> None:
    words = Words(language)
    assert told == ", ".join(words.placed(code, relation) for relation in RELATIONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_can_stand_in_a_sentence_and_none_has_two_articles(language: str) -> None:
    words = Words(language)
    told = [words.placed(code, relation) for code in sorted(COUNTRIES) for relation in RELATIONS]
    doubled = re.compile(r"(?i)\b(?:(?:de les|de le|à les|à le|the the|les les|la la|de de)\b|l'l')")
    unelided = re.compile("^de [AEIOUÉÎ]" if language == "fr" else "^$")
    assert not [text for text in told if doubled.search(text) or unelided.search(text) or text.strip() != text]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "from the former Soviet Union; in the former Yugoslavia; to the former Dutch Antilles"),
        ("fr", "d'ex-Union soviétique; en ex-Yougoslavie; vers les anciennes Antilles néerlandaises"),
        ("nl", "uit de voormalige Sovjet-Unie; in voormalig Joegoslavië; naar de voormalige Nederlandse Antillen"),
    ],
)
def test_a_state_that_is_no_more_is_called_so(language: str, told: str) -> None:
    words = Words(language)
    assert told == "; ".join([words.placed("SU", "from"), words.placed("YU", "in"), words.placed("AN", "to")])


def test_of_several_countries_any_is_meant_and_of_none_another() -> None:
    assert Words("fr").placed(["DE", "FR", "NL"], "from") == "d'Allemagne, de France ou des Pays-Bas"
    assert Words("nl").placed(["NL", "US"], "from") == "uit Nederland of uit de Verenigde Staten"
    assert Words("en").placed(None, "to") == "to another country"
    assert Words("fr").placed("EUROPE", "the") == "l'Europe"
