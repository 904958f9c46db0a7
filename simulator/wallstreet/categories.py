"""
The tree of categories, in three levels that the market calls T, M and B.

Numbers and names below Drugs are those that scrapers noted down; those of the other trees are invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["CATEGORIES", "LEAVES", "TREE", "Category", "leaf_of"]


@dataclass(frozen=True, slots=True)
class Category:
    """
    A node of the tree.

    Attributes:
        level: ``T``, ``M`` or ``B``.
        number: unique among the nodes of its level.
        path: names from the top down to its own.
        numbers: numbers from the top down to its own.
        products: codes of all that is filed under it or below it.
        children: in the order of the menu.
    """

    level: str
    number: int
    path: tuple[str, ...]
    numbers: tuple[int, ...]
    products: tuple[str, ...]
    children: tuple[Category, ...]

    @property
    def category_id(self) -> str:
        """Its id in records, such as ``B5``."""
        return f"{self.level}{self.number}"

    def walk(self) -> Iterator[Category]:
        """The node and all below it, as the menu has them."""
        yield self
        for child in self.children:
            yield from child.walk()


_OUTLINE = """
1 Drugs
  1 Cannabis
    1 Weed: weed
    2 Hashish: hash
    15 Edibles: edibles
    16 Concentrates: concentrates
    17 Seeds: cannabis_seeds
    27 Synthetics: synthetic_cannabinoids
  4 MDMA: mdma mda
  7 Benzos: benzos_pills benzos_powder
  8 Ecstasy: xtc_pills
  9 Opiates: heroin oxycodone morphine codeine buprenorphine fentanyl opium
  10 Steroids: steroids
  11 Stimulants
    3 Cocaine: cocaine crack
    4 Meth: meth
    5 Speed: speed
    6 Other stimulants: prescription_stimulants
  12 Pharmaceuticals: prescription weight_loss
  50 Psychedelics
    7 LSD: lsd
    8 Mushrooms: mushrooms
    9 Other: dmt mescaline
    28 RCs: rcs
    29 2C-X: 2c
  52 Utensils: paraphernalia
  68 Dissociatives
    18 GBL:
    19 GHB: ghb
    20 Ketamine: ketamine
    21 MXE:
    22 PCP:
    23 Other:
  69 Alcohol:
  70 Harm reduction:
  71 Tobacco: tobacco
2 Counterfeits
  20 Money: counterfeit_money
  21 Documents: fake_ids
  22 Jewellery: jewellery
  23 Clothing: clothing
  24 Electronics: electronics
3 Software & Malware
  30 Malware: malware
  31 Software: software
  32 Hosting: hosting
4 Fraud
  40 Accounts: accounts
  41 Cards: cards
  42 Data: documents
5 Services
  45 Guides: drug_guides fraud_guides hacking_guides
  46 Other services: services
6 Digital goods
  47 E-Books: ebooks
  48 Erotica: erotica
7 Other
  60 Lab supplies: lab_supplies
  61 Miscellaneous: miscellaneous
"""


def _grow(lines: list[str], depth: int, path: tuple[str, ...]) -> Iterator[Category]:
    """Take off ``lines`` all nodes at ``depth`` with what is below them."""
    while lines and (len(lines[0]) - len(lines[0].lstrip())) // 2 == depth:
        number, _, rest = lines.pop(0).strip().partition(" ")
        name, _, products = rest.partition(":")
        numbers = (*(int(part) for part in path[1::2]), int(number))
        children = tuple(_grow(lines, depth + 1, (*path, name, number)))
        own = tuple(products.split())
        below = tuple(product for child in children for product in child.products)
        yield Category("TMB"[depth], int(number), (*path[0::2], name), numbers, own + below, children)


TREE: tuple[Category, ...] = tuple(_grow(_OUTLINE.strip("\n").splitlines(), 0, ()))
"""The top categories."""

CATEGORIES: Mapping[tuple[str, int], Category] = {
    (node.level, node.number): node for top in TREE for node in top.walk()
}
"""Every category by level and number, in the order of the menu."""

LEAVES: tuple[Category, ...] = tuple(node for node in CATEGORIES.values() if not node.children)
"""The categories that have none below them: every product is in exactly one."""

_LEAF_OF = {product: leaf for leaf in LEAVES for product in leaf.products}


def leaf_of(product: str) -> Category:
    """Where listings of a product are filed."""
    return _LEAF_OF[product]
