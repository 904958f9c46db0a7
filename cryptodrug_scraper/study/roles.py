"""Other countries by what they are to a country: those of a study for its own, and a declared table for others."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cryptodrug_scraper.study.catalogue import Value
    from cryptodrug_scraper.study.claims import Claim, Study

__all__ = ["beside", "filled"]


@cache
def _declared() -> dict[str, tuple[str, ...]]:
    content = (files(__package__) / "neighbours.toml").read_text(encoding="utf-8")
    return {code: tuple(beside) for code, beside in tomllib.loads(content).items()}


def beside(study: Study, country: str, neighbours: tuple[str, ...] = ()) -> tuple[str, ...]:
    """
    Return the neighbours of a country.

    Args:
        study: whose own neighbours are those that it names.
        country: ISO 3166-1 alpha-2.
        neighbours: those that are asked for; none: those that are declared.

    Returns:
        Codes; none, where none is declared.
    """
    if country == study.country and not neighbours:
        return study.roles.neighbours
    return tuple(code for code in neighbours or _declared().get(country, ()) if code != country)


def filled(claim: Claim, country: str, neighbours: tuple[str, ...]) -> Mapping[str, Value] | None:
    """
    Return the values of a claim's measure where it is asked of another country than that of which it was said.

    What is not filled by a role stays as it is. Of rivals, the claim's own stay that are neither the country nor one of
    its neighbours.

    Args:
        claim: what is asked.
        country: the country asked for.
        neighbours: its neighbours, as `beside` gives them.

    Returns:
        Values; None, where a role has no country, so that nothing can be asked.
    """
    values: dict[str, Value] = dict(claim.values)
    for name, role in claim.roles.items():
        own = claim.values[name]
        rivals = tuple(code for code in own if code not in {country, *neighbours}) if isinstance(own, tuple) else ()
        values[name] = neighbours if role == "neighbours" else rivals
        if not values[name]:
            return None
    return values
