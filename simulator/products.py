"""The products: one code for each, which every market files under categories of its own."""

from __future__ import annotations

__all__ = ["PRODUCTS"]

PRODUCTS: tuple[str, ...] = (
    "weed", "hash", "concentrates", "edibles", "cannabis_seeds", "synthetic_cannabinoids",
    "cocaine", "crack", "speed", "meth", "prescription_stimulants",
    "mdma", "xtc_pills", "mda",
    "heroin", "oxycodone", "morphine", "codeine", "buprenorphine", "fentanyl", "opium",
    "ketamine", "ghb",
    "lsd", "mushrooms", "dmt", "2c", "mescaline",
    "benzos_pills", "benzos_powder", "prescription", "rcs", "steroids", "weight_loss", "tobacco", "paraphernalia",
    "accounts", "cards", "documents", "fake_ids", "counterfeit_money", "jewellery", "clothing", "electronics",
    "drug_guides", "fraud_guides", "hacking_guides", "ebooks", "erotica", "software", "malware", "hosting",
    "services", "lab_supplies", "miscellaneous",
)  # fmt: skip
"""Codes. Those up to ``paraphernalia`` are drugs and what belongs to them."""
