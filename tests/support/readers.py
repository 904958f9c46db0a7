"""A market of tests that is read by one parser and then by another, each in a process of its own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.support.plugins import MARKET, distribution, run_with

if TYPE_CHECKING:
    from pathlib import Path

GOOD = MARKET
OTHER = MARKET.replace("title=document.title", "title=document.title.upper()")
"""Reads as much, and other words."""
POOR = MARKET.replace("    document.add", "    return\n    document.add")
"""Knows its pages, and finds nothing on them."""
FULL = (
    MARKET.replace(
        'seen_on="page")',
        'seen_on="page", vendor="piet", price_unit="piece", description=document.title, terms="none",\n'
        '        refund_policy="none", price_tiers=[PriceTier(Decimal(1), Decimal(9), Money(Decimal(5), "EUR"))],\n'
        '        tags=["new"], views=3)',
    )
    .replace("import Listing", "import Listing, Money, PriceTier")
    .replace("\nfrom", "\nfrom decimal import Decimal\nfrom", 1)
)
"""Fills more fields of each listing."""
HALF = (
    FULL.replace('description=document.title, terms="none",', "")
    .replace('refund_policy="none", ', "")
    .replace('tags=["new"], views=3', "views=3")
    .replace('vendor="piet", price_unit="piece", ', "")
)
"""Finds the same listings, with half of these fields."""
NEARLY = FULL.replace('tags=["new"], ', "").replace('terms="none",', "")
"""Finds the same listings, with all but two of these fields."""
FAILING = MARKET.replace("    document.add", "    raise KeyError('price')\n    document.add")
GONE = "raise ImportError('no module named kraam')\n" + MARKET


def plugin(folder: Path, source: str) -> Path:
    """Make a plug-in of the market ``kraampje`` in a folder, and return the folder."""
    distribution(folder, "cryptodrug-market-kraampje", kraampje="kraampje:MARKET")
    (folder / "kraampje.py").write_text(source, encoding="utf-8")
    return folder


def save_page(file: Path, title: str, market: str = "Kraampje") -> None:
    """Save a page of the market, or of another."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"<html><title>{market} {title}</title><p>{title}</p></html>", encoding="utf-8")


def replay(plugins: list[Path], *words: str | Path) -> dict[str, Any]:
    """Replay with plug-ins on the path, and return the summary."""
    done = run_with(plugins, "replay", *words, "--workers", "1", "--json")
    assert 0 == done.returncode, done.stderr
    summary: dict[str, Any] = json.loads(done.stdout)
    return summary


def digest() -> str:
    """What `cryptodrug db digest` prints."""
    done = run_with([], "db", "digest")
    assert 0 == done.returncode, done.stderr
    return done.stdout.strip()
