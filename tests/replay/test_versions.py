from __future__ import annotations

import pytest

from cryptodrug_scraper.errors import StoreError
from cryptodrug_scraper.store.versions import choose_versions

VERSIONS: dict[str | None, list[str]] = {
    None: ["1.0+none.c"],
    "dream": ["1.0+dream.ab", "1.0+dream.ac", "1.1+dream.ad"],
    "empire": ["1.0+empire.aa", "1.1+empire.ff"],
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("latest", {None: "1.0+none.c", "dream": "1.1+dream.ad", "empire": "1.1+empire.ff"}),
        ("previous", {"dream": "1.0+dream.ac", "empire": "1.0+empire.aa"}),
        ("1.1", {"dream": "1.1+dream.ad", "empire": "1.1+empire.ff"}),
        ("dream.ab", {"dream": "1.0+dream.ab"}),
        ("1.0+dream.ac", {"dream": "1.0+dream.ac"}),
        ("empire.f", {"empire": "1.1+empire.ff"}),
    ],
)
def test_a_name_means_at_most_one_version_of_each_market(name: str, expected: dict[str | None, str]) -> None:
    assert expected == choose_versions(VERSIONS, name)


@pytest.mark.parametrize(
    ("name", "said"), [("1.0", "means 2"), ("dream", "means 3"), ("2.0", "there are: 1.0+dream.ab"), ("", "no page")]
)
def test_a_name_of_none_or_several_versions_is_refused(name: str, said: str) -> None:
    with pytest.raises(StoreError, match=said.replace("+", r"\+")):
        choose_versions(VERSIONS, name)


def test_where_all_was_read_once_nothing_is_previous() -> None:
    with pytest.raises(StoreError, match="--reparse"):
        choose_versions({"dream": ["1.0"]}, "previous")
