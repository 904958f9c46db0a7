"""What findings say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.support.all_figures import Figures, Scoped
from tests.support.said.rows import Row, known

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

__all__ = ["add_findings"]


def add_findings(
    figures: Figures, scope: Scoped, rows: Iterable[Row], output: str = "findings", measures: Iterable[str] = ()
) -> None:
    """Add findings: rows of the view, or of what was measured, with the claim from which each comes."""
    for name in measures:
        known(_FINDINGS, name, "the finding")
    from cryptodrug_scraper.study.installed import study_named

    study = study_named()
    for row in rows:
        claim = study.claim(row["claim_id"])
        assert claim is not None, row
        rule = known(_FINDINGS, claim.measure, "the finding")
        own = Scoped(
            row["country"] or scope.country,
            row["first_day"],
            row["last_day"],
            row["definition"] or scope.definition,
            row["attribution"] or scope.attribution,
            scope.audience,
        )
        rule(figures, output, own, row, claim.values)


def ends_of(row: Row, value: str = "value") -> Row:
    return {value: row["value"], "low": row["low"], "high": row["high"]}


def _of_share(figures: Figures, output: str, scope: Scoped, row: Row, of: Mapping[str, Any]) -> None:
    ends = ends_of(row, "share") | {"vendors": row["vendor_count"]}
    if of["of"] == "vendors":
        ends["total"] = row["n"]
    figures.add(output, scope, f"share of {of['of']}", row["market"], ends)


def _of_goods(figures: Figures, output: str, scope: Scoped, row: Row, of: Mapping[str, Any]) -> None:
    ends = {"quotient": row["value"], "quotient low": row["low"], "quotient high": row["high"]}
    figures.add(output, scope, f"substance {of['goods']} of {of['of']}", row["market"], ends)


def _of_reach(figures: Figures, output: str, scope: Scoped, row: Row, _: Mapping[str, Any]) -> None:
    ends = ends_of(row, "share") | {"total": row["n"]}
    figures.add(output, scope, "reach world_or_europe of accounts", row["market"], ends)


def _of_others(figures: Figures, output: str, scope: Scoped, row: Row, of: Mapping[str, Any]) -> None:
    places = "+".join(of["places"]) if "places" in of else "declared"
    figures.add(output, scope, f"with {places} of accounts", row["market"], ends_of(row, "share") | {"total": row["n"]})


def _of_limit(kind: str) -> Callable[..., None]:
    def add(figures: Figures, output: str, scope: Scoped, row: Row, of: Mapping[str, Any]) -> None:
        limit = float(of["limit"])
        if kind == "sales_above":
            ends = ends_of(row, "share") | {"printed": row["n"]}
            figures.add(output, scope, f"band {limit:g} to above of transactions", row["market"], ends)
        elif kind == "sales_below":
            figures.add(output, scope, f"band 0 to {limit} of transactions", row["market"], ends_of(row, "share"))
        elif row["value"] is not None:
            rest = {"share": 1 - row["value"]}
            rest |= {} if row["low"] is None else {"low": 1 - row["high"], "high": 1 - row["low"]}
            figures.add(output, scope, f"band 0 to {limit} of turnover_eur", row["market"], rest, step=1e-9)

    return add


def _of_struck(figures: Figures, output: str, scope: Scoped, row: Row, _: Mapping[str, Any]) -> None:
    if row["value"] is None:  # the days do not hold the closure
        return
    is_share = row["unit"] == "share"
    ends = {"total": row["n"], "share" if is_share else "value": row["value"]}
    ends |= {"low": row["low"], "high": row["high"]} if is_share else {}
    measure = "migrants after closure_announced from dream"
    figures.add(output, scope, measure, row["market"], ends, is_of_market=True, window="around")


def _alone(*_: Any) -> None:
    """Means, slopes and quotients of looks, that no other output gives."""


_FINDINGS = {
    "share": _of_share,
    "location_quotient": _of_goods,
    "reach": _of_reach,
    "with_others": _of_others,
    **{kind: _of_limit(kind) for kind in ("sales_below", "sales_above", "turnover_from")},
    "migrants": _of_struck,
    "migrant_share": _of_struck,
    **dict.fromkeys(
        (
            *("trend", "moves_in", "moves_out", "mean_below", "order", "excluding"),
            *("looks_quotient", "days_quotient", "level", "share_of_goods"),
        ),
        _alone,
    ),
}
