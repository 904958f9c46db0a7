"""Who may log in to a served market, and what the picture of its captcha shows. Everything is invented, by seed."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.draws import Draws

__all__ = ["Account", "accounts_of", "captcha_of"]

_NAMES = ("observer", "onlooker", "bystander", "witness", "visitor")
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_CAPTCHA_LETTERS = 6


@dataclass(frozen=True, slots=True)
class Account:
    """Name and password of a buyer's account."""

    name: str
    password: str


def accounts_of(seed: int) -> tuple[Account, ...]:
    """Return all accounts."""
    draws = Draws(seed, "password")
    return tuple(Account(name, f"{draws.word(number):016x}") for number, name in enumerate(_NAMES))


def captcha_of(seed: int, market: str) -> str:
    """Return the text of the captcha's picture: the same in all pictures of one run."""
    picker = Draws(seed, f"captcha of {market}").picker(0)
    return "".join(picker.one(_LETTERS) for _ in range(_CAPTCHA_LETTERS))
