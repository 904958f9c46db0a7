"""What vendors write about themselves, and their rules."""

from __future__ import annotations

from simulator.draws import Draws
from simulator.economy.words.pools import POOLS

__all__ = ["Profiles"]


class Profiles:
    """Texts of a scenario's vendors, by account."""

    def __init__(self, seed: int) -> None:
        self._draws = Draws(seed, "profile")

    def profile(self, account: int, person: int, handle: str, language: str) -> str:
        """What a vendor says of itself: mostly the same on each market; empty for a few."""
        picker = self._draws.picker(person if account % 4 else account, 1)
        if picker.below(25) == 0:
            return ""
        parts = picker.some(POOLS.profiles.about[language], 2 + picker.below(4))
        joint = picker.one(("\n", "\n\n", " "))
        return joint.join(parts).format(handle=handle, number=2 + picker.below(9))

    def terms(self, account: int) -> str:
        """Terms and conditions; empty for some."""
        return self._rules(account, 2, POOLS.profiles.terms, 10)

    def refund_policy(self, account: int) -> str:
        """When money is given back; empty for some."""
        return self._rules(account, 3, POOLS.profiles.refund_policy, 6)

    def _rules(self, account: int, counter: int, pool: tuple[str, ...], missing: int) -> str:
        picker = self._draws.picker(account, counter)
        if picker.below(missing) == 0:
            return ""
        parts = picker.some(pool, 1 + picker.below(5))
        return "\n".join(parts).format(number=2 + picker.below(8), more=10 + picker.below(31))
