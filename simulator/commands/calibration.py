"""``cryptodrug simulate calibration``: compare the truth with what is known of the real markets."""

from __future__ import annotations

import click

from cryptodrug_scraper.cli.tables import print_table
from cryptodrug_scraper.errors import ConfigurationError, QualityError
from simulator.commands.options import scenario_options
from simulator.economy import build_world, load_scenario
from simulator.economy.calibration import belgian_figures, hansa_figures, market_figures

__all__ = ["calibration"]

_THREE = {"dream", "wallstreet", "empire"}


@click.command
@scenario_options
def calibration(*, scenario: str, seed: int | None, size: float | None) -> None:
    """
    Compare a scenario's truth with what is known of the markets that it stands for.

    Meant for the scenarios cryptodrug and hansa at size 1; smaller ones have too few vendors for most figures.

    \b
    Example:
      cryptodrug simulate calibration --scenario hansa

    \b
    Exit codes:
      0  every figure is within its bounds
      2  the scenario is wrong, or there are no figures for it
      7  a figure is out of bounds
    """
    world = build_world(load_scenario(scenario, seed=seed, size=size))
    if {*world.markets} >= _THREE:
        figures = [*belgian_figures(world), *market_figures(world)]
    elif len(world.markets) == 1:
        figures = [*hansa_figures(world)]
    else:
        message = f"nothing is known to compare {scenario} with: take cryptodrug, hansa or a scenario that extends one"
        raise ConfigurationError(message)
    print_table(
        ("figure", "value", "from", "to", "holds"),
        [(one.name, f"{one.value:.4g}", one.low, one.high, "yes" if one.holds else "NO") for one in figures],
    )
    off = [one.name for one in figures if not one.holds]
    if off:
        message = f"{len(off)} of {len(figures)} figures are out of bounds: {', '.join(off)}"
        raise QualityError(message)
