"""Economies that several tests look at, made once a process."""

from __future__ import annotations

from functools import cache

from simulator.economy import World, build_world, load_scenario

__all__ = ["world_of"]


@cache
def world_of(name: str, size: float | None = None) -> World:
    return build_world(load_scenario(name, size=size))
