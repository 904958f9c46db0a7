"""What the page of a public report tells of sums: each number, and those that follow within a row, as cells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.campaigns.disclosing.published import SOLD, Cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.campaigns.disclosing.page import Figure, Row
    from tests.campaigns.disclosing.truth import Parts, Truth

__all__ = ["MARKETS", "sums_of"]

MARKETS = {"Dream Market": "dream", "Wall Street Market": "wallstreet", "Empire Market": "empire"}
_MEASURES = {"sales": "transactions", "turnover in EUR": "turnover_eur", "listings": "listings"}
_EDGES = (0, 20, 50, 100, 200, 500, 1000)
_FLAGS = {
    "Sales at a price that only holds a place": "holding",
    "Sales at such a price": "imputed_holding",
    "Free or custom offers": "free",
    "Sales at a high price": "unverified_high",
    "Sales with an amount": "implausible",
    "Sales without a known amount": "no_amount",
}


_OTHERWISE = {
    "benzodiazepines": "benzos",
    "prescriptionmedicines": "prescription",
    "otherdrugs": "other",
    "cannabisseeds": "cannabisseed",
    "syntheticcannabinoids": "syntheticcannabinoid",
    "newpsychoactivesubstances": "nps",
    "fentanyls": "fentanyl",
}
"""Names of goods that are not their codes."""


class _Page:
    """
    Makes cells of the figures of a page.

    Args:
        figures: of the page.
        truth: who contributes to what.
    """

    def __init__(self, figures: Mapping[str, Figure], truth: Truth) -> None:
        self._figures, self._truth = figures, truth

    def rows(self, begin: str) -> Iterator[tuple[str, Row]]:
        """Rows of figures whose name begins so, with the code of their market."""
        for name, figure in self._figures.items():
            if name.startswith(begin):
                for row in figure.rows:
                    yield name, {**row, "market": MARKETS.get(str(row.get("market")), str(row.get("market")))}

    def cell(self, family: tuple[str, ...], name: str, row: Row, column: str, parts: Parts) -> Cell:
        """A number of a table; one that follows from others of its row is known too."""
        words = ("market", "month", "goods", "band", "edge", "measure", "definition", "attribution", "event", "what")
        number = row.get(column)
        key = (name, *(str(row[each]) for each in words if row.get(each) is not None))
        return Cell(family, key, column, number if isinstance(number, float) else None, parts)

    def months(self) -> Iterator[Cell]:
        """Levels and shares of months."""
        truth, definition = self._truth, self._truth.asked["definition"]
        for begin, whole in (("levels-", "whole"), ("shares-", "total")):
            for measure in ("listings", *SOLD):
                for name, row in self.rows(begin + measure):
                    market, month, known = row["market"], row["month"], _filled(row)
                    for column in ("value", whole):
                        is_theirs = column == "value"
                        if measure == "listings":  # a level's whole is of all that the month saw, by any definition
                            by = "D2" if column == "whole" else definition
                            parts = truth.listings_by(market, by, is_theirs=is_theirs, month=month)
                            yield self.cell(("listing_months", market), name, known, column, parts)
                            parts = {of[:2]: 1.0 for of in parts}
                            yield self.cell(("listings", market, month), name, known, column, parts)
                        else:
                            parts = (
                                truth.estimated_own(market, month)
                                if is_theirs
                                else truth.estimated(market, month, None)
                            )
                            yield self.cell(("estimated", market, measure), name, known, column, parts)
        for name, row in self.rows("concentrated-market"):
            family = ("estimated", row["market"], _MEASURES[row["measure"]])
            yield self.cell(family, name, row, "total", truth.estimated(row["market"], row["month"], None))

    def choices(self) -> Iterator[Cell]:
        """The window, by each definition and attribution."""
        truth, asked = self._truth, self._truth.asked
        for name, row in self.rows("shares-choices"):
            market, measure, known = row["market"], _MEASURES.get(row["measure"]), _filled(row)
            if measure == "listings":
                for column, is_theirs in (("value", True), ("total", False)):
                    parts = truth.listings_by(market, row["definition"], is_theirs=is_theirs)
                    yield self.cell(("listing_months", market), name, known, column, parts)
            elif measure is not None:
                choice = (row["definition"] or asked["definition"], row["attribution"])
                for column, of in (("value", choice), ("total", (None, "A1"))):
                    parts = truth.estimated_by(market, *of)
                    yield self.cell(("estimated", market, measure), name, known, column, parts)
        for name, row in self.rows("concentrated-country"):
            parts = truth.estimated_by(row["market"], asked["definition"], asked["attribution"])
            yield self.cell(("estimated", row["market"], _MEASURES[row["measure"]]), name, row, "total", parts)

    def looks(self) -> Iterator[Cell]:
        """Listings that single looks saw."""
        for name, row in self.rows("coverage-population"):
            if row["of"] == "listings" and row["estimator"] == "seen":
                parts = self._truth.looked(row["market"], row["first_at"])
                month = row["first_at"][:7] + "-01"
                row["month"] = row["first_at"]
                yield self.cell(("listing_months", row["market"]), name, row, "value", parts)
                parts = {of[:2]: amount for of, amount in parts.items()}
                yield self.cell(("listings", row["market"], month), name, row, "value", parts)

    def goods(self) -> Iterator[Cell]:
        """What is sold: the country's, and all that there is, whose share tells it together with the total."""
        truth = self._truth
        for name, row in self.rows("goods-"):
            _, level, measure = name.split("-")
            market, known = row["market"], _filled(row)
            goods = (level, truth.named(market, level, _alike(row["goods"])))
            every = dict(row, value=row["all_share"])
            for shown, column, is_theirs, of in (
                (known, "value", True, goods),
                (known, "total", True, ("all", "all")),
                (every, "value", False, goods),
                (every, "value", False, ("all", "all")),
            ):
                which = name if is_theirs else f"{name} of {of[1]}"
                if measure != "listings":
                    parts = truth.rated(market, is_theirs=is_theirs, goods=of)
                    yield self.cell(("rated", market, measure), which, shown, column, parts)
                    continue
                parts = truth.listings_of_window(market, "", is_theirs=is_theirs, goods=of)
                for month in truth.months(market):
                    yield self.cell(("listings", market, month), which, shown, column, parts)

    def rated(self) -> Iterator[Cell]:
        """Sales for which a rating stands: by month, by their worth, and by flags."""
        truth = self._truth
        for name, row in self.rows("levels-rated"):
            family = ("rated", row["market"], "transactions")
            for column, is_theirs in (("value", True), ("whole", False)):
                parts = truth.rated_in(row["market"], row["month"], is_theirs=is_theirs)
                yield self.cell(family, name, row, column, parts)
        for name, row in self.rows("bands-all"):
            known, band = _filled(row, "transaction_share", "transactions"), str(_EDGES[_edge(row["band"])])
            for measure in SOLD:
                family = ("rated", row["market"], measure)
                yield self.cell(family, name, row, measure, truth.rated(row["market"], is_theirs=True, band=band))
                if measure == "transactions":
                    yield self.cell(
                        family, name, known, "total", truth.rated(row["market"], is_theirs=True, band="all")
                    )
        for name, row in self.rows("bands-above"):
            for measure in SOLD:
                parts = truth.rated(row["market"], is_theirs=True, above=row["edge"])
                yield self.cell(("rated", row["market"], measure), name, row, measure, parts)
        for name, row in self.rows("refused-all"):
            flag = next((flag for begin, flag in _FLAGS.items() if str(row["what"]).startswith(begin)), None)
            if flag is not None:
                for column, of in (("number", flag), ("total", None)):
                    parts = truth.sold(row["market"], flag=of)
                    yield self.cell(("rated", row["market"], "transactions"), name, row, column, parts)

    def grown(self) -> Iterator[Cell]:
        """Sales before and after the end of another market, and how much more those who came from there sold."""
        struck = {
            (row["market"], row["event"]): row
            for _, row in self.rows("methods-events")
        }  # fmt: skip
        for name, row in self.rows("migration-growth"):
            if row["measure"] not in _MEASURES:
                continue
            source, event = MARKETS[row["from_market"]], row["event"]
            known = struck[source, event]
            first, last = (
                datetime.combine(datetime.fromisoformat(known[end]), datetime.min.time(), UTC)
                for end in ("first_on", "last_on")
            )
            length, market = timedelta(days=row["days"]), row["market"]
            before = self._truth.sold_between(market, first - length, first)
            after = self._truth.sold_between(market, last, last + length)
            family = ("rated", market, _MEASURES[row["measure"]])
            yield self.cell(family, name, row, "before", before)
            yield self.cell(family, name, row, "after", after)
            came = self._came(event, source, market)
            theirs: Parts = {of: 1.0 for of in after if of[0] in came}
            theirs.update({of: -1.0 for of in before if of[0] in came})
            yield self.cell(family, name, row, "migrant_share", theirs)

    def _came(self, event: str, source: str, market: str) -> frozenset[str]:
        """Accounts of migrants alone."""
        codes = event.replace(" ", "_").replace("reported_to_be_seized", "seizure_reported")
        classes: dict[str, set[str]] = {}
        for name, left, _, kind, to, account, _ in self._truth.moved:
            if (left, to) == (source, market) and name == codes and account is not None:
                classes.setdefault(account, set()).add(kind)
        return frozenset(account for account, kinds in classes.items() if kinds == {"migrant"})


def sums_of(figures: Mapping[str, Figure], truth: Truth) -> Iterator[Cell]:
    """Return all cells of a page."""
    page = _Page(figures, truth)
    for part in (page.months, page.choices, page.looks, page.goods, page.rated, page.grown):
        yield from part()


def _filled(row: Row, share: str = "share", value: str = "value") -> dict[str, Any]:
    """A row with the one of value, share and total that follows from the other two."""
    known = {name: row.get(name) for name in (value, share, "total")}
    part, of, total = (number if isinstance(number, float) else None for number in known.values())
    if part is None and of is not None and total is not None:
        return {**row, value: of * total}
    if total is None and part is not None and of:
        return {**row, "total": part / of}
    return dict(row)


def _alike(text: str) -> str:
    """A name of goods as their codes are written, without signs and in small letters."""
    plain = "".join(sign for sign in text.lower() if sign.isalnum())
    return _OTHERWISE.get(plain, plain)


def _edge(text: str) -> int:
    """Which band a text such as "€20 to €50" or "from €1,000" means."""
    digits = text.replace(",", "").replace("from ", "").split(" ")[0].lstrip("€")
    return _EDGES.index(int(digits))
