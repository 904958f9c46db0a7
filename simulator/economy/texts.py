"""All texts of a scenario, each made from numbers when it is needed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from simulator.economy.openpgp import PublicKey, public_key
from simulator.economy.words.comments import Comments
from simulator.economy.words.descriptions import Descriptions
from simulator.economy.words.names import Names
from simulator.economy.words.profiles import Profiles
from simulator.economy.words.titles import Titles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from simulator.economy.people import Accounts

__all__ = ["Keys", "Texts"]

_HEADERS = ((), ("Version: GnuPG v2",), ("Version: GnuPG v1.4.11 (GNU/Linux)", "Comment: encrypt or be ignored"))
_CACHED = 8192


class Keys:
    """
    PGP keys, by number (person * 4 + 0 for the first key, 1 for another).

    A key bears the name of the first account that used it, and was made when that account was opened. Accounts paste
    one key with different lines above it.
    """

    def __init__(self, seed: int, accounts: Accounts, names: Names) -> None:
        self._seed = seed
        self._names = names
        order = np.lexsort((accounts.joined, accounts.key))
        rows = order[np.append(True, np.diff(accounts.key[order]) != 0)]
        self._first = {int(accounts.key[row]): (int(accounts.handle[row]), int(accounts.joined[row])) for row in rows}
        self.key = lru_cache(_CACHED)(self._key)

    def _key(self, number: int, account: int) -> PublicKey:
        handle, made = self._first[number]
        secret = hashlib.sha256(f"simulated key {self._seed} {number}".encode()).digest()
        return public_key(secret, self._names.handle(handle), made, _HEADERS[account % len(_HEADERS)])


class Texts:
    """All texts of a scenario."""

    def __init__(self, seed: int, accounts: Accounts, markets: Iterable[str]) -> None:
        persons = int(accounts.person.max()) + 1
        self.names = Names(seed, persons)
        self.keys = Keys(seed, accounts, self.names)
        self.titles = Titles(seed)
        self.descriptions = Descriptions(seed)
        self.profiles = Profiles(seed)
        self.comments = {market: Comments(seed, market) for market in markets}
