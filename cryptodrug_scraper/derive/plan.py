"""
The parts that a derivation of what was observed is made of, known before any of them is computed.

A part is named by what decides on it, so the parts of now beside those of a run tell whether anything in it is new.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cryptodrug_scraper.capture import content_id
from cryptodrug_scraper.decisions.subject import Link, markets_of
from cryptodrug_scraper.derive.inputs import observed_inputs
from cryptodrug_scraper.derive.judged import judged_sample
from cryptodrug_scraper.derive.ledger import counting_decisions
from cryptodrug_scraper.derive.parts import Part
from cryptodrug_scraper.derive.rates import Rates, all_rates
from cryptodrug_scraper.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from adbc_driver_postgresql.dbapi import Connection

    from cryptodrug_scraper.decisions.decision import Decision
    from cryptodrug_scraper.derive.inputs import Input
    from cryptodrug_scraper.derive.judged import JudgedSample
    from cryptodrug_scraper.derive.months import Month
    from cryptodrug_scraper.derive.parameters import Parameters

__all__ = ["Given", "MarketPart", "Plan", "given_now", "plan", "planned"]


@dataclass(frozen=True, slots=True)
class MarketPart:
    """
    The part of one market.

    Attributes:
        part: its name.
        market: of which market.
        known: the rates until its last day.
        learned: parts of the markets that print amounts, from whose sales it learns; none for such a market itself.
        decisions: those of people that bear on it alone.
        months: those of its readings.
        alone: names what it is but for what it learned, and what pages of all markets say of exchange rates.
    """

    part: Part
    market: str
    known: Rates
    learned: tuple[Part, ...]
    decisions: Mapping[UUID, Decision]
    months: tuple[Month, ...]
    alone: str


@dataclass(frozen=True, slots=True)
class Plan:
    """
    All parts of a derivation, in the order in which they are made.

    Attributes:
        rates: the part of the rates, of `fx`.
        fx: the rates of all days.
        markets: those of the markets.
        across: the part of what goes across markets.
        decisions: those of people on links, and on markets of which nothing counts.
        errors: the part of what people judged of a sample, and what that is; None where nothing was judged.
    """

    rates: Part
    fx: Rates
    markets: tuple[MarketPart, ...]
    across: Part
    decisions: Mapping[UUID, Decision]
    errors: tuple[Part, JudgedSample] | None

    @property
    def parts(self) -> list[Part]:
        """All of them."""
        errors = () if self.errors is None else (self.errors[0],)
        return [self.rates, *(each.part for each in self.markets), self.across, *errors]

    @property
    def derive_run(self) -> UUID:
        """The identifier of the derivation."""
        return content_id("derive_run", *(str(part.part_id) for part in self.parts))


@dataclass(frozen=True, slots=True)
class Given:
    """
    What parts of a derivation are named by, besides parameters and measures.

    Attributes:
        inputs: what was observed of each market.
        fx: the rates of all days.
        decisions: those of people that count.
        sample: what people judged; None where nothing was judged.
    """

    inputs: Sequence[Input]
    fx: Rates
    decisions: Mapping[UUID, Decision]
    sample: JudgedSample | None


def plan(observed: Connection, parameters: Parameters, version: str) -> Plan:
    """
    Name the parts of a derivation; nothing is computed but the rates, on which all others depend.

    Args:
        observed: a steady view of the database.
        parameters: of the measures.
        version: of the measures.

    Raises:
        StoreError: nothing was observed.
    """
    return planned(given_now(observed, parameters), parameters, version)


def given_now(observed: Connection, parameters: Parameters) -> Given:
    """
    Return what derivations are named by that differ in no parameter of rates.

    Args:
        observed: a steady view of the database.
        parameters: of the measures, of which those of rates count.

    Raises:
        StoreError: nothing was observed.
    """
    inputs = observed_inputs(observed)
    if not inputs:
        msg = (
            "no page of a known market was observed: replay an archive, or crawl, before deriving. A page whose "
            "time had not come when it was loaded does not count; cryptodrug doctor names such"
        )
        raise StoreError(msg)
    fx = all_rates(observed, [each.market for each in inputs], parameters)
    return Given(inputs, fx, counting_decisions(observed), judged_sample(observed))


def planned(given: Given, parameters: Parameters, version: str) -> Plan:
    """
    Name the parts of a derivation of what is given.

    Args:
        given: by parameters that do not differ in those of rates.
        parameters: of the measures.
        version: of the measures.
    """
    settings, fx, decisions = parameters.as_json(), given.fx, given.decisions
    rates = Part.of("rates", None, version, settings, fx.digest())
    markets: list[MarketPart] = []
    teachers: list[Part] = []
    for each in given.inputs:
        known = fx.until(each.last_day)
        learned = () if each.prints_amounts else tuple(teachers)
        bearing = {name: said for name, said in decisions.items() if _is_of(said, each.market)}
        decides = (version, settings, each.digest, *map(str, bearing))
        part = Part.of("market", each.market, *decides, known.digest(), *(str(part.part_id) for part in learned))
        alone = str(content_id("alone", each.market, *decides, known.public_digest()))
        markets.append(MarketPart(part, each.market, known, learned, bearing, each.months, alone))
        if each.prints_amounts:
            teachers.append(part)
    before = [rates, *(each.part for each in markets)]
    taken = {name for each in markets for name in each.decisions}
    rest = {name: said for name, said in decisions.items() if name not in taken}
    across = Part.of("across", None, version, settings, *(str(part.part_id) for part in before), *map(str, rest))
    errors = None
    if given.sample is not None:
        part = Part.of("errors", None, version, str(across.part_id), given.sample.digest())
        errors = part, given.sample
    return Plan(rates, fx, tuple(markets), across, rest, errors)


def _is_of(decision: Decision, market: str) -> bool:
    """Whether a decision bears on what is told of one market alone."""
    return not isinstance(decision.subject, Link) and market in markets_of(decision.subject)
