"""The forms of values in records: places, and what every page says of the market."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.wallstreet.dates import iso
from simulator.wallstreet.place_names import destinations, is_region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.state import ListingState
    from simulator.wallstreet.frame import Frame

__all__ = ["origin_record", "ships_to_fields", "site_record"]


def site_record(frame: Frame, *, prices: bool) -> dict[str, Any]:
    """What every page of an account says of the market; its currency only where there are prices."""
    record: dict[str, Any] = {"record": "site", "server_time": iso(frame.snapshot.instant), "logged_in": True}
    record |= {"server_time_step": 1, "server_time_has_day": False}
    return record | {"display_currency": frame.viewer.currency} if prices else record


def origin_record(places: Iterable[str], text: str) -> dict[str, Any]:
    """What `origin` says, as a record's field."""
    codes = sorted(places)
    return {"raw": text, "kind": _kind(codes), "codes": codes, "excluded": []}


def ships_to_fields(listing: ListingState, text: str, ruled_out: Iterable[str] = ()) -> dict[str, Any]:
    """
    What `ships_to` says, as a record's fields; ``text`` is the whole line.

    What the page says elsewhere, in its description, wins: ``ruled_out`` leaves the codes and joins the exceptions.
    """
    codes, excluded = destinations(listing)
    ruled = set(ruled_out)
    left = sorted(code for code in codes if code not in ruled)
    place = {"raw": text, "kind": _kind(codes), "codes": left, "excluded": sorted(ruled.union(excluded))}
    found: dict[str, Any] = {"ships_to": place}
    if excluded:
        found["excluded_in_field"] = sorted(excluded)
    if ruled:
        found["excluded_in_text"] = sorted(ruled)
    return found


def _kind(codes: list[str]) -> str:
    if len(codes) > 1:
        return "multi"
    if codes == ["WORLD"]:
        return "world"
    return "region" if is_region(codes[0]) else "country"
