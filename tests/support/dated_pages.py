"""Saved pages in folders of one day, as dumps have them: no more than the day is known of any of them."""

from __future__ import annotations

from pathlib import Path

__all__ = ["LISTING", "dated_folder", "priced_at"]

_FIXTURES = Path(__file__).parents[2] / "fixtures" / "pages"
LISTING = _FIXTURES / "dream" / "listing" / "weed_from_belgium" / "body.html"
_PRICE = b"128.86"


def priced_at(price: str) -> bytes:
    """The page of one listing of Dream's that asks so many euros."""
    page = LISTING.read_bytes()
    assert _PRICE in page
    return page.replace(_PRICE, price.encode())


def dated_folder(folder: Path, day: str, **pages: bytes) -> Path:
    """Write pages into a folder that is called after a day, and return the folder around it."""
    place = folder / day
    place.mkdir(parents=True)
    for name, body in pages.items():
        (place / f"{name}.html").write_bytes(body)
    return folder
