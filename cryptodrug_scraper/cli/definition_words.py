"""What the definitions of a country's vendors, and the ways to count a country's sales, mean in a few words."""

from __future__ import annotations

__all__ = ["ATTRIBUTIONS", "DEFINITIONS", "explained"]

DEFINITIONS = {
    "D1": "vendors with a listing from the country at the last snapshot",
    "D2": "vendors with a listing from the country at any snapshot",
    "D3": "vendors of whose listings no country has more",
    "D4": "vendors with listings from the country alone",
}
ATTRIBUTIONS = {
    "A1": "a sale is where its listing is sent from",
    "A2": "a sale is the country's if its vendor is",
    "A3": "a sale is shared among all countries that its vendor ever sent from",
}


def explained(definition: str, attribution: str) -> str:
    """Describe what a definition and an attribution mean."""
    return f"{definition}: {DEFINITIONS[definition]}. {attribution}: {ATTRIBUTIONS[attribution]}."
