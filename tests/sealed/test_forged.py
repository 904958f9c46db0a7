"""Whatever of a sealed answer is changed, in a bit or by somebody who makes all digests anew, is found and named."""

from __future__ import annotations

import gzip
import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from cryptodrug_scraper.sealed.verify import verify_sealed
from tests.sealed.conftest import changed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Forge = Callable[[Path], None]

FILES = (
    "README.md",
    "ro-crate-metadata.json",
    "question.json",
    "figure.json",
    "sql/figure.sql",
    "sql/rows.sql",
    "sql/arithmetic.sql",
    "sql/facts.sql",
    "rows.jsonl",
    "snapshots.jsonl",
    "names.jsonl",
    "facts.jsonl",
    "observations.jsonl",
    "captures.jsonl",
    "words.jsonl",
    "decisions.jsonl",
    "manifest-sha256.txt",
    "seal/root.txt",
)
LIKE_OTHERS = (
    *("sql/rows.sql", "sql/arithmetic.sql", "sql/facts.sql"),
    *("snapshots.jsonl", "names.jsonl", "facts.jsonl", "observations.jsonl"),
)
"""Files that are treated as those beside them; each is left to the long run."""


CONTENTS = {"empty": b"", "other": b'{"x": 1}\n', "deep": b"[" * 5000 + b"\xff\n"}
"""What a forger may put into a file; in the short run each file has one of them."""


def parts_of(folder: Path) -> set[str]:
    return {line.part for line in verify_sealed(folder).changed}


def flip(path: Path, place: int = -2) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


def in_a_digest(path: Path) -> int:
    """A place in the first digest of a manifest where another bit makes it another digest, and not none."""
    return next(place for place, digit in enumerate(path.read_bytes()) if chr(digit ^ 1) in "0123456789abcdef")


@pytest.mark.parametrize("name", ["vendors", "sales", "none"])
def test_what_was_made_holds(answers: dict[str, Path], name: str) -> None:
    told = verify_sealed(answers[name])
    assert told.is_good, told.changed
    held = {line.part for line in told.lines if line.state == "holds"}
    assert held >= {"manifest", "root", "SQL", "figure", "pages"}
    assert held >= ({"absence"} if name == "none" else {"rows", "facts", "observations", "words"})


@pytest.mark.parametrize(
    "path", [pytest.param(each, marks=pytest.mark.campaign if each in LIKE_OTHERS else ()) for each in FILES]
)
def test_one_bit_of_a_file_is_found_and_named(copied: Callable[..., Path], path: str) -> None:
    folder = copied("vendors")
    flip(folder / path, in_a_digest(folder / path) if path == "manifest-sha256.txt" else -2)
    told = verify_sealed(folder)
    named = "not of this manifest" if path == "manifest-sha256.txt" else path
    assert any(named in line.said for line in told.changed), told.changed


@pytest.mark.parametrize("place", [0, 200, *(pytest.param(each, marks=pytest.mark.campaign) for each in (30, -30))])
def test_one_bit_of_a_page_is_found_and_named(copied: Callable[..., Path], place: int) -> None:
    folder = copied("sales")
    page = sorted((folder / "pages").iterdir())[3]
    flip(page, place)
    said = [line.said for line in verify_sealed(folder).changed if line.part == "pages"]
    assert any(page.name in each for each in said), said


@pytest.mark.parametrize("path", ["rows.jsonl", "words.jsonl", "pages", "decisions.jsonl"])
def test_what_is_taken_away_is_missed_and_what_is_added_is_told(copied: Callable[..., Path], path: str) -> None:
    folder = copied("vendors")
    missing = folder / path if path != "pages" else next((folder / "pages").iterdir())
    missing.rename(folder / "elsewhere.txt")
    said = " ".join(line.said for line in verify_sealed(folder).changed)
    assert f"{missing.relative_to(folder)} is missing" in said
    assert "elsewhere.txt is no file of the package" in said


def another_figure(folder: Path) -> None:
    with changed(folder, "figure.json") as figures:
        figures[0]["value"] /= 2


def no_comparison(folder: Path) -> None:
    another_figure(folder)
    with changed(folder, "question.json") as questions:
        questions[0]["compared"] = []


def another_country(folder: Path) -> None:
    path = folder / "sql" / "figure.sql"
    path.write_text(path.read_text().replace("'BE'", "'NL'"))


def other_arithmetic(folder: Path) -> None:
    path = folder / "sql" / "arithmetic.sql"
    path.write_text(path.read_text().replace("AS value", "* 2 AS value"))
    with changed(folder, "figure.json") as figures:
        figures[0]["value"] *= 2


def one_vendor_more(folder: Path) -> None:
    """A row that bears the figure, with the figure that follows."""
    with changed(folder, "rows.jsonl") as rows, changed(folder, "figure.json") as figures:
        row = next(row for row in rows if not row["bears"])
        row |= {"bears": True, "part": 1.0}
        figures[0]["vendor_count"] += 1
        figures[0]["value"] = figures[0]["vendor_count"] / figures[0]["n"]


def another_amount(folder: Path) -> None:
    """Of a sale that then is below the limit no more, with the figure that follows."""
    with changed(folder, "rows.jsonl") as rows, changed(folder, "figure.json") as figures:
        row = next(row for row in rows if row["amount_eur"] < 200)
        row["amount_eur"] = 5000.0
        whole = sum(row["weight"] for row in rows)
        figures[0]["value"] = sum(row["weight"] for row in rows if row["amount_eur"] < 200) / whole


def another_name(folder: Path) -> None:
    with changed(folder, "names.jsonl") as names:
        vendor = next(name for name in names if name["kind"] == "vendor")
        vendor["value"] = "somebody-else"


def another_statement(folder: Path) -> None:
    with changed(folder, "facts.jsonl") as facts:
        fact = next(fact for fact in facts if fact["row"].get("origin_codes") == ["BE"])
        fact["row"]["origin_codes"] = ["NL"]


def a_statement_and_its_observation(folder: Path) -> None:
    another_statement(folder)
    with changed(folder, "facts.jsonl") as facts, changed(folder, "observations.jsonl") as observations:
        fact = next(fact for fact in facts if fact["bears"] and fact["row"].get("origin_codes") == ["NL"])
        stated = next(each for each in observations if each["observation"] == fact["observation"])
        stated["row"]["origin_codes"] = ["NL"]


def a_fact_less(folder: Path) -> None:
    with changed(folder, "facts.jsonl") as facts:
        facts[:] = [fact for fact in facts if fact["row"]["vendor"] != facts[0]["row"]["vendor"]]


def other_words(folder: Path) -> None:
    with changed(folder, "words.jsonl") as words:
        span = next(word["spans"][0] for word in words if word["spans"])
        span["text"] = "x" * len(span["text"])


def words_elsewhere(folder: Path) -> None:
    """Words that do stand on the page where they are said to, and that the field is not read from."""
    pages = {}
    with changed(folder, "captures.jsonl") as captures:
        for capture in captures:
            pages[capture["capture_id"]] = gzip.decompress((folder / capture["record"]).read_bytes())
    with changed(folder, "observations.jsonl") as observations:
        page_of = {each["observation"]: pages[each["capture_id"]] for each in observations}
    with changed(folder, "words.jsonl") as words:
        word = next(word for word in words if word["field"] == "title" and word["is_altering"])
        body = page_of[word["observation"]].partition(b"\r\n\r\n")[2].partition(b"\r\n\r\n")[2]
        start = body.index(b"<title>") + len(b"<title>")
        text = body[start : body.index(b"</title>")].decode()
        word["spans"] = [{"start": start, "end": start + len(text), "text": text, "tag": "title", "attribute": None}]


def another_value(folder: Path) -> None:
    with changed(folder, "words.jsonl") as words:
        next(word for word in words if word["field"] == "title")["value"] = "Что-то другое"


def another_page(folder: Path) -> None:
    """A record made anew of an altered page, with its digests, its name and its line."""
    with changed(folder, "captures.jsonl") as captures:
        line = captures[0]
        old = folder / line["record"]
        plain = gzip.decompress(old.read_bytes())
        head, _, block = plain.partition(b"\r\n\r\n")
        http, _, body = block[:-4].partition(b"\r\n\r\n")
        body = body.replace(b"</body>", b"<!-- --></body>")
        block = http + b"\r\n\r\n" + body
        fields = [
            field
            for field in head.split(b"\r\n")
            if not field.lower().startswith((b"warc-block", b"content-len", b"warc-pay"))
        ]
        fields.append(b"Content-Length: %d" % len(block))
        content = gzip.compress(b"\r\n".join(fields) + b"\r\n\r\n" + block + b"\r\n\r\n", mtime=0)
        old.unlink()
        line["record"] = f"pages/{hashlib.sha256(content).hexdigest()}.warc.gz"
        line["sha256"] = hashlib.sha256(body).hexdigest()
        (folder / line["record"]).write_bytes(content)


def another_time(folder: Path) -> None:
    with changed(folder, "captures.jsonl") as captures:
        captures[0]["captured_from"] = captures[0]["captured_to"] = "2017-01-01T00:00:00+00:00"


def another_reason(folder: Path) -> None:
    with changed(folder, "decisions.jsonl") as decisions:
        decisions[0]["decided_why"] = "Иначе"


def a_decision_less(folder: Path) -> None:
    (folder / "decisions.jsonl").unlink()


def no_words(folder: Path) -> None:
    (folder / "words.jsonl").write_bytes(b"")


def fewer_lacking(folder: Path) -> None:
    with changed(folder, "facts.jsonl") as facts:
        facts[0]["lacking"] = "its page is in none of the archives that were named"


@pytest.mark.parametrize(
    ("name", "forge", "part"),
    [
        ("vendors", another_figure, "figure"),
        ("sales", another_figure, "figure"),
        ("vendors", no_comparison, "figure"),
        ("vendors", another_country, "SQL"),
        ("vendors", other_arithmetic, "SQL"),
        ("vendors", one_vendor_more, "SQL"),
        ("sales", another_amount, "rows"),
        ("vendors", another_name, "rows"),
        ("vendors", another_statement, "facts"),
        ("vendors", a_statement_and_its_observation, "observations"),
        ("vendors", a_fact_less, "observations"),
        ("vendors", fewer_lacking, "facts"),
        ("vendors", other_words, "words"),
        ("vendors", words_elsewhere, "words"),
        ("vendors", another_value, "words"),
        ("vendors", another_page, "pages"),
        ("vendors", another_time, "pages"),
        ("vendors", another_reason, "decisions"),
        ("vendors", a_decision_less, "decisions"),
        ("vendors", no_words, "words"),
    ],
)
def test_who_makes_all_digests_anew_is_found_by_what_contradicts(
    copied: Callable[..., Path], sealed_again: Callable[[Path], str], name: str, forge: Forge, part: str
) -> None:
    folder = copied(name)
    forge(folder)
    sealed_again(folder)
    found = parts_of(folder)
    assert part in found
    assert not found & {"manifest", "root"}, "digests and root were made anew"


def limits(folder: Path) -> None:
    """What no row gives again: the limits of the figure."""
    with changed(folder, "figure.json") as figures:
        figures[0]["low"] = 0.0


def no_decision(folder: Path) -> None:
    (folder / "decisions.jsonl").unlink()
    with changed(folder, "question.json") as questions:
        del questions[0]["counts"]["decisions.jsonl"]


@pytest.mark.parametrize("forge", [limits, no_decision])
def test_who_contradicts_nothing_is_found_by_the_root_that_was_given(
    copied: Callable[..., Path], sealed_again: Callable[[Path], str], answers: dict[str, Path], forge: Forge
) -> None:
    root = verify_sealed(answers["vendors"]).root
    folder = copied("vendors")
    forge(folder)
    anew = sealed_again(folder)
    assert not parts_of(folder)
    found = verify_sealed(folder, root=root)
    assert [line.part for line in found.changed] == ["root"]
    assert (anew in found.changed[0].said, root in found.changed[0].said) == (True, True)
    assert verify_sealed(answers["vendors"], root=root.upper()).is_good


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param(path, content, marks=() if (nth + of) % 3 == 0 else pytest.mark.campaign, id=f"{path}-{name}")
        for nth, path in enumerate(
            ("question.json", "facts.jsonl", "captures.jsonl", "words.jsonl", "rows.jsonl", "figure.json")
        )
        for of, (name, content) in enumerate(CONTENTS.items())
    ],
)
def test_files_that_say_something_else_are_told_and_end_nothing(
    copied: Callable[..., Path], sealed_again: Callable[[Path], str], path: str, content: bytes
) -> None:
    folder = copied("vendors")
    (folder / path).write_bytes(content)
    sealed_again(folder)
    assert parts_of(folder)


def test_no_file_outside_of_the_package_is_read(
    copied: Callable[..., Path], sealed_again: Callable[[Path], str], tmp_path: Path
) -> None:
    folder = copied("vendors")
    (tmp_path / "outside").write_text("x")
    with changed(folder, "captures.jsonl") as captures:
        captures[0]["record"] = "pages/../../outside"
    sealed_again(folder)
    assert any("no record of the package" in line.said for line in verify_sealed(folder).changed)
    (folder / "extra").symlink_to(tmp_path / "outside")
    sealed_again(folder)
    assert any("extra is a link" in line.said for line in verify_sealed(folder).changed)


def test_arithmetic_of_a_package_can_do_nothing_but_sum(
    copied: Callable[..., Path], sealed_again: Callable[[Path], str]
) -> None:
    folder = copied("vendors")
    path = folder / "sql" / "arithmetic.sql"
    for sql in ("ATTACH 'x.db' AS x", "PRAGMA user_version", "DELETE FROM rows", "SELECT load_extension('x') AS value"):
        path.write_text(sql)
        sealed_again(folder)
        assert {"figure", "SQL"} <= parts_of(folder)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_decision_behind_a_fact_is_in_it(answers: dict[str, Path]) -> None:
    (decision,) = rows_of(answers["vendors"] / "decisions.jsonl")
    assert (decision["decided_by"], decision["decided_why"]) == ("Э. Петерс", "Адрес отправителя на конверте")
    assert not (answers["sales"] / "decisions.jsonl").exists(), "it is about an account of another market"
    said = " ".join(line.said for line in verify_sealed(answers["vendors"]).lines if line.part == "decisions")
    assert "by Э. Петерс" in said
