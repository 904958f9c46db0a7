"""The truth as tables, and that it is the same everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from simulator import truth
from simulator.economy import build_world, load_scenario
from tests.simulator.economy_worlds import world_of

ROOT = Path(__file__).parents[2]
PROGRAM = """
import json, sys
from simulator.economy import build_world, load_scenario
from simulator.truth import digests
json.dump(digests(build_world(load_scenario("toy"))), sys.stdout)
"""
TOY: dict[str, str] = {
    "person": "1fced4552706245006d064f2b61f75a9b616c664de407efa932481a0014aa1a0",
    "residence": "138caca4fae2476be10ec83b2547d1d262b2200003f9f09cb7e315f963136645",
    "account": "d3fb93e0ca960195fe66bfb7d3535f48dde5aa0f91ed542dc674c18fdefaad59",
    "vacation": "a27a96ed9ee0ccd7a547b0d5a04d8cdb86d4c0142782e8e979845402c948d67c",
    "listing": "40d72469445f624a7ca834da9f1dff8073e591e3844ea11a71958386092a9ab6",
    "hidden": "4bdf0a6e5b019b5068be6d10ff9fa2cdf3c3124645ac28331994d2b28d9d14ae",
    "listing_origin": "bf17c942f335501b169a686366ebc4f55d6a4fe14174af284e897bec549fc41b",
    "listing_destination": "7818066b0c6ebc4aca4a09b452821abdc6791e251a74602ae3140673c28d84dd",
    "price": "37f416266f23dcbdcbea190d011ca3a9fadcbf6e2c7c50302f6d5741e3fad2f1",
    "tier": "6333176f2969ea624d13d3d2ad5d03051fbd6d7acdbed271bbdbddcd8ca2fb2c",
    "promotion": "06f0a5702a88e30f78a0600e2d92a3be2f4f49872f80a2b8f48bd2c47aa605b0",
    "sale": "4054fcfa9bd924e42f21b446381f2384270c6d481f7145d5851edcef3b55a969",
    "review": "637a6c02cc721faae4b5b78f1c993f3633a208d1f2ca267f3d9b66b7961c075d",
    "event": "42c287786ebfd3dbcbce6debb0ced62c939d10eb5bae543c8b68a42e0336d07b",
    "rate": "c8d71888385d0256f7e98548bec1156721da794a1e79ad2bd9a19ed93b4c6fa8",
}


def test_the_toy_is_this_one_on_every_machine() -> None:
    assert TOY == truth.digests(world_of("toy"))


@pytest.mark.parametrize(
    ("hash_seed", "zone", "language"), [("1", "Asia/Kolkata", "C"), ("4242", "America/Lima", "C.UTF-8")]
)
@pytest.mark.slow
def test_neither_hashes_nor_the_place_of_the_machine_matter(hash_seed: str, zone: str, language: str) -> None:
    surroundings = os.environ | {"PYTHONHASHSEED": hash_seed, "TZ": zone, "LC_ALL": language}
    found = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=surroundings, check=True, capture_output=True)

    assert TOY == json.loads(found.stdout)


def test_another_seed_makes_another_economy() -> None:
    other = truth.digests(build_world(load_scenario("toy", seed=8)))

    assert {"event"} == {name for name, digest in other.items() if digest == TOY[name]}


def test_files_are_the_same_to_the_byte_each_time(tmp_path: Path) -> None:
    first = [hashlib.sha256(path.read_bytes()).hexdigest() for path in truth.write(world_of("toy"), tmp_path / "one")]
    world = build_world(load_scenario("toy"))
    second = [hashlib.sha256(path.read_bytes()).hexdigest() for path in truth.write(world, tmp_path / "two")]

    assert first == second


def test_tables_hold_every_row_and_say_what_they_mean(tmp_path: Path) -> None:
    world = world_of("toy")
    tables = {path.stem: pq.read_table(path) for path in truth.write(world, tmp_path)}
    markets = world.markets.values()

    assert sum(len(market.sales) for market in markets) == len(tables["sale"])
    assert sum(len(market.reviews) for market in markets) == len(tables["review"])
    assert sum(len(market.listings) for market in markets) == len(tables["listing"])
    assert len(world.accounts) == len(tables["account"])
    for table in tables.values():
        assert len(table)
        assert table.schema.metadata[b"meaning"]
        assert all(field.metadata[b"meaning"] for field in table.schema)
        assert not any(table[field.name].null_count for field in table.schema if not field.nullable)


def test_tables_fit_together(tmp_path: Path) -> None:
    tables = {path.stem: pq.read_table(path) for path in truth.write(world_of("toy"), tmp_path)}

    def keys(table: str, *names: str) -> set[tuple[object, ...]]:
        return set(zip(*(tables[table][name].to_pylist() for name in names), strict=True))

    listings = keys("listing", "market", "listing_id")
    assert len(listings) == len(tables["listing"])
    for table in ("hidden", "listing_origin", "listing_destination", "price", "tier", "promotion", "sale", "review"):
        assert keys(table, "market", "listing_id") <= listings
    assert keys("review", "market", "sale_id", "listing_id") <= keys("sale", "market", "sale_id", "listing_id")
    assert keys("listing", "market", "account_id") <= keys("account", "market", "account_id")
    assert keys("account", "person_id") <= keys("person", "person_id") == keys("residence", "person_id")
    assert pc.min(tables["review"]["stars"]).as_py() >= 1
    assert {"dream", "wallstreet", "empire"} == {market for (market,) in keys("event", "market")}
    assert {("dream", "closure"), ("wallstreet", "exit_scam"), ("wallstreet", "seized")} <= keys(
        "event", "market", "kind"
    )


def test_a_larger_economy_comes_in_several_groups_of_rows() -> None:
    world = world_of("hansa")
    (market,) = world.markets.values()
    table = next(table for table in truth.TABLES if table.name == "sale")
    batches = [len(batch) for batch in table.batches(world)]

    assert sum(batches) == len(market.sales) > 262_144 == max(batches)
