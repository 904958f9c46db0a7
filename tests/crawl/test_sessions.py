from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.crawl.sessions import Cookies, Sessions, read_cookies
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from pathlib import Path

MIRROR = "mirror.example"
SECRET = "s3cret-value"  # noqa: S105  # of a test
TWO = Cookies({"MARKET_SESSION": SECRET, "other": "1"})

NETSCAPE = f"# Netscape HTTP Cookie File\n#HttpOnly_{MIRROR}\tFALSE\t/\tFALSE\t0\tMARKET_SESSION\t{SECRET}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"MARKET_SESSION={SECRET}; other=1", TWO),
        (f"Cookie: MARKET_SESSION={SECRET};other=1\n", TWO),
        (f"MARKET_SESSION={SECRET}\nother=1\n", TWO),
        (NETSCAPE + f"{MIRROR}\tFALSE\t/\tFALSE\t0\tother\t1\n", TWO),
    ],
)
def test_cookies_are_read_as_people_have_them(text: str, expected: Cookies) -> None:
    assert expected == read_cookies(text)


@pytest.mark.parametrize(
    "text", ["", "\n# nothing\n", SECRET, f"name = {SECRET}", f'name="{SECRET}"', f"n={SECRET}\x00"]
)
def test_what_is_no_cookie_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        read_cookies(text)

    assert SECRET not in str(refusal.value)


@given(
    st.dictionaries(
        st.from_regex(r"[A-Za-z_]{1,20}", fullmatch=True),
        st.from_regex(r"[A-Za-z0-9+/=]{1,40}", fullmatch=True),
        min_size=1,
    )
)
def test_what_is_sent_is_what_was_handed_over(values: dict[str, str]) -> None:
    assert Cookies(values) == read_cookies(Cookies(values).header())


def test_values_are_never_printed() -> None:
    assert SECRET not in f"{TWO!r} {TWO} {[TWO]}"
    assert "MARKET_SESSION" in repr(TWO)


def test_a_session_is_kept_for_one_mirror_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    sessions = Sessions("dream", tmp_path)
    sessions.put(MIRROR, TWO)
    (path,) = (tmp_path / "dream").iterdir()

    assert sessions.get(MIRROR) == TWO
    assert sessions.get("another.example") is None
    assert Sessions("empire", tmp_path).get(MIRROR) is None
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert MIRROR not in path.name
    assert sessions.forget(MIRROR)
    assert not sessions.forget(MIRROR)


def test_a_session_that_others_can_read_is_not_used(tmp_path: Path) -> None:
    sessions = Sessions("dream", tmp_path)
    sessions.put(MIRROR, TWO)
    (path,) = (tmp_path / "dream").iterdir()
    path.chmod(0o644)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        sessions.get(MIRROR)


def test_cookies_change_as_the_market_sets_them() -> None:
    changed = TWO.after(["MARKET_SESSION=new; path=/; HttpOnly; Domain=.example", "other=; Max-Age=0", "third=3", "  "])

    assert Cookies({"MARKET_SESSION": "new", "third": "3"}) == changed
