"""The digest of a derivation is made of sums that are kept for its parts, and is the same as without them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from cryptodrug_scraper.store.digest import derived_digest, keep_sums, kept_digest
from tests.derive.small_world import SmallWorld, day

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from cryptodrug_scraper.store.database import Database


def written(connection: Connection) -> None:
    world = SmallWorld(connection)
    for market in ("dream", "empire"):
        world.snapshot(market, day(1, 5))
        world.listing(market, "a", f"{market}-1", ["BE"])
    world.write()


def test_the_digest_is_the_same_with_all_sums_with_some_and_with_none(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            written(connection)
        whole = derived_digest(connection)
        assert whole == kept_digest(connection)
        keep_sums(connection)
        assert whole == kept_digest(connection)
        with connection.begin():
            connection.execute(text("DELETE FROM part_sum WHERE table_name LIKE '%s%'"))
        assert whole == kept_digest(connection)


def test_kept_sums_are_taken_and_rows_are_not_read_again(database: Database) -> None:
    with database.engine.connect() as connection:
        with connection.begin():
            written(connection)
        keep_sums(connection)
        whole = kept_digest(connection)
        with connection.begin():
            connection.execute(text("DELETE FROM derived.listing_month"))
        assert whole == kept_digest(connection)
        assert whole != derived_digest(connection)
