"""Ways to have an order sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulator.economy.words.countries import own_words
from simulator.state import Amount, Shipping

if TYPE_CHECKING:
    from simulator.draws import Picker
    from simulator.state import Currency

__all__ = ["options_of"]

_NAMES = ("Standard", "Priority", "Tracked", "Express", "Letter", "Registered & insured", "Stealth <box>")
_CHARGES = (0, 0, 250, 300, 450, 500, 750, 900, 1250, 1999, 2500)
_DAYS = (1, 2, 3, 4, 5, 7, 10, 14, 21)


def options_of(
    picker: Picker, currency: Currency, sends: tuple[str, ...], origin: tuple[str, ...], *, digital: bool
) -> tuple[Shipping, ...]:
    """The options of a listing, by where it goes; none for some digital goods."""
    if digital:
        return (Shipping("Instant", None, Amount(0, currency), "order"),) if picker.below(5) else ()
    options = []
    if origin and len(origin) == 1 and len(origin[0]) == 2:
        options.append(f"Domestic Shipping ({own_words(origin, 0)})")
    if sends and sends != origin:
        options.append(f"{own_words(sends[:1], 0)} {picker.one(_NAMES)}")
    options += [picker.one(_NAMES)] * (picker.below(3) or not options)
    return tuple(
        Shipping(
            label,
            picker.one(_DAYS),
            Amount(picker.one(_CHARGES), currency),
            "item" if picker.below(6) == 0 else "order",
        )
        for label in dict.fromkeys(options)
    )
