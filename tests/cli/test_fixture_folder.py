"""A folder of saved pages becomes drafts, each of which can be read beside its page."""

from __future__ import annotations

import re
import shutil
import stat
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from cryptodrug_scraper.cases.case import cases_below
from cryptodrug_scraper.cli.fixture import fixture
from cryptodrug_scraper.cli.market import market
from cryptodrug_scraper.errors import ConfigurationError, ParseError, QualityError
from tests.support.axe import violations
from tests.support.browsing import browser

if TYPE_CHECKING:
    from click.testing import Result

FIXTURES = Path(__file__).parent.parent.parent / "fixtures" / "pages"
PAGES = {
    "offer.html": "wallstreet/listing/cocaine_belgium_de",
    "list.html": "dream/category_list/weed_full_page",
    "damaged.html": "dream/vendor_feedback/newcomer_stray_byte",
}
HOSTILE = b'<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">&lt;img src=x onerror=alert(1)&gt;</p></body>'


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Pages of two markets, one of none, and what is no page."""
    folder = tmp_path / "saved"
    folder.mkdir()
    for name, case in PAGES.items():
        shutil.copy(FIXTURES / case / "body.html", folder / name)
    offer = folder / "offer.html"
    offer.write_bytes(offer.read_bytes().replace(b"</body>", HOSTILE))
    (folder / "elsewhere.html").write_text("<html><body><p>Tulpen</p></body></html>")
    (folder / "empty.html").write_bytes(b"")
    (folder / ".DS_Store").write_bytes(b"\x00\x00\x00\x01Bud1")
    (folder / "front.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    return folder


def draft(*words: object) -> Result:
    return CliRunner().invoke(fixture, ["draft", *map(str, words)])


@pytest.mark.slow
def test_a_folder_is_drafted_and_what_is_left_out_is_told(saved: Path, tmp_path: Path) -> None:
    into, reviews = tmp_path / "fixtures", tmp_path / "reviews"
    done = draft(saved, "first", "--captured-at", "2018-11-19", "--into", into, "--review", reviews)
    assert isinstance(done.exception, QualityError)
    assert "issue invalid_bytes: 1 became 0" in str(done.exception)
    assert "Next: " in str(done.exception)
    assert {case.name for case in cases_below(into)} == {
        "dream/category_list/first-3",
        "dream/vendor_feedback/first-1",
        "wallstreet/listing/first-4",
    }
    for name, why in {
        "elsewhere.html": "a page of no known market",
        "empty.html": "an empty file",
        ".DS_Store": "a hidden file",
        "front.html": "not a page by its bytes",
    }.items():
        assert re.search(rf"{re.escape(name)}: {why}.*passed over", done.stderr)
    assert "4 files passed over, 3 pages drafted" in done.stderr
    index = (reviews / "index.html").read_text(encoding="utf-8")
    assert "Look at this first: 5" in index  # the stray byte, and four files
    assert index.index("first-1</a>, <strong>issue invalid_bytes") < index.index("front.html: not a page")
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in reviews.iterdir())


@pytest.mark.slow
def test_reviews_show_the_page_beside_the_draft_and_do_nothing(saved: Path, tmp_path: Path) -> None:
    reviews = tmp_path / "reviews"
    draft(
        saved / "offer.html", "one", "--captured-at", "2019-03-08", "--into", tmp_path / "fixtures", "--review", reviews
    )
    (file,) = reviews.glob("001-*.html")
    text = file.read_text(encoding="utf-8")
    assert "<img" not in text
    assert "&lt;img src=x onerror=alert(1)&gt;" in re.sub(r"</?(?:ins|mark)>", "", text)
    with browser() as page:
        for is_dark in (False, True):
            page.open(file, is_dark=is_dark)
            assert not violations(page)
            assert page.requests == [file.as_uri()]
            assert not page.errors
        page.key("n")
        first = page.ask("document.activeElement.innerText")
        page.key("n")
        page.key("p")
        assert page.ask("document.activeElement.className") == "stop"
        assert page.ask("document.activeElement.innerText") == first
        page.open(reviews / "index.html")
        assert not violations(page)
    kept = {unescape(word) for word in re.findall(r"<mark>([^<]+)</mark>", text)}
    assert {"Belgien", "Kokain"} & kept
    assert len(re.findall(r"<ins>", text)) > 50


@pytest.mark.slow
def test_a_review_has_what_differs_at_its_head_with_the_words_of_the_page(
    saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drafts know no places any more, and readers do."""
    from cryptodrug_scraper.cases import invention, kept_words

    for module in (invention, kept_words):
        monkeypatch.setattr(module, "parse_place", lambda _: type("Nowhere", (), {"kind": "unknown"})())
    monkeypatch.setattr(kept_words, "_length_of_place", lambda *_: 0)
    reviews = tmp_path / "reviews"
    done = draft(
        saved / "offer.html", "one", "--captured-at", "2019-03-08", "--into", tmp_path / "fixtures", "--review", reviews
    )
    assert isinstance(done.exception, QualityError)
    assert "listing.ships_to.codes[" in str(done.exception)
    text = next(reviews.glob("001-*.html")).read_text(encoding="utf-8")
    head = text.partition("Words that were kept")[0]
    assert re.search(r"listing\.ships_to\.codes\[\d\]</strong>", head)
    words = unescape(re.findall(r"<dt>words of the page</dt><dd>([^<]+)", head)[0])
    assert words in unescape((saved / "offer.html").read_text(encoding="utf-8"))


def test_the_same_name_is_the_same_on_all_drafts_of_a_folder(tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    folder.mkdir()
    for number in (1, 2):
        shutil.copy(FIXTURES / "wallstreet/listing/cocaine_belgium_de/body.html", folder / f"{number}.html")
    done = draft(folder, "same", "--captured-at", "2019-03-08", "--into", tmp_path / "fixtures")
    assert done.exception is None, done.exception
    vendors = [
        {record["vendor"] for record in case.expected["records"] if record["record"] == "vendor"}
        for case in cases_below(tmp_path / "fixtures")
    ]
    assert len(vendors) == 2
    assert vendors[0] == vendors[1] != set()


def test_reviews_do_not_go_among_the_fixtures(saved: Path, tmp_path: Path) -> None:
    done = draft(saved, "x", "--into", tmp_path, "--review", tmp_path / "reviews")
    assert done.exit_code == 2
    assert "choose another" in done.stderr
    assert not (tmp_path / "reviews").exists()


def test_nothing_is_written_where_a_name_is_taken_or_no_page_is_of_a_market(saved: Path, tmp_path: Path) -> None:
    into = tmp_path / "fixtures"
    (into / "wallstreet" / "listing" / "first-4").mkdir(parents=True)
    assert isinstance(draft(saved, "first", "--into", into).exception, ConfigurationError)
    assert not list(into.rglob("body.html"))
    for name in PAGES:
        (saved / name).unlink()
    assert isinstance(draft(saved, "second", "--into", into).exception, ParseError)


@pytest.mark.parametrize("command", ["check", "new"])
@pytest.mark.slow
def test_markets_pass_over_what_is_no_page_and_tell_it(saved: Path, tmp_path: Path, command: str) -> None:
    words = (
        ["check", "dream", "--pages"]
        if command == "check"
        else ["new", "tulpen", "--outside", str(tmp_path / "t"), "--from"]
    )
    done = CliRunner().invoke(market, [*words, str(saved)])
    assert "empty.html: an empty file, passed over" in done.stderr
    assert "3 files passed over, 4 pages taken" in done.stderr
    assert not isinstance(done.exception, ParseError)
    assert "offer.html" in done.output or (tmp_path / "t" / "tulpen" / "readers.py").exists()
