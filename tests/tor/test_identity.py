from __future__ import annotations

import os
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cryptodrug_scraper.tor.identity import IdentityLimitError, identity_wait, new_identity
from cryptodrug_scraper.tor.process import attach_tor

if TYPE_CHECKING:
    from pathlib import Path

    from cryptodrug_scraper.tor.stem_control import StemTor


def test_a_second_identity_is_refused_with_the_seconds_left_also_to_another_command(
    tor_client: StemTor, tmp_path: Path
) -> None:
    assert 0 == identity_wait(tor_client, tmp_path)
    assert 0 == new_identity(tor_client, tmp_path)
    for _ in range(2):
        with closing(attach_tor(tor_client.control)) as other, pytest.raises(IdentityLimitError) as caught:
            new_identity(other, tmp_path)
        assert 5 < caught.value.seconds <= 10


def test_it_waits_where_that_is_wanted(tor_client: StemTor, tmp_path: Path) -> None:
    with closing(attach_tor(tor_client.control)) as other:
        new_identity(other, tmp_path)
        lately = time.time() - 8.5
        other._controller._last_newnym = lately
        os.utime(tmp_path / "identity", (lately, lately))
        assert 0 < new_identity(other, tmp_path, wait=True) <= 1.5
        assert identity_wait(other, tmp_path) > 5
