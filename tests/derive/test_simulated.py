from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.derive.simulated import cannot_exist, simulated_captures
from tests.support.private_tor import unpublished_onion

if TYPE_CHECKING:
    from tests.support.derived_windows import Opened


@pytest.mark.parametrize(
    "host",
    [
        f"dreamexample{'k' * 43}d.onion",
        f"www.dreamexample{'k' * 43}d.onion",
        f"DREAMEXAMPLE{'K' * 43}D.onion",
        "empireexample0001.onion",
        "127.0.0.1",
        "::1",
    ],
)
def test_hosts_that_no_service_can_have(host: str) -> None:
    assert cannot_exist(host)


@pytest.mark.parametrize(
    "host",
    [None, unpublished_onion(), f"www.{unpublished_onion()}", "abcdefghij234567.onion", "market.example", "10.0.0.1"],
)
def test_hosts_that_some_service_can_have_or_of_which_nothing_is_known(host: str | None) -> None:
    assert not cannot_exist(host)


def test_all_pages_of_the_shipped_windows_are_told_to_be_simulated(shared: Opened) -> None:
    with shared.database.engine.connect() as connection:
        simulated, captures = simulated_captures(connection)
    assert simulated == captures > 2000
