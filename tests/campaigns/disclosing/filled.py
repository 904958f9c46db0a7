"""Worlds whose derived tables are filled by chance: made in seconds, of any country, with many small cells."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
from sqlalchemy import text

from cryptodrug_scraper.store.models.derived import DerivedBase
from cryptodrug_scraper.study.current import current_asked
from cryptodrug_scraper.study.installed import study_named
from cryptodrug_scraper.study.keep import keep_findings
from tests.derive.small_world import RUN, SmallWorld, day

if TYPE_CHECKING:
    from sqlalchemy import Engine

__all__ = ["COUNTRIES", "fill"]

COUNTRIES = ("BE", "NL", "DE", "US", "GB", "FR")
_GOODS = (
    ("Cannabis", "cannabis (herb)"),
    ("Stimulants", "cocaine"),
    ("Stimulants", "amphetamine"),
    ("Ecstasy", "mdma"),
    ("Opioids", "heroin"),
    ("Psychedelics", None),
)
_REACHES = (("WORLD", True), ("EU", True), ("US", False), ("AU", False), ("NL", True))
_MONTHS = (3, 4, 5)
_LOOKS = (10, 24)
"""Days of each month on which markets are looked at."""


class _Filled(SmallWorld):
    """A small world drawn by chance."""

    def __init__(self, connection: Any, seed: int, country: str, largest: float) -> None:
        super().__init__(connection)
        self.largest = largest
        self.chance = np.random.default_rng(seed)
        self.rows["derive_run"][0]["parameters"]["findings"]["country"] = country
        self.sold: dict[tuple[str, int, str], dict[str, float]] = {}
        self.number = 0

    def market(self, market: str, vendors: int, country: str) -> None:
        for month, number in product(_MONTHS, _LOOKS):
            self.snapshot(market, day(month, number))
        for vendor in range(vendors):
            self.vendor(market, f"{market}{vendor:03}", country)
        self.totals(market)

    def totals(self, market: str) -> None:
        self.rows["market_month"] = [row for row in self.rows["market_month"] if row["market"] != market]
        for month in _MONTHS:
            who = {name: sums for (where, at, name), sums in self.sold.items() if (where, at) == (market, month)}
            live = {row["vendor"] for row in self.rows["listing_month"] if _is_of(row, market, month)}
            listings = sum(_is_of(row, market, month) for row in self.rows["listing_month"])
            known = (
                ("vendors", len(live), len(live)),
                ("listings", listings, len(live)),
                *(
                    (name, sum(sums[name] for sums in who.values()), len(who))
                    for name in ("transactions", "turnover_eur")
                ),
            )
            for measure, value, count in known:
                self.add(
                    "market_month", market=market, month=day(month).date(), measure=measure, value=float(value),
                    low=0.9 * value, high=1.2 * value, vendor_count=count, grade="complete",
                )  # fmt: skip

    def later(self, market: str, vendors: int) -> None:
        """What another look found: a sale more of some vendors, in a month in which they sold already."""
        sold = sorted({(name, month) for where, month, name in self.sold if where == market and month == _MONTHS[0]})
        for vendor, month in sold[:vendors]:
            row = next(each for each in self.rows["sale"] if (each["market"], each["vendor"]) == (market, vendor))
            self.sold_at(market, vendor, row["listing_id"], month, row["drug_class"], row["substance"])
        self.totals(market)

    def forget_from(self, first: date) -> None:
        """Leave out all that was seen and sold from a day on: it is not yet known."""
        gone = {row["snapshot_id"] for row in self.rows["snapshot"] if row["first_at"].date() >= first}
        late = {row["transaction_id"] for row in self.rows["sale"] if row["occurred_from"].date() >= first}
        for name, rows in self.rows.items():
            self.rows[name] = [
                row
                for row in rows
                if row.get("snapshot_id") not in gone
                and row.get("transaction_id") not in late
                and (row.get("month") or date.min) < first
            ]
        self.live = defaultdict(set, {of: codes for of, codes in self.live.items() if of[1] not in gone})

    def moves(self, market: str, vendors: int, event: str, others: tuple[str, ...]) -> None:
        """What became of a market's accounts after its end: found on one other market at most."""
        draw = self.chance
        for vendor in range(vendors):
            kind = str(draw.choice(("migrant", "multi_homer", "ambiguous", "lost"), p=(0.35, 0.2, 0.15, 0.3)))
            is_found = kind != "lost"
            to = str(draw.choice(others)) if is_found else None
            seen = day(3, 27) + timedelta(hours=int(draw.integers(0, 1200)))
            self.add(
                "migration", event=event, from_market=market, from_vendor=f"{market}{vendor:03}", number=1,
                **{"class": kind}, to_market=to, to_vendor=f"{to}{vendor % 30:03}" if is_found else None,
                first_seen_from=seen - timedelta(days=1) if is_found else None,
                first_seen_to=seen if is_found else None, evidence="listings", decision="same" if is_found else None,
            )  # fmt: skip

    def vendor(self, market: str, vendor: str, country: str) -> None:
        draw = self.chance
        homes = [country] if draw.random() < 0.3 else [str(draw.choice(COUNTRIES))]
        if draw.random() < 0.15:
            homes = sorted({*homes, str(draw.choice(COUNTRIES))})
        live = [draw.random() < 0.85 for _ in _MONTHS]
        if not any(live):
            live[0] = True
        for _ in range(int(draw.integers(1, 4))):
            kind, substance = _GOODS[int(draw.integers(len(_GOODS)))]
            self.number += 1
            listing = f"l{self.number:05}"
            codes = [" ".join(homes) if is_live and (look == 0 or draw.random() < 0.95) else None
                     for is_live, look in product(live, range(len(_LOOKS)))]  # fmt: skip
            self.listing(market, vendor, listing, codes, drug_class=kind, substance=substance)
            for month, is_live in zip(_MONTHS, live, strict=True):
                for _ in range(int(draw.integers(0, 5)) if is_live else 0):
                    self.sold_at(market, vendor, listing, month, kind, substance)
            for code, is_included in _REACHES:
                if draw.random() < 0.35:
                    self.number += 1
                    first, last = day(_MONTHS[0], 10), day(_MONTHS[-1], 10)
                    self.add(
                        "listing_destination", number=self.number, market=market, vendor=vendor, listing_id=listing,
                        first_at=first, last_at=last, until_at=last, code=code, is_included=is_included, why="field",
                    )  # fmt: skip
        if draw.random() < 0.12:
            away = [code for code in COUNTRIES if code not in homes]
            self.add(
                "origin_move", market=market, vendor=vendor, number=1, moved_from=day(4, 1), moved_to=day(4, 20),
                from_codes=homes[:1], to_codes=[str(draw.choice(away))], kept_codes=[], evidence="listings",
                listing_count=1,
            )  # fmt: skip

    def sold_at(self, market: str, vendor: str, listing: str, month: int, kind: str, substance: str | None) -> None:
        amount = round(float(self.chance.lognormal(4.2, 1.1)), 2)
        at = day(month, 10) + timedelta(hours=int(self.chance.integers(0, 400)))
        at = min(at, day(month, 28))
        amount *= self.largest if vendor == f"{market}001" else 1.0
        source = "printed" if self.chance.random() < 0.8 else "listed"
        before = len(self.rows["origin_month"])
        self.sale(
            market, vendor, listing, at, amount, drug_class=kind, substance=substance, price_source=source
        )  # fmt: skip
        for row in self.rows["origin_month"][before:]:
            row["drug_class"] = kind
        sums = self.sold.setdefault((market, month, vendor), {"transactions": 0.0, "turnover_eur": 0.0})
        sums["transactions"] += 1
        sums["turnover_eur"] += amount


def _is_of(row: dict[str, Any], market: str, month: int) -> bool:
    return bool(row["market"] == market and row["month"] == day(month).date())


def fill(engine: Engine, seed: int, later: int = 0, until: date | None = None, largest: float = 1.0) -> None:
    """
    Fill a database with a derivation that chance draws, in place of the one that there is.

    Args:
        engine: of a database with the newest schema.
        seed: of all chance in it; it also chooses the country of the findings and how many vendors there are.
        later: vendors on Empire Market of whom it knows a sale more than without; then it is another derivation.
        until: the first day of which nothing is known yet; None: all is.
        largest: how many times as much as others one vendor of each market asks.
    """
    country = COUNTRIES[seed % len(COUNTRIES)]
    run = RUN if not later else UUID(int=RUN.int + later)
    with engine.begin() as connection:
        tables = ", ".join(f"derived.{table.name}" for table in DerivedBase.metadata.sorted_tables)
        connection.execute(text(f"TRUNCATE {tables}"))
        world = _Filled(connection, seed, country, largest)
        for market, vendors in (("dream", 18 + 5 * (seed % 9)), ("empire", 35), ("wallstreet", 4 + seed % 3)):
            world.market(market, vendors, country)
        if later:
            world.later("empire", later)
        if until:
            world.forget_from(until)
        for row in (*world.rows["derive_run"], *world.rows["run_part"]):
            row["derive_run"] = run
        for look in world.rows["snapshot"]:
            seen = [row for row in world.rows["listing_state"] if row["snapshot_id"] == look["snapshot_id"]]
            look["listing_seen"], look["vendor_seen"] = len(seen), len({row["vendor"] for row in seen})
        world.moves("dream", 18 + 5 * (seed % 9), "closure_announced", ("empire", "wallstreet"))
        world.write()
    with engine.connect() as connection:
        with connection.begin():
            asked = current_asked(connection)
        keep_findings(connection, run, asked, study_named())
