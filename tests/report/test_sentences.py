"""Sentences of the report whose words depend on its numbers."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

from cryptodrug_scraper.report.charts import dots
from cryptodrug_scraper.report.questions.bands import _printed
from cryptodrug_scraper.report.questions.found import _headline
from cryptodrug_scraper.report.questions.goods import _largest
from cryptodrug_scraper.report.questions.made import _setting
from cryptodrug_scraper.words.wording import Words


def study(language: str = "en") -> Any:
    return SimpleNamespace(
        words=Words(language),
        scope=SimpleNamespace(country="NL"),
        markets={"dream": "Dream Market"},
        called={"dream": "Dream Market"}.__getitem__,
        claimed=SimpleNamespace(title={"en": "the study"}),
    )


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (
            ["agrees", "agrees", "cannot_tell"],
            "Of 3 figures that bear on claims of the study, 2 agree with it, none disagrees, and 1 cannot tell.",
        ),
        (
            ["agrees", "disagrees", "withheld", "withheld"],
            (
                "Of 4 figures that bear on claims of the study, 2 are withheld; of the other 2, 1 agrees with it, "
                "1 disagrees, and none is left open."
            ),
        ),
        (["withheld"], "Of 1 figure that bears on claims of the study, 1 is withheld, and no verdict is shown."),
    ],
)
def test_how_many_claims_are_withheld_is_told_beside_the_verdicts(verdicts: list[str], said: str) -> None:
    assert _headline(study(), pl.DataFrame({"verdict": verdicts})) == said


@pytest.mark.parametrize(("high", "is_near"), [(0.29, True), (0.24, False)])
def test_the_largest_class_is_certain_only_where_no_interval_overlaps_its_own(high: float, *, is_near: bool) -> None:
    row = {
        "market": "dream",
        "goods": "opioids",
        "name": "Opioids",
        "share": 0.3,
        "share_low": 0.25,
        "share_high": 0.35,
    }
    of = {"all_share": 0.2, "all_share_low": 0.1, "all_share_high": 0.3, "vendor_count": 20}
    of |= {"quotient": 1.5, "quotient_low": 1.0, "quotient_high": 2.0}
    other = row | {"goods": "cannabis", "name": "Cannabis", "share": 0.2, "share_low": 0.15, "share_high": high}
    elsewhere = other | {"market": "empire", "name": "Ecstasy", "share_high": 0.9}
    told = _largest(study(), row | of, pl.DataFrame([row, other, elsewhere]))
    assert "the largest class by estimate is Opioids" in told
    assert told.endswith("(Cannabis): which is the largest is not certain.") is is_near
    assert "Ecstasy" not in told


@pytest.mark.parametrize(
    ("printed", "sales", "said"),
    [
        (1153, 1153, "toutes au montant affiché"),
        (2, 1153, "dont 2 au montant affiché"),
        (0, 9, "dont aucune au montant affiché"),
    ],
)
def test_that_all_amounts_are_printed_is_said_so(printed: int, sales: int, said: str) -> None:
    assert _printed(study("fr"), printed, sales) == said


@pytest.mark.parametrize(
    ("value", "told"),
    [(10000.0, "10000"), (0.8, "0.8"), ([], "none"), (None, "none"), (False, "false"), ("rhythm", "rhythm")],
)
def test_parameters_are_told_as_they_are_read(value: Any, told: str) -> None:
    assert _setting(Words("en"), value) == told


def test_the_legend_of_markets_has_the_shapes_of_their_points() -> None:
    rows = pl.DataFrame(
        {"market": ["a", "b"], "row": ["x", "x"], "value": [1.0, 2.0], "low": [0.5, 1.0], "high": [2.0, 3.0]}
    )
    markets = {"a": "A", "b": "B"}
    spec = dots(
        rows, Words("en"), markets, row="row", order=["x"], value="value", low="low", high="high", form=".2f", title="t"
    )
    encoded = next(layer["encoding"] for layer in spec["layer"] if "shape" in layer["encoding"])
    colour, shape = encoded["color"], encoded["shape"]
    assert "legend" not in shape
    assert (shape["title"], shape["scale"]["domain"]) == (colour["title"], colour["scale"]["domain"])
    assert len(set(shape["scale"]["range"])) == len(markets)
