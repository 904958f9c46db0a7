"""
The common drug classes and substances, the same for every market.

The classes are the eleven of the CMU data sets, so that figures can be compared with those of earlier work. The
substances are this project's own: finer than a class where a category or a title says more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CLASS_NAMES", "SUBSTANCES", "TOLD_BY_CLASS", "ClassName", "DrugClass"]

ClassName = Literal[
    "Cannabis",
    "Stimulants",
    "Ecstasy",
    "Opioids",
    "Benzos",
    "Psychedelics",
    "Dissociatives",
    "Prescription",
    "Digital Goods",
    "Misc",
    "Other",
]
"""``Misc`` is neither a drug nor digital. ``Other`` is a drug of no other class, or of a class that is not stated."""

CLASS_NAMES: tuple[ClassName, ...] = get_args(ClassName)

SUBSTANCES: Mapping[str, str] = {
    # Cannabis
    "cannabis_herb": "flowers and leaves",
    "cannabis_resin": "hash",
    "cannabis_concentrate": "wax, shatter, oil and cartridges of them",
    "cannabis_edible": "food and drink with cannabis",
    "cannabis_seed": "seeds of the plant",
    "synthetic_cannabinoid": "research chemicals in place of cannabis",
    # Stimulants
    "amphetamine": "speed, and amphetamine as a medicine",
    "cocaine": "as powder or as crack",
    "methamphetamine": "crystal meth",
    "methylphenidate": "Ritalin and the like",
    # Ecstasy
    "mda": "MDA",
    "mdma": "MDMA as crystals, powder or tablets",
    # Opioids
    "buprenorphine": "buprenorphine",
    "codeine": "codeine",
    "dihydrocodeine": "dihydrocodeine",
    "fentanyl": "fentanyl and its analogues",
    "heroin": "heroin",
    "hydrocodone": "hydrocodone",
    "hydromorphone": "hydromorphone",
    "methadone": "methadone",
    "morphine": "morphine",
    "opium": "opium",
    "oxycodone": "oxycodone",
    "tramadol": "tramadol",
    # Benzos
    "alprazolam": "Xanax and the like",
    "clonazepam": "Rivotril and the like",
    "diazepam": "Valium and the like",
    "lorazepam": "Ativan and the like",
    # Psychedelics
    "2c_b": "2C-B",
    "2c_x": "the 2C family, not said which",
    "5_meo": "the 5-MeO tryptamines",
    "dmt": "DMT and the plants that hold it",
    "dox": "the DOx family",
    "lsa": "LSA and the seeds that hold it",
    "lsd": "LSD",
    "mescaline": "mescaline and the cacti that hold it",
    "nbome": "the NBOMe family",
    "psilocybin": "mushrooms, truffles and spores that hold it",
    "salvia": "Salvia divinorum",
    # Dissociatives
    "gbl": "GBL",
    "ghb": "GHB",
    "ketamine": "ketamine",
    "mxe": "methoxetamine",
    "nitrous_oxide": "laughing gas",
    "pcp": "phencyclidine",
    # Prescription
    "barbiturate": "sedatives of this family",
    "carisoprodol": "carisoprodol",
    "modafinil": "modafinil",
    "pregabalin": "pregabalin and gabapentin",
    "sildenafil": "sildenafil and other medicines for potency",
    "steroids": "anabolic steroids and hormones",
    "weight_loss": "what is sold to lose weight",
    "zolpidem": "zolpidem",
    "zopiclone": "zopiclone",
    # Several classes
    "nps": "new psychoactive substances (research chemicals) of any effect",
    # Other
    "alcohol": "alcohol",
    "tobacco": "tobacco",
}
"""Each substance, with a note of what it includes."""

TOLD_BY_CLASS: Mapping[ClassName, str] = {"Ecstasy": "mdma"}
"""
What is sold where only the class is said: ecstasy is a name of MDMA, and what else markets put there (MDA, cathinones)
they call by its own name. No other class has one substance for which its name stands.
"""


@dataclass(frozen=True, slots=True)
class DrugClass:
    """
    What is sold.

    Attributes:
        class_name: one of `CLASS_NAMES`.
        substance: one of `SUBSTANCES`; None where only the class is said.
    """

    class_name: ClassName
    substance: str | None = None
