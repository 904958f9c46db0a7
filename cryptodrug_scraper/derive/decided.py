"""Put what people decided in the place of what pages state or measures tell of one market."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from cryptodrug_scraper.decisions.subject import Class, Country, HoldingPrice, InDays
from cryptodrug_scraper.measures.looks.goods import told_substance

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from uuid import UUID

    from cryptodrug_scraper.decisions.decision import Decision
    from cryptodrug_scraper.derive.outcome import Outcome

__all__ = ["Decided"]

_SAME_PRICE = 1e-9
"""Part of a price by which it may differ: derived tables keep ten significant figures."""
_GOODS = ("drug_class", "substance", "product_class")
_ROW = "row of the frame"
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
        accounts: defaultdict[str, list[UUID]] = defaultdict(list)
        for known, (_, account) in self._countries.items():
            accounts[account].append(known)
        state = _in_parts(state, "vendor", accounts, self._country)

        def classed(rows: pl.DataFrame, known: UUID) -> pl.DataFrame:
            found, changed = self._class(rows, known)
            self._outcome.changed(known, "listing_state", changed)
            return found

        return _in_parts(state, "listing_id", self._of_classes(), classed)

    def facts(self, facts: pl.DataFrame) -> pl.DataFrame:
        """Put classes into the facts of the listings of sales (`measures.sales.sale_facts.shared_facts`)."""
        return _in_parts(facts, "listing_id", self._of_classes(), lambda rows, known: self._class(rows, known)[0])

    def _of_classes(self) -> dict[str, list[UUID]]:
        """By listing the decisions on its class, in the order in which they are put in."""
        listings: defaultdict[str, list[UUID]] = defaultdict(list)
        for known in self._classes:
            for listing in self._outcome.meant.get(known, ()):
                listings[listing].append(known)
        return listings

    def _country(self, state: pl.DataFrame, known: UUID) -> pl.DataFrame:
        """Rows of its account with what is decided of its country."""
        decision, _ = self._countries[known]
        looks = self._snapshots.filter(_within(decision, pl.col("first_at"), pl.col("first_at")))["snapshot_id"]
        is_it = pl.col("snapshot_id").is_in(looks.implode()).fill_null(value=False)
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

    def _class(self, rows: pl.DataFrame, known: UUID) -> tuple[pl.DataFrame, int]:
        """Rows of a listing with what is decided of its class, and how many are otherwise than before."""
        decision = self._classes[known]
        value = {name: said for name, said in (decision.value or {}).items() if name in rows.columns}
        if decision.verdict == "rejected":
            new = {name: pl.when(pl.col(name) == said).then(None).otherwise(name) for name, said in value.items()}
        else:
            new = {name: pl.lit(said, dtype=rows.schema[name]) for name, said in value.items()}
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
        listings: defaultdict[str, list[UUID]] = defaultdict(list)
        for known, decision in self._prices.items():
            if isinstance(decision.subject, HoldingPrice):
                listings[decision.subject.listing_id].append(known)
        return _in_parts(spells, "listing_id", listings, self._price)

    def _price(self, spells: pl.DataFrame, known: UUID) -> pl.DataFrame:
        """Spells of a listing with what is decided of a price."""
        decision = self._prices[known]
        subject = decision.subject
        if not isinstance(subject, HoldingPrice):
            return spells
        price = float(subject.price)
        is_it = (
            (pl.col("currency") == subject.currency)
            & ((pl.col("price") - price).abs() <= _SAME_PRICE * price)
            & _within(decision, pl.col("first_at"), pl.col("last_at"))
        )
        flags = spells.filter(is_it)["price_flag"]
        if flags.is_empty():
            return spells
        self._outcome.saw(known, {"price_flag": set(flags)})
        flag = "holding" if decision.verdict == "accepted" else "ok"
        self._outcome.changed(known, "listing_price", int((flags != flag).sum()))
        return spells.with_columns(pl.when(is_it).then(pl.lit(flag)).otherwise("price_flag").alias("price_flag"))

    def note_sales(self, before: pl.DataFrame, after: pl.DataFrame) -> None:
        """
        Note which sales are otherwise by decisions on prices and classes.

        Args:
            before: ``transaction_id`` and the columns that may differ, without any decision.
            after: sales with decisions, one row for one row.
        """
        both = after.join(before, on="transaction_id", suffix=" before")
        of_one = pl.concat_list("listing_id")
        listings = pl.when(pl.col("listing_id").is_null()).then("listing_ids").otherwise(of_one)
        sales: dict[Collection[str], dict[str, set[Any]]] = {}
        for names in (_WORTH, _GOODS):
            differs = pl.any_horizontal(
                pl.col(name).ne_missing(pl.col(f"{name} before")) for name in names if name in before.columns
            )
            rows = both.filter(differs).select("transaction_id", listings.alias("listing_id")).explode("listing_id")
            of_listing: defaultdict[str, set[Any]] = defaultdict(set)
            for sale, listing in rows.iter_rows():
                of_listing[listing].add(sale)
            sales[names] = of_listing
        for known, columns, meant in self._of_listings():
            changed = set().union(*(sales[columns].get(listing, ()) for listing in meant))
            self._outcome.changed(known, "sale", len(changed))

    def _of_listings(self) -> Iterator[tuple[UUID, Collection[str], set[str]]]:
        for known, decision in self._prices.items():
            if isinstance(decision.subject, HoldingPrice):
                yield known, _WORTH, {decision.subject.listing_id}
        for known in self._classes:
            yield known, _GOODS, self._outcome.meant.get(known, set())

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
        of_account = changed.partition_by("vendor", as_dict=True)
        for known, (decision, account) in self._countries.items():
            rows = of_account.get((account,), changed.clear())
            if decided[account] > 1:  # else all of them, also those that only the nearest snapshot lets count
                rows = rows.filter(_within(decision, pl.col("occurred_from"), pl.col("occurred_to")))
            self._outcome.changed(known, "sale", rows.height)


def _in_parts(
    frame: pl.DataFrame,
    key: str,
    decisions: Mapping[str, Sequence[UUID]],
    put: Callable[[pl.DataFrame, UUID], pl.DataFrame],
) -> pl.DataFrame:
    """
    Put decisions into the rows that they are about: each takes as long as these, and not as the frame.

    Args:
        frame: any rows.
        key: the column by which decisions name rows.
        decisions: by its values, in the order in which they are put in.
        put: returns the rows of a value with a decision in them.
    """
    numbered = frame.with_row_index(_ROW)
    is_decided = pl.col(key).is_in(pl.Series(list(decisions), dtype=pl.String).implode()).fill_null(value=False)
    decided = numbered.filter(is_decided)
    if decided.is_empty():
        return frame
    parts = []
    for (value,), rows in decided.partition_by(key, as_dict=True).items():
        part = rows
        for known in decisions[value]:
            part = put(part, known)
        parts.append(part)
    return pl.concat([numbered.filter(~is_decided), *parts]).sort(_ROW).drop(_ROW)


def _within(decision: Decision, first_at: pl.Expr, last_at: pl.Expr) -> pl.Expr:
    """Whether a time touches the days of a decision."""
    first_day, last_day = decision.subject.days if isinstance(decision.subject, InDays) else (date.min, date.max)
    return (first_at.dt.date() <= pl.lit(last_day)) & (last_at.dt.date() >= pl.lit(first_day))
