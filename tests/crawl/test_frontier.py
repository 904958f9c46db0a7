from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptodrug_scraper.crawl.frontier import Counts, Frontier, Planned
from cryptodrug_scraper.crawl.key import request_key
from cryptodrug_scraper.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LISTS = [Planned("category_list", f"/?category={number}", 1) for number in range(3)]
LISTINGS = [Planned("listing", f"/viewProduct?offer=1.{number}", 2) for number in range(3)]
POSTED = [Planned("category_list", "/index", 1, (("page", str(number)),)) for number in range(3)]


@pytest.fixture
def frontier(tmp_path: Path) -> Iterator[Frontier]:
    opened = Frontier(tmp_path / "frontier.sqlite3")
    yield opened
    opened.close()


def taken(frontier: Frontier, now: float = 0.0) -> list[Planned]:
    return list(iter(lambda: frontier.take(now), None))


def test_pages_come_by_rank_and_then_in_the_order_found(frontier: Frontier) -> None:
    frontier.add([*LISTINGS, *LISTS])

    assert [*LISTS, *LISTINGS] == taken(frontier)


def test_a_page_is_planned_and_taken_once(frontier: Frontier) -> None:
    assert 6 == frontier.add([*LISTS, *LISTINGS])
    assert 0 == frontier.add([*LISTINGS, *LISTS])
    assert 6 == len(taken(frontier))
    assert frontier.take(0.0) is None


def test_one_address_with_other_fields_is_another_page(frontier: Frontier) -> None:
    assert 3 == frontier.add(POSTED)
    assert POSTED == taken(frontier)


def test_the_key_names_a_page_whatever_the_mirror_and_the_order_of_fields() -> None:
    one = request_key("POST", "http://a.onion/index", {"a": "1", "b": "2"})

    assert one == request_key("post", "/index", {"b": "2", "a": "1"})
    assert one != request_key("POST", "/index", {"a": "1", "b": "3"})
    assert request_key("GET", "/index") == "GET /index"


def test_a_page_that_is_put_back_waits_and_counts_its_attempts(frontier: Frontier) -> None:
    frontier.add(LISTS[:1])
    (page,) = taken(frontier)

    assert 1 == frontier.put_back(page.key, not_before=50.0, reason="timeout")
    assert [] == taken(frontier, now=49.0)
    assert [page._replace(attempts=1)] == taken(frontier, now=50.0)
    assert 1 == frontier.put_back(page.key, counts=False)


def test_what_became_of_pages_is_counted_by_kind(frontier: Frontier) -> None:
    frontier.add([*LISTS, *LISTINGS])
    frontier.finish(LISTS[0].key, "parsed")
    frontier.finish(LISTS[1].key, "walled", "listing_gone")
    frontier.finish(LISTS[2].key, "failed", "timeout", fetched=False)
    frontier.finish(LISTINGS[0].key, "refused", "leads elsewhere", fetched=False)
    frontier.put_back(LISTINGS[1].key, reason="truncated", fetched=True)

    assert {
        "category_list": Counts(planned=3, fetched=2, parsed=1, walled=1, failed=1),
        "listing": Counts(planned=3, fetched=1, refused=1),
    } == frontier.counts()
    assert [("leads elsewhere", 1), ("timeout", 1)] == frontier.reasons()
    assert 2 == frontier.open_count


def test_a_saved_frontier_goes_on_after_the_process_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "frontier.sqlite3"
    script = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from cryptodrug_scraper.crawl.frontier import Frontier, Planned\n"
        "frontier = Frontier(Path(sys.argv[1]))\n"
        "frontier.note({'market': 'dream'})\n"
        "frontier.add([Planned('listing', f'/{n}', 1) for n in range(5)])\n"
        "frontier.finish(frontier.take(0.0).key, 'parsed')\n"
        "frontier.save()\n"
        "frontier.finish(frontier.take(0.0).key, 'parsed')\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script, str(path)], env=os.environ, check=False)
    assert -signal.SIGKILL == done.returncode
    frontier = Frontier(path)

    assert {"market": "dream"} == frontier.facts()
    assert ["/1", "/2", "/3", "/4"] == [page.url for page in taken(frontier)]
    frontier.close()


def test_two_processes_never_work_on_one_frontier(frontier: Frontier, tmp_path: Path) -> None:
    del frontier
    with pytest.raises(ConfigurationError, match="does another crawl work on it"):
        Frontier(tmp_path / "frontier.sqlite3")


def test_what_is_no_frontier_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "frontier.sqlite3"
    path.write_bytes(b"these are no pages" * 100)
    with pytest.raises(ConfigurationError, match="cannot be used"):
        Frontier(path)

    assert path.read_bytes().startswith(b"these are no pages")


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 3)), max_size=60))
def test_whatever_order_pages_are_found_in_each_comes_once_by_rank(
    tmp_path_factory: pytest.TempPathFactory, found: list[tuple[int, int]]
) -> None:
    frontier = Frontier(tmp_path_factory.mktemp("frontier") / "f.sqlite3")
    frontier.add(Planned("listing", f"/{number}", rank) for number, rank in found)
    pages = taken(frontier)

    assert {f"/{number}" for number, _ in found} == {page.url for page in pages}
    assert sorted(page.rank for page in pages) == [page.rank for page in pages]
    assert len(pages) == len({page.key for page in pages})
    frontier.close()
