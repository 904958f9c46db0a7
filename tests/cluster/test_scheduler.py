"""Which schedulers may be used, and what is said of one that cannot be."""

from __future__ import annotations

import pytest

from cryptodrug_scraper.cluster import scheduler
from cryptodrug_scraper.cluster.scheduler import check_scheduler
from cryptodrug_scraper.errors import ConfigurationError


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("scheduler", "no address"),
        ("tcp://127.0.0.1", "no address"),
        ("tcp://127.0.0.1:port", "no address"),
        ("ucx://127.0.0.1:8786", "no address"),
        ("tcp://10.0.0.1:8786", "unencrypted"),
        ("tcp://cluster.example:8786", "unencrypted"),
    ],
)
def test_a_scheduler_that_anybody_may_reach_is_refused(address: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        check_scheduler(address)


def test_schedulers_on_this_machine_or_behind_tls_are_not() -> None:
    for address in ("tcp://127.0.0.1:8786", "tcp://[::1]:8786", "tcp://localhost:8786", "tls://cluster.example:8786"):
        check_scheduler(address)


def test_dask_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match="make cluster"):
        check_scheduler("tcp://127.0.0.1:8786")
