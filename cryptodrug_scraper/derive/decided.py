"""Put what people decided in the place of what pages state or measures tell of one market."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from cryptodrug_scraper.decisions.subject import Class, Country, HoldingPrice, InDays
from cryptodrug_scraper.measures.looks.goods import told_substance

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from uuid import UUID

    from cryptodrug_scraper.decisions.decision import Decision
    from cryptodrug_scraper.derive.outcome import Outcome

__all__ = ["Decided"]

_SAME_PRICE = 1e-9
"""Part of a price by which it may differ: derived tables keep ten significant figures."""
_GOODS = ("drug_class", "substance", "product_class")
_WORTH = ("amount_eur", "price_flag")


class Decided:
    """
    The decisions on listings, prices and accounts of a market.

    Args:
        outcome: of the decisions; notes what is found, and what changes.
        names: ``vendor, account`` of `measures.accounts.account_names.account_names`.
        snapshots: ``snapshot_id, first_at``.
    """

    def __init__(self, outcome: Outcome, names: pl.DataFrame, snapshots: pl.DataFrame) -> None:
        self._outcome, self._snapshots = outcome, snapshots
        known = outcome.decisions.items()
        accounts = dict(names.select("vendor", "account").iter_rows())
        self._countries = {
            each: (said, accounts.get(said.subject.vendor, said.subject.vendor))
            for each, said in known
            if isinstance(said.subject, Country)
        }
        self._prices = {each: said for each, said in known if isinstance(said.subject, HoldingPrice)}
        classes = [(each, said) for each, said in known if isinstance(said.subject, Class)]
        # one listing is more than all of a title
        self._classes = dict(sorted(classes, key=lambda each: getattr(each[1].subject, "title", None) is None))

    @property
    def accounts(self) -> set[str]:
        """The accounts of which a country is decided."""
        return {account for _, account in self._countries.values()}

    @property
    def tells_prices(self) -> bool:
        """Whether a price is decided."""
        return bool(self._prices)

    @property
    def tells_classes(self) -> bool:
        """Whether a class is decided."""
        return bool(self._classes)

    def states(self, state: pl.DataFrame) -> pl.DataFrame:
        """Put origins and classes into states of listings (`measures.looks.listing_state.listing_state`)."""
        for known, (decision, account) in self._countries.items():
            state = self._country(state, known, decision, account)
        for known, decision in self._classes.items():
            state, changed = self._class(state, known, decision)
            self._outcome.changed(known, "listing_state", changed)
        return state

    def facts(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Put classes into the facts of the listings of sales (`measures.sales.sale_facts.shared_facts`)."""
        for known, decision in self._classes.items():
            facts, _ = self._class(facts, known, decision)
        return facts

    def _country(self, state: pl.DataFrame, known: UUID, decision: Decision, account: str) -> pl.DataFrame:
        is_it = pl.col("vendor") == account
        looks = self._snapshots.filter(_within(decision, pl.col("first_at"), pl.col("first_at")))["snapshot_id"]
        is_it = (is_it & pl.col("snapshot_id").is_in(looks.implode())).fill_null(value=False)
        rows = state.filter(is_it)
        if rows.is_empty():
            return state
        stated = set(rows["origin_codes"].explode().drop_nulls())
        self._outcome.saw(known, {"origin_codes": stated})
        codes = (decision.value or {})["origin_codes"]
        if decision.verdict == "rejected":
            left = pl.col("origin_codes").list.set_difference(pl.lit(codes, dtype=pl.List(pl.String))).list.sort()
            is_it = is_it & (pl.col("origin_codes").list.len() > left.list.len()).fill_null(value=False)
            decided: pl.Expr = pl.when(left.list.len() > 0).then(left)
        else:
            decided = pl.lit(codes, dtype=pl.List(pl.String))
            is_it = is_it & pl.col("origin_codes").ne_missing(decided)
        self._outcome.changed(known, "listing_state", state.select(is_it.sum()).item())
        new = pl.when(is_it).then(decided).otherwise("origin_codes")
        source = pl.when(is_it & new.is_not_null()).then(pl.lit("decided")).when(is_it).then(None)
        # both at once: whether it is one is told by the codes that were there
        return state.with_columns(new.alias("origin_codes"), source.otherwise("origin_source").alias("origin_source"))

    def _class(self, rows: pl.DataFrame, known: UUID, decision: Decision) -> tuple[pl.DataFrame, int]:
        """Rows of listings with what is decided of their class, and how many are otherwise than before."""
        value = {name: said for name, said in (decision.value or {}).items() if name in rows.columns}
        is_it = pl.col("listing_id").is_in(self._outcome.meant[known])
        if decision.verdict == "rejected":
            new = {
                name: pl.when(is_it & (pl.col(name) == said)).then(None).otherwise(name) for name, said in value.items()
            }
        else:
            new = {name: pl.when(is_it).then(pl.lit(said)).otherwise(name) for name, said in value.items()}
        found = rows.with_columns(**new)
        if "drug_class" in value and "substance" not in value:
            # a substance is one within its class
            is_other = (found["drug_class"].ne_missing(rows["drug_class"])).alias("is_other")
            found = found.with_columns(pl.when(~is_other).then("substance").alias("substance"))
        found = found.with_columns(told_substance())
        differs = pl.any_horizontal(found[name].ne_missing(rows[name]) for name in _GOODS)
        return found, int(found.select(differs.sum()).item())

    def prices(self, spells: pl.DataFrame) -> pl.DataFrame:
        """Put flags into spells of asked prices (`measures.money.holding_prices.flag_prices`)."""
        for known, decision in self._prices.items():
            subject = decision.subject
            if not isinstance(subject, HoldingPrice):
                continue
            price = float(subject.price)
            is_it = (
                (pl.col("listing_id") == subject.listing_id)
                & (pl.col("currency") == subject.currency)
                & ((pl.col("price") - price).abs() <= _SAME_PRICE * price)
                & _within(decision, pl.col("first_at"), pl.col("last_at"))
            )
            flags = spells.filter(is_it)["price_flag"]
            if flags.is_empty():
                continue
            self._outcome.saw(known, {"price_flag": set(flags)})
            flag = "holding" if decision.verdict == "accepted" else "ok"
            self._outcome.changed(known, "listing_price", int((flags != flag).sum()))
            spells = spells.with_columns(pl.when(is_it).then(pl.lit(flag)).otherwise("price_flag").alias("price_flag"))
        return spells

    def note_sales(self, before: pl.DataFrame, after: pl.DataFrame) -> None:
        """
        Note which sales are otherwise by decisions on prices and classes.

        Args:
            before: ``transaction_id`` and the columns that may differ, without any decision.
            after: sales with decisions, one row for one row.
        """
        both = after.join(before, on="transaction_id", suffix=" before")
        for known, names, listings in self._of_listings():
            differs = pl.any_horizontal(
                pl.col(name).ne_missing(pl.col(f"{name} before")) for name in names if name in before.columns
            )
            meant = pl.Series(sorted(listings), dtype=pl.String).implode()
            of_several = pl.col("listing_ids").list.set_intersection(meant).list.len() > 0
            is_of = pl.col("listing_id").is_in(meant) | (pl.col("listing_id").is_null() & of_several)
            self._outcome.changed(known, "sale", both.filter(differs & is_of.fill_null(value=False)).height)

    def _of_listings(self) -> Iterator[tuple[UUID, Collection[str], set[str]]]:
        for known, decision in self._prices.items():
            if isinstance(decision.subject, HoldingPrice):
                yield known, _WORTH, {decision.subject.listing_id}
        for known in self._classes:
            yield known, _GOODS, self._outcome.meant[known]

    def note_origins(self, sales: pl.DataFrame, before: pl.DataFrame, after: pl.DataFrame) -> None:
        """
        Note from which sales are of other places by decisions on countries.

        Args:
            sales: ``transaction_id, vendor, occurred_from, occurred_to``.
            before: ``transaction_id, code, weight, basis`` of `measures.places.attribution.sale_origins`, of the sales
                of `accounts`, without any decision.
            after: the same of all sales, with decisions.
        """
        one, other = before, after.select(before.columns).join(before, on="transaction_id", how="semi")
        keys = list(before.columns)
        moved = pl.concat(
            [
                one.join(other, on=keys, how="anti", nulls_equal=True),
                other.join(one, on=keys, how="anti", nulls_equal=True),
            ]
        )
        changed = sales.join(moved.select("transaction_id").unique(), on="transaction_id", how="semi")
        decided = Counter(account for _, account in self._countries.values())
        for known, (decision, account) in self._countries.items():
            rows = changed.filter(pl.col("vendor") == account)
            if decided[account] > 1:  # else all of them, also those that only the nearest snapshot lets count
                rows = rows.filter(_within(decision, pl.col("occurred_from"), pl.col("occurred_to")))
            self._outcome.changed(known, "sale", rows.height)


def _within(decision: Decision, first_at: pl.Expr, last_at: pl.Expr) -> pl.Expr:
    """Whether a time touches the days of a decision."""
    first_day, last_day = decision.subject.days if isinstance(decision.subject, InDays) else (date.min, date.max)
    return (first_at.dt.date() <= pl.lit(last_day)) & (last_at.dt.date() >= pl.lit(first_day))
