"""What is too few to say is said in words: no cell, point, sentence or answer of a query has a number for it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, cast

import polars as pl
import pytest
from sqlalchemy import text

from cryptodrug_scraper.measures.estimators.told import is_drawn, is_told
from cryptodrug_scraper.report.asking import Asking
from cryptodrug_scraper.report.cells import cells
from cryptodrug_scraper.report.charts import bars, dots, lines
from cryptodrug_scraper.report.hidden import Hidden
from cryptodrug_scraper.report.parts import Column, Figure, Study
from cryptodrug_scraper.report.scope import Scope
from cryptodrug_scraper.report.small import points, sayable
from cryptodrug_scraper.report.states import state
from cryptodrug_scraper.report.study import study
from cryptodrug_scraper.words.wording import LANGUAGES, Words
from tests.report.test_study import figure, figures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from cryptodrug_scraper.report.study import Report
    from tests.support.derived_windows import Opened

WORDS = {"en": "too few to say", "fr": "trop peu pour se prononcer", "nl": "te weinig om iets te zeggen"}
EXACT = {
    "clean_share": "of pages, each of which was counted",
    "moved_share": "of pages, each of which was counted",
    "share": "of refused-all: of rows, each of which was counted",
    "listing_completeness": "of what a market says there is",
    "vendor_completeness": "of what a market says there is",
    "review_completeness": "of what a market says there is",
    "top_10_share": "of all vendors of a market; shown of fifty or more",
    "gini": "an index of all vendors; shown of five or more",
    "hhi": "an index of all vendors; shown of five or more",
}
"""Shares that have no interval, and why; how many there are stands beside each."""


@pytest.mark.parametrize(
    ("kind", "low", "high", "told"),
    [
        ("share", 0.1, 0.6, True),
        ("share", 0.1, 0.61, False),
        ("share", None, 0.1, False),
        ("share", 0.0, 0.012, True),
        ("quotient", 0.5, 5.0, True),
        ("quotient", 0.5, 5.01, False),
        ("quotient", 0.0, 0.5, False),
        ("quotient", 2.0, None, False),
    ],
)
def test_an_interval_decides_alike_in_columns_cells_and_queries(
    shared: Opened, kind: Any, low: float | None, high: float | None, told: bool
) -> None:
    assert is_told(kind, low, high) == told
    frame = pl.DataFrame(
        {"low": [low], "high": [high], "n": [5]}, schema_overrides={"low": pl.Float64, "high": pl.Float64}
    )
    assert frame.select(is_drawn(kind, "low", "high", ["n"])).item() == told
    assert not frame.select(is_drawn(kind, "low", "high", ["n"]).and_(pl.col("n") > 5)).item()
    assert shared.one(f"SELECT research.{kind}_is_told(:low, :high)", low=low, high=high) == told


def quotient(shared: Opened, before: list[int], after: list[int]) -> tuple[float | None, float | None, float | None]:
    (row,) = shared.rows(
        "SELECT * FROM research.cluster_quotient(CAST(:after AS float8[]), CAST(:before AS float8[]), NULL, NULL)",
        before=before,
        after=after,
    )
    return row


def test_two_sales_before_and_seventy_eight_after_are_too_few_to_say(shared: Opened) -> None:
    before, after = [1, 1, *[0] * 28], [3, 3, *[2, 3] * 11, *[3] * 5, 2]
    assert (sum(before), sum(after)) == (2, 78)
    growth, low, high = quotient(shared, before, after)
    assert growth == 39
    assert not is_told("quotient", low, high)


def test_five_equal_vendors_are_told_and_four_are_not(shared: Opened) -> None:
    """The limit is where one side of a quotient rests on five vendors, and the other is large."""
    for vendors, told in ((3, False), (4, False), (6, True)):
        _, low, high = quotient(shared, [1] * vendors + [0] * 400, [0] * vendors + [1] * 400)
        assert is_told("quotient", low, high) == told, vendors


def test_zeros_and_a_vendor_alone_are_too_few_to_say(shared: Opened) -> None:
    for before, after in (([0, 0], [3, 4]), ([3, 4], [0, 0]), ([2], [78]), ([0], [0])):
        assert not is_told("quotient", *quotient(shared, before, after)[1:])
    (row,) = shared.rows("SELECT * FROM research.cluster_share(ARRAY[5.0], ARRAY[5.0])")
    assert not is_told("share", row[1], row[2])  # five orders of one vendor


FRAME = pl.DataFrame(
    {
        "market": ["empire", "dream", "wallstreet"],
        "month": [date(2019, 1, 1)] * 3,
        "grade": ["complete"] * 3,
        "row": ["after"] * 3,
        "value": [39.0, 1.2, 0.4],
        "value_low": [1.8, 0.9, 0.0],
        "value_high": [860.0, 1.6, 3.0],
        "vendor_count": [30, 40, 4],
    }
)
MARKETS = {"empire": "Empire", "dream": "Dream", "wallstreet": "Wall Street"}


def drawn(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a picture."""
    return max(spec["datasets"].values() if "datasets" in spec else data_of(spec), key=len)


def data_of(spec: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    for part in (spec, *spec.get("layer", ())):
        if "values" in part.get("data", {}):
            yield part["data"]["values"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_leaves_the_point_out_and_says_so(language: str) -> None:
    words = Words(language)
    told = points(FRAME, "quotient", "value", ("value_low", "value_high"))
    assert told["value"].to_list() == [None, 1.2, None]
    ends: dict[str, Any] = {"value": "value", "low": "value_low", "high": "value_high"}
    pictures = [
        dots(told, words, MARKETS, row="row", order=["after"], **ends, form=".2f", title="", is_log=True),
        bars(told, words, MARKETS, row="row", order=["after"], value="value", form=".2f", title=""),
    ]
    for spec in pictures:
        rows = {row["market"]: row for row in drawn(spec)}
        assert rows["Dream"]["value"] == 1.2
        assert rows["Empire"]["value"] is rows["Wall Street"]["value"] is None
        assert rows["Empire"]["said"] == rows["Wall Street"]["said"] == WORDS[language]
        assert rows["Dream"]["said"] is None
    spec = lines(told, words, MARKETS, **ends, form=".2f", title="")
    assert {row["market"]: row["value"] for row in drawn(spec)} == {"Empire": None, "Dream": 1.2, "Wall Street": None}


def test_no_sentence_is_told_of_them() -> None:
    assert sayable(FRAME, "quotient", "value", ("value_low", "value_high"))["market"].to_list() == ["dream"]


def test_a_cell_says_it_in_words(shared: Opened) -> None:
    """Growth with an interval of a thousand times, a share of half of all, and one that is exact."""
    scope = Scope("NL", date(2018, 11, 1), date(2019, 11, 30), is_identified=True)
    columns = [Column(name, name, "decimal") for name in ("value", "value_low", "value_high")]
    with shared.database.engine.connect() as connection:
        asked = Study(scope, Words("en"), Asking(connection, scope), Hidden())
        found = cells(asked, Figure("a", "a", FRAME, columns, ""))
    assert [row[0].text for row in found] == ["too few to say", "1.20", "too few to say"]
    assert [row[1].text for row in found] == ["\u2013", "0.90", "\u2013"]  # no interval beside words that deny it
    assert [row[2].text for row in found] == ["\u2013", "1.60", "\u2013"]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (1.8, None, "open"),  # of a month that the market was not seen to the end of, there is a least
        (None, 0.7, "open"),
        (0.0, None, "open"),  # of which no end is told
        (None, None, "open"),
        (1.8, 860.0, "untold"),
        (0.9, 1.6, "shown"),
    ],
)
def test_of_an_interval_one_end_of_which_is_not_known_the_other_is_told(
    low: float | None, high: float | None, said: str
) -> None:
    ends = ("value_low", "value_high")
    assert said == state({"value": 1.2, "value_low": low, "value_high": high}, "value", "quotient", ends)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_cell_and_a_picture_say_so(language: str) -> None:
    words = Words(language)
    low, high = [1.8, 0.9, None], [None, 1.6, 0.7]
    frame = FRAME.with_columns(value_low=pl.Series(low), value_high=pl.Series(high))
    columns = [Column(name, name, "decimal") for name in ("value", "value_low", "value_high")]
    scope = Scope("NL", date(2018, 11, 1), date(2019, 11, 30), is_identified=True)
    asked = Study(scope, words, cast("Any", None), Hidden())
    told = cells(asked, Figure("a", "a", frame, columns, ""))
    one, number, other = {
        "en": ("1.80 or more", "1.20", "0.70 or less"),
        "fr": ("1,80 ou plus", "1,20", "0,70 ou moins"),
        "nl": ("1,80 of meer", "1,20", "0,70 of minder"),
    }[language]
    assert [one, number, other] == [row[0].text for row in told]
    known = points(frame, "quotient", "value", ("value_low", "value_high"))
    ends: dict[str, Any] = {"value": "value", "low": "value_low", "high": "value_high"}
    spec = dots(known, words, MARKETS, row="row", order=["after"], **ends, form=".2f", title="", is_log=True)
    assert {words("untold.open"), None} == {row["said"] for row in drawn(spec)}


@pytest.fixture(scope="module", params=["BE", *(pytest.param(each, marks=pytest.mark.slow) for each in ("NL", "SE"))])
def asked(request: pytest.FixtureRequest, shared: Opened) -> Report:
    """Identified reports: of few vendors, of another country, and of one without any."""
    scope = Scope(request.param, date(2018, 11, 1), date(2019, 11, 30), is_identified=True)
    with shared.database.engine.connect() as connection:
        return study(connection, scope, language="en", today=date(2026, 11, 29))


def test_every_ratio_of_a_report_has_its_interval_or_is_a_count(asked: Report) -> None:
    bare = set()
    for found in figures(asked):
        names = [column.name for column in found.columns] + ["", ""]
        for place, column in enumerate(found.columns):
            is_ratio = column.kind in {"percent", "decimal"} and not column.name.endswith(("_low", "_high"))
            low, high = names[place + 1 : place + 3]
            if is_ratio and column.name not in {"low", "high"} and not (low.endswith("low") and high.endswith("high")):
                bare.add((found.name, column.name))
    assert {name for _, name in bare} <= EXACT.keys(), bare
    assert {of for of, name in bare if name == "share"} <= {"refused-all"}


@pytest.mark.slow
def test_no_point_and_no_sentence_rests_on_a_handful(asked: Report) -> None:
    for found in figures(asked):
        if found.name.startswith(("shares-", "goods-", "bands-")):
            for chart in found.charts:
                assert not [row for row in drawn(dict(chart.spec)) if row.get("value")], found.name
    for section in asked.sections:
        if section.name in {"goods", "bands", "origins"}:
            assert not section.headlines, section.headlines
        if section.name == "shares":
            assert all("%" not in line for line in section.headlines), section.headlines


@pytest.mark.slow
def test_growth_from_two_sales_is_no_point_no_sentence_and_no_number(own: Opened) -> None:
    with own.database.engine.begin() as change:
        only_two_before(change)
    with own.database.engine.connect() as connection:
        scope = Scope("NL", date(2018, 11, 1), date(2019, 11, 30), is_identified=True)
        made = study(connection, scope, language="en", today=date(2026, 11, 29))
        asked = connection.execute(text(GROWTH)).one()
    found = figure(made, "migration-growth")
    rows = found.frame.filter((pl.col("to_market") == "empire") & (pl.col("from_market") == "dream"))
    (row,) = rows.filter(pl.col("measure") == "transactions").to_dicts()
    assert (row["before"], row["after"], row["low"], row["high"]) == (2, 78, None, None)
    assert asked == (2, 78, None, "too few to say")
    for chart in found.charts:
        assert not [each for each in drawn(dict(chart.spec)) if each["market"] == "Empire Market" and each["value"]]
    assert not [line for section in made.sections for line in section.headlines if "Empire" in line and "times" in line]
    place = found.frame.to_dicts().index(row)
    names = [column.name for column in found.columns]
    assert dict(zip(names, cells_of(made, found)[place], strict=True))["ratio"] == "too few to say"


GROWTH = """
SELECT before, after, CASE WHEN research.quotient_is_told(low, high) THEN quotient END,
  CASE WHEN NOT research.quotient_is_told(low, high) THEN 'too few to say' END
FROM research.growth_after_end() WHERE market = 'empire' AND from_market = 'dream' AND measure = 'transactions'
"""


def cells_of(made: Report, found: Figure) -> list[list[str]]:
    """The cells of a figure's table, as its page has them."""
    import re
    from html import unescape

    table = re.search(rf'id="{found.name}".*?<tbody>(.*?)</tbody>', made.html, re.DOTALL)
    assert table is not None
    rows = re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL)
    return [
        [unescape(re.sub("<.*?>", "", cell)).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)]
        for row in rows
    ]


def only_two_before(change: Connection) -> None:
    """Let Empire have two sales before Dream announced its end, and seventy-eight after, all of other vendors."""
    (begins, ends) = change.execute(
        text(
            "SELECT first_on, last_on FROM research.market_event WHERE market = 'dream' AND event = 'closure_announced'"
        )
    ).one()
    names = change.scalars(
        text(
            "SELECT column_name FROM information_schema.columns "
            "WHERE table_schema = 'derived' AND table_name = 'sale' ORDER BY ordinal_position"
        )
    ).all()
    change.execute(text("CREATE TEMPORARY TABLE one AS SELECT * FROM derived.sale WHERE market = 'empire' LIMIT 1"))
    change.execute(text("DELETE FROM derived.sale WHERE market = 'empire'"))
    for count, day, vendor in (
        (2, f"date '{begins}' - 3", "'early' || g"),
        (78, f"date '{ends}' + 2", "'late' || g % 30"),
    ):
        at = f"({day})::timestamp AT TIME ZONE 'UTC'"
        other = {"transaction_id": "gen_random_uuid()", "vendor": vendor, "occurred_from": at, "occurred_to": at}
        chosen = ", ".join(f"{other[name]}" if name in other else f"one.{name}" for name in names)
        change.execute(text(f"INSERT INTO derived.sale SELECT {chosen} FROM one, generate_series(1, {count}) g"))
    change.execute(text("DROP TABLE one"))
