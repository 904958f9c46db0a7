"""How each product is sold: by weight, number or volume, in packs of which sizes, and for how much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from simulator.products import PRODUCTS

if TYPE_CHECKING:
    from simulator.draws import Ints

__all__ = ["AMOUNTS", "CANNABIS", "CATALOGUE", "DRUGS", "LADDERS", "PACK_CENTS", "STEPS", "Good", "is_digital"]

Kind = Literal["weight", "pills", "volume", "thing", "digital"]

STEPS = 16
"""Number of pack sizes of each product."""

# Sizes of pack (mg, pieces, ml), and what a unit costs in them, in thousandths of its usual price.
_WEIGHTS = (
    (500, 1100), (1000, 1000), (2000, 960), (3500, 900), (5000, 870), (7000, 850), (10_000, 800), (14_000, 760),
    (28_000, 700), (50_000, 640), (100_000, 560), (250_000, 480), (500_000, 430), (1_000_000, 390), (2_000_000, 360),
    (5_000_000, 330),
)  # fmt: skip
_PIECES = (
    (1, 1200), (2, 1100), (5, 1050), (10, 1000), (15, 970), (20, 940), (25, 900), (30, 880), (50, 820), (100, 720),
    (150, 680), (200, 640), (250, 600), (500, 520), (1000, 450), (5000, 360),
)  # fmt: skip
_VOLUMES = (
    (5, 1200), (10, 1100), (20, 1050), (30, 1000), (50, 960), (75, 930), (100, 880), (150, 840), (200, 800), (250, 760),
    (500, 680), (750, 640), (1000, 600), (2000, 520), (3000, 480), (5000, 430),
)  # fmt: skip
# Things are sold one by one, the same good in qualities of very different price.
_QUALITIES = (150, 250, 400, 600, 800, 1000, 1300, 1700, 2200, 3000, 4500, 7000, 11_000, 18_000, 30_000, 50_000)


@dataclass(frozen=True, slots=True)
class Good:
    """
    A product for sale.

    Attributes:
        kind: how it is measured; digital products are not posted.
        cents: usual price in US cents of a gram, piece, millilitre or thing.
        doses: strengths of a piece, as printed.
    """

    kind: Kind
    cents: int
    doses: tuple[str, ...] = ()


_TABLE: dict[str, Good] = {
    "weed": Good("weight", 1000),
    "hash": Good("weight", 900),
    "concentrates": Good("weight", 3500),
    "edibles": Good("pills", 900, ("50mg", "100mg", "250mg")),
    "cannabis_seeds": Good("pills", 600),
    "synthetic_cannabinoids": Good("weight", 1200),
    "cocaine": Good("weight", 8000),
    "crack": Good("weight", 9000),
    "speed": Good("weight", 900),
    "meth": Good("weight", 5500),
    "prescription_stimulants": Good("pills", 700, ("10mg", "20mg", "30mg", "54mg")),
    "mdma": Good("weight", 2200),
    "xtc_pills": Good("pills", 450, ("160mg", "180mg", "200mg", "220mg", "250mg", "300mg")),
    "mda": Good("weight", 4000),
    "heroin": Good("weight", 7000),
    "oxycodone": Good("pills", 2500, ("10mg", "20mg", "30mg", "40mg", "80mg")),
    "morphine": Good("pills", 1000, ("15mg", "30mg", "60mg", "100mg")),
    "codeine": Good("pills", 250, ("15mg", "30mg", "60mg")),
    "buprenorphine": Good("pills", 900, ("2mg", "8mg")),
    "fentanyl": Good("pills", 3000, ("25mcg", "50mcg", "100mcg")),
    "opium": Good("weight", 2500),
    "ketamine": Good("weight", 3500),
    "ghb": Good("volume", 80),
    "lsd": Good("pills", 600, ("100ug", "120ug", "150ug", "200ug", "250ug")),
    "mushrooms": Good("weight", 700),
    "dmt": Good("weight", 8500),
    "2c": Good("pills", 450, ("12mg", "18mg", "20mg", "25mg")),
    "mescaline": Good("weight", 9000),
    "benzos_pills": Good("pills", 180, ("0.5mg", "1mg", "2mg", "5mg", "10mg")),
    "benzos_powder": Good("weight", 9000),
    "prescription": Good("pills", 220, ("50mg", "100mg", "300mg")),
    "rcs": Good("weight", 2400),
    "steroids": Good("pills", 120, ("10mg", "25mg", "50mg")),
    "weight_loss": Good("pills", 100, ("40mcg", "100mg", "200mg")),
    "tobacco": Good("weight", 30),
    "paraphernalia": Good("thing", 1800),
    "accounts": Good("digital", 900),
    "cards": Good("digital", 1500),
    "documents": Good("digital", 1800),
    "fake_ids": Good("thing", 12_000),
    "counterfeit_money": Good("thing", 9000),
    "jewellery": Good("thing", 11_000),
    "clothing": Good("thing", 9000),
    "electronics": Good("thing", 16_000),
    "drug_guides": Good("digital", 400),
    "fraud_guides": Good("digital", 600),
    "hacking_guides": Good("digital", 600),
    "ebooks": Good("digital", 200),
    "erotica": Good("digital", 500),
    "software": Good("digital", 900),
    "malware": Good("digital", 2500),
    "hosting": Good("digital", 1500),
    "services": Good("digital", 6000),
    "lab_supplies": Good("thing", 4000),
    "miscellaneous": Good("thing", 2500),
}

CATALOGUE: tuple[Good, ...] = tuple(_TABLE[product] for product in PRODUCTS)
"""How each of `PRODUCTS` is sold."""

DRUGS = PRODUCTS.index("paraphernalia") + 1
"""Number of products, from the first on, that are drugs or belong to them."""

CANNABIS = tuple(
    map(PRODUCTS.index, ("weed", "hash", "concentrates", "edibles", "cannabis_seeds", "synthetic_cannabinoids"))
)

LADDERS: tuple[tuple[tuple[int, int], ...], ...] = (
    ((1, 1000), (5, 930), (10, 860), (25, 780)),
    ((1, 1000), (3, 950), (10, 900)),
    ((1, 1000), (10, 920), (50, 800), (100, 720)),
)
"""Prices by quantity: from how many units on, and the unit price there in thousandths of the first."""


def is_digital(product: int) -> bool:
    """Tell whether a product is delivered digitally."""
    return CATALOGUE[product].kind == "digital"


def _steps(good: Good) -> tuple[tuple[int, int], ...]:
    """Sizes of pack, and their prices in cents."""
    if good.kind == "weight":
        return tuple((size, good.cents * size * factor // 1_000_000) for size, factor in _WEIGHTS)
    if good.kind in {"pills", "volume"}:
        sizes = _PIECES if good.kind == "pills" else _VOLUMES
        return tuple((size, good.cents * size * factor // 1000) for size, factor in sizes)
    return tuple((1, good.cents * factor // 1000) for factor in _QUALITIES)


AMOUNTS: Ints = np.array([[size for size, _ in _steps(good)] for good in CATALOGUE], dtype=np.int64)
"""Content of a pack by product and step, in milligrams, pieces or millilitres."""

PACK_CENTS: Ints = np.array([[cents for _, cents in _steps(good)] for good in CATALOGUE], dtype=np.int64)
"""Price of a pack by product and step, in US cents."""
