"""
The simulated economy: vendors, listings, sales and reviews of several markets, all known.

    world = build_world(load_scenario("toy"))
    snapshot = snapshot_of(world, "dream", instant_of(date(2019, 1, 15)))
"""

from simulator.economy.snapshot import snapshot_of
from simulator.economy.world import World, build_world
from simulator.scenario import Scenario, instant_of, load_scenario

__all__ = ["Scenario", "World", "build_world", "instant_of", "load_scenario", "snapshot_of"]
