"""Derived tables filled by hand: what a measure would have written of a few accounts."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
import polars as pl
from sqlalchemy import insert, text

from cryptodrug_scraper.derive.parameters import read_parameters
from cryptodrug_scraper.derive.tables import schema_of
from cryptodrug_scraper.measures.money.order_doubt import order_alike, order_apart
from cryptodrug_scraper.measures.money.order_ratios import printed_orders
from cryptodrug_scraper.store.loading.partitions import SCHEMA, made_alone, name_of, put_in_place
from cryptodrug_scraper.store.models import ListingObservation, ParseRun
from cryptodrug_scraper.store.models.derived import DerivedBase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

RUN = UUID(int=1)


def day(month: int, number: int = 1) -> datetime:
    """A day of 2019; months before it have numbers below 1."""
    return datetime(2019 + (month - 1) // 12, (month - 1) % 12 + 1, number, tzinfo=UTC)


class SmallWorld:
    """
    One derivation, whose rows are gathered and then written with `write`.

    Listings are given by the codes that they state at each of the market's snapshots; None where they are not live.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self.snapshots: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
        self.live: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self.counts: dict[tuple[str, str, str], int] = defaultdict(int)
        self.origins: dict[tuple[str, str], list[tuple[datetime, list[str]]]] = defaultdict(list)
        parameters = msgspec.to_builtins(read_parameters(), enc_hook=str)
        now = datetime(2020, 1, 1, tzinfo=UTC)
        run = {"derive_run": RUN, "measures_version": "1", "parameters": parameters, "started_at": now, "ended_at": now}
        self.rows["derive_run"].append({**run, "is_current": True})
        self.part(None)

    def add(self, table: str, **values: Any) -> None:
        columns = DerivedBase.metadata.tables[f"derived.{table}"].columns
        part = {"part_id": self.part(values.get("market"))} if "part_id" in columns else {}
        empty = {column.name: None for column in columns}
        self.rows[table].append({**empty, **part, **values})

    def part(self, market: str | None) -> UUID:
        part = UUID(bytes=(market or "").encode().ljust(16, b"."))
        if all(row["part_id"] != part for row in self.rows["part"]):
            known = {"part_id": part, "step": "market", "market": market, "row_counts": {}, "seconds": 1.0}
            self.rows["part"].append(known)
            self.rows["run_part"].append({"derive_run": RUN, "part_id": part})
        return part

    def snapshot(self, market: str, at: datetime, grade: str = "complete") -> None:
        name = f"{market}-{at:%Y%m%d}"
        self.snapshots[market].append((name, at))
        counts = dict.fromkeys(("capture_count", "wall_count", "incomplete_count", "listing_page_count"), 0)
        known = {"snapshot_id": name, "market": market, "first_at": at, "last_at": at + timedelta(hours=5)}
        self.add("snapshot", **known, **counts, grade=grade, reason="by hand")

    def listing(self, market: str, vendor: str, listing_id: str, codes: Iterable[str | None], **goods: Any) -> None:
        stated = [None if each is None else sorted(each.split()) for each in codes]
        by_month: dict[date, list[list[str]]] = defaultdict(list)
        last_of = {at.date().replace(day=1): name for name, at in self.snapshots[market]}
        is_last, last_codes = {}, {}
        for (name, at), origins in zip(self.snapshots[market], stated, strict=True):
            if origins is None:
                continue
            nothing = UUID(int=0)
            self.add(
                "listing_state",
                snapshot_id=name,
                listing_id=listing_id,
                market=market,
                vendor=vendor,
                presence="seen",
                stated_run=nothing,
                listing_observation_id=nothing,
                stated_at=at,
                origin_codes=origins,
                origin_source="stated",
                **goods,
            )
            month = at.date().replace(day=1)
            by_month[month].append(origins)
            is_last[month] = last_of[month] == name
            last_codes[month] = origins
            self.live[market, name, vendor].update(origins)
            self.counts[market, name, vendor] += 1
            self.origins[market, listing_id].append((at, origins))
        for month, found in by_month.items():
            named = sorted({code for each in found for code in each})
            keys = {"market": market, "month": month, "listing_id": listing_id, "vendor": vendor}
            known = {"ever_codes": named, "last_codes": last_codes[month], "is_last": is_last[month]}
            self.add("listing_month", **keys, **known, drug_class=goods.get("drug_class"))

    def sale(self, market: str, vendor: str, listing_id: str, at: datetime, eur: float, **others: Any) -> None:
        """A sale at an hour: from where its listing was sent at the last snapshot before, else the first after."""
        number = len(self.rows["sale"]) + 1
        seen = self.origins[market, listing_id]
        codes = ([codes for when, codes in seen if when <= at] or [seen[0][1]])[-1]
        known: dict[str, Any] = {"price_source": "printed", "price_flag": "ok", "is_tiered": False}
        amounts = {"amount_eur": eur, "amount_eur_low": eur, "amount_eur_high": eur, "raw_eur": eur}
        span = {"occurred_from": at, "occurred_to": at + timedelta(hours=1)}
        sale = {"transaction_id": UUID(int=number), "market": market, "vendor": vendor, "listing_id": listing_id}
        self.add("sale", **sale, **span, **known | amounts | others)
        for code in codes or (None,):
            weight = 1 / max(1, len(codes))
            if code is not None:
                origin = {"transaction_id": UUID(int=number), "code": code, "market": market}
                self.add("sale_origin", **origin, basis="listing", weight=weight)
            place = {"number": len(self.rows["origin_month"]) + 1, "market": market, "vendor": vendor, "code": code}
            month = at.date().replace(day=1)
            self.add("origin_month", **place, month=month, transactions=weight, turnover_eur=weight * eur)

    def all_is_known(self, market: str) -> None:
        """Every vendor and listing of a market was met, and every sale was rated: to be called after the others."""
        for row in self.rows["snapshot"]:
            if row["market"] == market and row["grade"] != "partial":
                row |= {"listing_completeness": 1.0, "vendor_completeness": 1.0}
        sold = Counter(
            (row["vendor"], row["occurred_from"].date().replace(day=1))
            for row in self.rows["sale"]
            if row["market"] == market
        )
        for (vendor, month), count in sold.items():
            names = ("review_count", "transactions_shown", "shown_low", "shown_high")
            estimates = ("transactions", "transactions_low", "transactions_high")
            worth = ("turnover_shown_eur", "turnover_raw_eur", "turnover_imputed_eur")
            numbers = dict.fromkeys((*names, *estimates), count) | dict.fromkeys(worth, 0.0)
            self.add("vendor_month", market=market, vendor=vendor, month=month, **numbers, is_truncated=False)

    def sales(self) -> pl.DataFrame:
        """The sales, as a derivation has them."""
        kinds = {name: kind for name, kind in schema_of("sale").items() if kind != pl.Binary}
        rows = [{name: row[name] for name in kinds} for row in self.rows["sale"]]
        return pl.DataFrame(rows, schema=kinds, strict=False)

    def printed_orders(self) -> pl.DataFrame:
        """Those that tell what orders are worth in asked prices."""
        return printed_orders(self.sales())

    def opened(self, market: str, *listing_ids: str, met: Iterable[str] = ()) -> None:
        """Write captured pages of listings, and of those ``met`` cards alone, at the market's last snapshot."""
        _, at = self.snapshots[market][-1]
        counts = ("listing_count", "vendor_count", "review_count", "other_count", "link_count", "warning_count")
        run: dict[str, Any] = {"kind": "listing", "is_wall": False, "is_complete": True, "error_count": 0}
        run |= dict.fromkeys(counts, 0)
        run |= {"parser_version": "1", "time_precision": "second", "time_basis": "source", "market": market}
        said: dict[str, Any] = {
            "is_repeat": False,
            "is_title_cut": False,
            "destination_excluded": [],
            "empty_fields": [],
        }
        for table in ("parse_run", "listing_observation"):
            month = at.date().replace(day=1)
            name = {"name": f"{SCHEMA}.{name_of(table, month)}"}
            if self.connection.execute(text("SELECT to_regclass(:name)"), name).scalar() is None:
                made_alone(self.connection, table, month)
                put_in_place(self.connection, table, month)
        shown = [*((each, "page") for each in listing_ids), *((each, "card") for each in met)]
        for number, (listing_id, seen_on) in enumerate(shown, 1):
            keys = {"parse_run_id": UUID(int=number), "captured_at": at}
            self.connection.execute(insert(ParseRun), run | keys | {"capture_id": UUID(int=number)})
            row = said | keys | {"ordinal": 0, "listing_id": listing_id, "seen_on": seen_on}
            self.connection.execute(insert(ListingObservation), row)

    def write(self) -> None:
        for (market, name, vendor), codes in self.live.items():
            count = self.counts[market, name, vendor]
            keys = {"market": market, "snapshot_id": name, "vendor": vendor, "presence": "seen"}
            self.add("vendor_state", **keys, listing_count=count, origin_codes=sorted(codes))
        if self.rows["sale"]:
            known = self.printed_orders()
            self.add("order_doubt", alike=order_alike(known), apart=order_apart(known))
        for table in DerivedBase.metadata.sorted_tables:
            if self.rows[table.name]:
                self.connection.execute(insert(table), self.rows[table.name])
