"""The category tree of Dream Market, and where each product is filed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["CATEGORIES", "TOP", "Category", "category_counts", "category_of", "menu"]

_TREE = """
104 Drugs
 119 Barbiturates
 120 Benzos
 121 Cannabis
  170 Concentrates
  171 Edibles
  172 Hash
  173 Seeds
  174 Synthetics
  175 Weed
 122 Dissociatives
  164 GBL
  165 GHB
  166 Ketamine
  167 MXE
  168 Other
  169 PCP
 123 Ecstasy
  160 MDA
  161 MDMA
  162 Other
  163 Pills
 124 Opioids
  176 Buprenorphine
  177 Codeine
  178 Dihydrocodeine
  180 Heroin
  181 Hydrocodone
  182 Hydromorphone
  183 Morphine
  184 Opium
  185 Other
  186 Oxycodone
 125 Prescription
  148 Relaxants
  149 Stimulants
 126 Psychedelics
  150 2C
  151 5-MeO
  152 DMT
  153 LSD
  154 Mescaline
  155 Mushrooms
  156 NB
  157 Other
  158 Salvia
  159 Spores
 127 RCs
 128 Steroids
 129 Stimulants
  187 Cocaine
  188 Meth
  189 Prescription
  190 Speed
  206 Pills
 130 Weight loss
103 Digital Goods
 108 Data
  147 Pirated
 109 Drugs
 110 E-Books
 111 Erotica
 112 Fraud
 113 Fraud Related
  143 Accounts
   202 Bank Logins
   203 Other
   204 Paypal
  145 CC &CVV
  146 Documents &Data
 114 Hacking
 115 Information
  141 eBooks
  142 Guides
   196 Drugs
   197 Fraud
   198 Hacking
   199 Other
   200 Security
 116 Other
 117 Security
 118 Software
105 Drugs Paraphernalia
 207 Harm Reduction
106 Services
 131 Hacking
 132 IDs &Passports
 133 Money
 205 Cash out
 134 Other
107 Other
 135 Counterfeits
  192 Accessories
  193 Other
 136 Electronics
  191 SIM Cards
 137 Jewellery
 138 Lab Supplies
 139 Miscellaneous
 140 Defense
  194 Self-defense
  195 Other
"""
"""Number and name as the market's filter lists them, indented by level."""

_FILED = {
    "weed": 175, "hash": 172, "concentrates": 170, "edibles": 171, "cannabis_seeds": 173,
    "synthetic_cannabinoids": 174, "cocaine": 187, "crack": 187, "speed": 190, "meth": 188,
    "prescription_stimulants": 189, "mdma": 161, "xtc_pills": 163, "mda": 160, "heroin": 180, "oxycodone": 186,
    "morphine": 183, "codeine": 177, "buprenorphine": 176, "fentanyl": 185, "opium": 184, "ketamine": 166, "ghb": 165,
    "lsd": 153, "mushrooms": 155, "dmt": 152, "2c": 150, "mescaline": 154, "benzos_pills": 120, "benzos_powder": 120,
    "prescription": 125, "rcs": 127, "steroids": 128, "weight_loss": 130, "tobacco": 139, "paraphernalia": 105,
    "accounts": 143, "cards": 145, "documents": 146, "fake_ids": 132, "counterfeit_money": 193, "jewellery": 137,
    "clothing": 192, "electronics": 136, "drug_guides": 196, "fraud_guides": 197, "hacking_guides": 198,
    "ebooks": 110, "erotica": 111, "software": 118, "malware": 114, "hosting": 117, "services": 134,
    "lab_supplies": 138, "miscellaneous": 139,
}  # fmt: skip
"""Crack has no category of its own and stands with cocaine, fentanyl with the other opioids, tobacco with the rest."""


@dataclass(frozen=True, slots=True)
class Category:
    """
    A category: number, names from the top down to its own, numbers of its direct children, and the products filed in
    it or below it. ``parent`` is None at the top.
    """

    category_id: int
    path: tuple[str, ...]
    parent: int | None
    children: tuple[int, ...]
    products: tuple[str, ...]

    @property
    def depth(self) -> int:
        """Level in the tree, 0 at the top."""
        return len(self.path) - 1


def _read_tree() -> Iterator[Category]:
    above: list[tuple[int, str]] = []
    parents: dict[int, int | None] = {}
    paths: dict[int, tuple[str, ...]] = {}
    for line in _TREE.strip().splitlines():
        digits, name = line.split(maxsplit=1)
        del above[len(line) - len(line.lstrip()) :]
        parents[int(digits)] = above[-1][0] if above else None
        above.append((int(digits), name))
        paths[int(digits)] = tuple(label for _, label in above)
    for number, path in paths.items():
        below = [product for product, filed in _FILED.items() if paths[filed][: len(path)] == path]
        children = tuple(child for child, parent in parents.items() if parent == number)
        yield Category(number, path, parents[number], children, tuple(below))


CATEGORIES: dict[int, Category] = {category.category_id: category for category in _read_tree()}
"""All categories by number, in the order of the market's filter."""
TOP: tuple[int, ...] = (103, 104, 105, 106, 107)
"""The categories of the first level, in the order of the menu."""


def category_of(product: str) -> Category:
    """The category in which vendors file a product."""
    return CATEGORIES[_FILED[product]]


def category_counts(products: Mapping[str, int]) -> dict[int, int]:
    """Listings in each category with all below it, from the listings of each product."""
    return {
        number: sum(products.get(product, 0) for product in category.products)
        for number, category in CATEGORIES.items()
    }


def menu(selected: int | None) -> list[int]:
    """
    What the menu lists above its list of the first level: the way to a category, and the children of it, or of its
    parent where it has none.
    """
    if selected is None:
        return []
    way = [selected]
    while (parent := CATEGORIES[way[0]].parent) is not None:
        way.insert(0, parent)
    children = CATEGORIES[selected].children
    if not children and len(way) > 1:
        way.pop()
        children = CATEGORIES[way[-1]].children
    return way + list(children)
