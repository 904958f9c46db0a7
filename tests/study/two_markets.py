"""A small world with a market of Belgians, and one from which their vendors came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.derive.small_world import day

if TYPE_CHECKING:
    from tests.derive.small_world import SmallWorld

__all__ = ["BELGIANS", "MONTHS", "OTHERS", "dream", "wall_street"]

MONTHS = range(-1, 5)
"""November 2018 to April 2019, with a snapshot each on the 15th."""
BELGIANS = [f"Bé{number:02}" for number in range(20)]
OTHERS = [f"other{number:02}" for number in range(20)]


def wall_street(world: SmallWorld) -> None:
    """Twenty Belgians of two origins, ten of them there at first, nine sending from NL too; and twenty others."""
    market = "wallstreet"
    for month in MONTHS:
        world.snapshot(market, day(month, 15), "usable" if month == 1 else "complete")
    for number, vendor in enumerate(BELGIANS):
        first = max(0, (number - 8) // 2)
        codes = "BE NL" if number % 20 < 9 else "BE DE"
        goods = {"drug_class": "Ecstasy", "substance": "mdma"} if number % 4 else {"drug_class": "Cannabis"}
        world.listing(market, vendor, f"l{number}", [None] * first + [codes] * (6 - first), **goods)
        for sale in range(20):
            is_large = (sale == 0 and number != 5) or (sale == 1 and number == 6)  # vendors are not all alike
            eur = 500 if is_large else 60 + max(1, sale)
            world.sale(market, vendor, f"l{number}", day(sale % 6 - 1, 10 + sale), eur, **goods)
        place = {"listing_id": f"l{number}", "first_at": day(-1, 15), "last_at": day(4, 15), "until_at": day(4, 15)}
        for code, is_included in (("EU" if number < 18 else "BE", True), ("US" if number < 6 else None, False)):
            if code is not None:
                row = {"number": len(world.rows["listing_destination"]) + 1, "code": code, "is_included": is_included}
                world.add("listing_destination", market=market, vendor=vendor, **place, **row, why="field")
    for number, vendor in enumerate(OTHERS):
        substance = ("amphetamine", "cannabis_herb")[number % 2]
        world.listing(market, vendor, f"o{number}", ["DE"] * 6, drug_class="Other", substance=substance)
        world.sale(market, vendor, f"o{number}", day(2, 1 + number), 4000, drug_class="Cannabis")
    moved = {"from_codes": ["NL"], "to_codes": ["BE"], "kept_codes": [], "evidence": "restated", "listing_count": 1}
    span = {"moved_from": day(1, 15), "moved_to": day(2, 15), "number": 1}
    world.add("origin_move", vendor="Bé03", market=market, **span, **moved)
    world.all_is_known(market)


def dream(world: SmallWorld) -> None:
    """Two thousand accounts, six of them Belgian, seen once before and once after its end was announced."""
    world.snapshot("dream", day(3, 1))
    for number in range(2000):
        codes = "BE NL" if number < 6 else "GB"
        world.listing("dream", f"v{number}", str(number), [codes], drug_class="Cannabis")
    moves = {"event": "closure_announced", "from_market": "dream", "number": 1}
    for number, kind in enumerate(["migrant", "ambiguous", *["lost"] * 18]):
        found = {"to_market": "wallstreet", "to_vendor": BELGIANS[number], "decision": "same"}
        row = {"from_vendor": f"v{number}", "class": kind, **({} if kind == "lost" else found)}
        world.add("migration", **moves, **row)
    pair = {"market_a": "dream", "vendor_a": "v0", "market_b": "wallstreet", "vendor_b": BELGIANS[0]}
    world.add("account_link", **pair, evidence="pgp_key", strength="very_strong", decision="same", detail="one key")
