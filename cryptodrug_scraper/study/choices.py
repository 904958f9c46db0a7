"""
The choices under which a claim can be asked, and which of them are defensible: the catalogue ``choices.toml``.

A specification is one way to take all choices (Simonsohn, Simmons and Nelson 2020, *Specification curve analysis*,
Nature Human Behaviour 4:1208-1214): a definition and an attribution, which are values of the statements, and a
derivation. Specifications of a figure that cannot differ are one: a figure that no definition changes has none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec

if TYPE_CHECKING:
    from cryptodrug_scraper.derive.parameters import Parameters
    from cryptodrug_scraper.study.asked import Asked
    from cryptodrug_scraper.study.questions import Question

__all__ = ["SALES", "Choice", "Choices", "Specification", "choices", "specifications"]

SALES = (("D1", "A2"), ("D2", "A2"), ("D3", "A2"), ("D4", "A2"), ("D2", "A1"), ("D2", "A3"))
"""Definitions and attributions of sales that can differ: with A1 and A3 the definition decides on nothing."""
Kind = Literal["definition", "attribution", "estimator", "holding", "dating", "grade"]
Reason = Annotated[int, msgspec.Meta(ge=1, le=3)]


class Taken(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    What can be chosen: a definition or an attribution, and more of others.

    Attributes:
        id: its code.
        fails: which rule of what is defensible it fails, as ``choices.toml`` numbers them; None: none.
    """

    id: str
    fails: Reason | None = None


class Choice(Taken, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """
    A derivation by other parameters.

    Attributes:
        kind: how choices are grouped.
        parameters: those that are others, by group and name.
    """

    kind: Literal["estimator", "holding", "dating", "grade"]
    parameters: dict[str, dict[str, Any]]

    def of(self, parameters: Parameters) -> Parameters:
        """
        Return the parameters of its derivation.

        Args:
            parameters: of the current one.

        Raises:
            ConfigurationError: they are no parameters.
        """
        return parameters.replaced(self.parameters)


class Choices(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All choices; of derivations those beside the current one."""

    definitions: tuple[Taken, ...]
    attributions: tuple[Taken, ...]
    derivations: tuple[Choice, ...]

    @property
    def every(self) -> tuple[Taken, ...]:
        """All of them, in this order."""
        return (*self.definitions, *self.attributions, *self.derivations)

    def fails(self, specification: Specification) -> int | None:
        """Return the first rule of what is defensible that one of its choices fails; None: it is defensible."""
        failing = (each.fails for each in self.every if each.id in specification.taken and each.fails is not None)
        return min(failing, default=None)


@cache
def choices() -> Choices:
    """Return the choices that come with the program."""
    content = (files(__package__) / "choices.toml").read_bytes()
    return msgspec.toml.decode(content, type=Choices)


@dataclass(frozen=True, slots=True)
class Specification:
    """
    One way to take all choices.

    Attributes:
        definition: D1 to D4; None: the figure does not depend on it.
        attribution: A1 to A3; None likewise.
        derivation: the choice by which other parameters were taken; None: those of the current derivation.
    """

    definition: str | None
    attribution: str | None
    derivation: str | None = None

    @property
    def taken(self) -> tuple[str, ...]:
        """The choices that are taken, by their names."""
        return tuple(each for each in (self.definition, self.attribution, self.derivation) if each is not None)

    def is_usual(self, usual: Asked) -> bool:
        """Tell whether it is what is asked for, of the current derivation."""
        is_asked = self.definition in {None, usual.definition} and self.attribution in {None, usual.attribution}
        return is_asked and self.derivation is None

    def differs(self, usual: Asked) -> str | None:
        """
        Return the one choice in which it is another than the current derivation as it is asked; None: in none, or more.

        Args:
            usual: the definition and the attribution asked for; where a specification has none, it is not another.
        """
        named = (
            (self.definition, usual.definition),
            (self.attribution, usual.attribution),
            (self.derivation, None),
        )
        found = [mine for mine, theirs in named if mine is not None and mine != theirs]
        return found[0] if len(found) == 1 else None


def specifications(
    question: Question, asked: Asked, derivation: str | None = None
) -> list[tuple[Specification, Asked]]:
    """
    Return the specifications of a question in one derivation, each with what is asked, the one asked for first.

    Args:
        question: with the country and days of which it is asked.
        asked: with the definition and the attribution asked for.
        derivation: see `Specification`.
    """
    measure = question.claim.measured
    if measure.of == "market" or not measure.has_definition:
        return [(Specification(None, None, derivation), question.asked)]
    own = asked.definition, asked.attribution
    if measure.depends_on_attribution(question.claim.values):
        others = [each for each in SALES if each != own and (each[1] == "A2" or each[1] != own[1])]
        pairs = [own, *others]
        return [
            (
                Specification(definition if attribution == "A2" else None, attribution, derivation),
                replace(question.asked, definition=definition, attribution=attribution),
            )
            for definition, attribution in pairs
        ]
    definitions = [own[0], *(each.id for each in choices().definitions if each.id != own[0])]
    return [(Specification(each, None, derivation), replace(question.asked, definition=each)) for each in definitions]
