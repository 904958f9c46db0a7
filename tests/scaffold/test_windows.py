"""Ratings by windows of time on pages of accounts: drafted readers, what is asked of them, and what is answered."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
from msgspec import UNSET

from cryptodrug_scraper.errors import ConfigurationError
from cryptodrug_scraper.page.parsed import PageContext
from cryptodrug_scraper.page.parts import FeedbackWindow
from cryptodrug_scraper.page.records import Vendor
from cryptodrug_scraper.scaffold.answers import Answers, Part, Words
from cryptodrug_scraper.scaffold.asking import questions_of
from cryptodrug_scraper.scaffold.found import look_at
from tests.support.drafted import answers_in, drafted, read_by

if TYPE_CHECKING:
    from pathlib import Path

    from msgspec import UnsetType

SELLERS = {
    "mlynar_7": (4, (12, 1, 0), (40, 2, 3), (55, 2, 4)),
    "Sova.Jana": (2, (3, 0, 1), (9, 0, 1), (9, 0, 1)),
    "Zelinka": (1, (0, 0, 0), (0, 0, 0), (0, 0, 0)),
    "kopretina": (7, (101, 4, 0), (380, 9, 2), (1200, 30, 12)),
}
"""The level of each account, and its ratings of a month, of half a year, and of all time: good, neutral, bad."""
_NEW = "Zelinka"
"""An account whose page has no ratings by windows."""
OFFERS = {
    "101": ("Bylinkový čaj na spaní 20 g", "mlynar_7", "240 Kč"),
    "102": ("Med z horských luk, sklenice", "mlynar_7", "310 Kč"),
    "103": ("Sušené houby z lesa 50 g", "Sova.Jana", "180 Kč"),
    "104": ("Klobouk ze slámy, ruční práce", "Sova.Jana", "650 Kč"),
    "106": ("Slunečnicový olej půl litru", "Zelinka", "120 Kč"),
    "105": ("Kopřivová mast v plechovce", "kopretina", "95 Kč"),
}
_FRAME = (
    '<html lang="cs"><head><title>{title} | Tržnice U Mlýna</title></head><body><header><a href="/">Tržnice U Mlýna</a>'
    "</header>{body}<footer>Tržnice U Mlýna, každý den</footer></body></html>"
)
_SIGNS = ("slunce", "mrak", "dest")
_WINDOWS = ("za měsíc", "za půl roku", "celkem")
_WORDS = Words(sign={"slunce": "negative", "mrak": "neutral", "dest": "positive"})


def _card(key: str) -> str:
    title, seller, price = OFFERS[key]
    link = f'<a href="/zbozi/{key}">{title}</a>'
    return f'<article class="zbozi">{link} od <a href="/prodejce/{seller}">{seller}</a> <em>{price}</em></article>'


def _offer(key: str) -> str:
    title, seller, price = OFFERS[key]
    return (
        f'<h1>{title}</h1><p class="kdo">od <a href="/prodejce/{seller}">{seller}</a></p><b class="cena">{price}</b>'
        f'<p class="popis">{title} z naší vlastní dílny, balené do papíru a poslané druhý den po zaplacení.</p>'
    )


def _table(seller: str, heads: tuple[str, ...]) -> str:
    """The ratings of an account: windows as rows below heads, or as lines where there are none."""
    if not heads:
        return '<ul class="hlasy">{}</ul>'.format(
            "".join(
                f"<li>{window}: +{good} / {neutral} / -{bad}</li>"
                for window, (good, neutral, bad) in zip(_WINDOWS, SELLERS[seller][1:], strict=True)
            )
        )
    rows = [("", *heads), *((window, *row) for window, row in zip(_WINDOWS, SELLERS[seller][1:], strict=True))]
    cells = "".join(f"<tr>{''.join(f'<td>{said}</td>' for said in row)}</tr>" for row in rows)
    return f'<table class="hlasy">{cells}</table>'


def _seller(name: str, heads: tuple[str, ...], *, has_table: bool = True) -> str:
    facts = f'<dl class="fakta"><dt>Úroveň</dt><dd>{SELLERS[name][0]}</dd><dt>Odkud</dt><dd>Česko</dd></dl>'
    said = "Posílám dvakrát týdně, vždy v obálce bez jména, a na zprávy odpovídám večer po osmé hodině."
    return f"<h1>{name}</h1>{facts}{_table(name, heads) if has_table else ''}<h3>O mně</h3><p>{said}</p>"


def save(folder: Path, heads: tuple[str, ...]) -> list[Path]:
    """Save the pages of a market that heads its tables so; one account, who is new, has none."""
    pages = {f"trh/{number}": "".join(map(_card, OFFERS)) for number in (1, 2)}
    pages |= {f"zbozi/{key}": _offer(key) for key in OFFERS}
    pages |= {f"prodejce/{name}": _seller(name, heads, has_table=name != _NEW) for name in SELLERS}
    files = []
    for name, body in pages.items():
        file = folder / "trznice.example" / f"{name}.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_FRAME.format(title=name, body=body), encoding="utf-8")
        files.append(file)
    return files


def pictures() -> tuple[str, ...]:
    return tuple(f'<img src="/img/{name}.png" alt="{name}">' for name in _SIGNS)


def windows_of(rows: tuple[tuple[int, int, int], ...]) -> list[FeedbackWindow]:
    return [FeedbackWindow("1m", *rows[0]), FeedbackWindow("6m", *rows[1]), FeedbackWindow("all", *rows[2])]


def feedback_by_draft(
    files: list[Path], folder: Path, body: str, answers: Answers | None = None
) -> tuple[list[FeedbackWindow] | UnsetType | None, str, list[str]]:
    """What the drafted reader reads on an account's page, the text of the readers, and the issues."""
    with drafted("trznice", files, folder, answers=answers) as market:
        page = _FRAME.format(title="prodejce", body=body).encode()
        _, document = read_by(market, page, PageContext("http://trznice.example/prodejce/kopretina"))
        (vendor,) = (record for record in document.records if isinstance(record, Vendor))
    text = (folder / "trznice" / "readers.py").read_text(encoding="utf-8")
    return vendor.feedback, text, [issue.code for issue in document.issues]


@pytest.mark.parametrize("heads", [("Pozitivní", "Neutrální", "Negativní"), ("+", "0", "-"), ()])
def test_a_draft_reads_ratings_by_windows_where_pages_state_them(tmp_path: Path, heads: tuple[str, ...]) -> None:
    files = save(tmp_path / "saved", heads)
    found, text, issues = feedback_by_draft(files, tmp_path / "made", _seller("kopretina", heads))
    assert (windows_of(SELLERS["kopretina"][1:]), []) == (found, issues)
    assert "positive, neutral and negative" not in text


def test_a_page_without_them_says_nothing_of_them(tmp_path: Path) -> None:
    files = save(tmp_path / "saved", ("+", "0", "-"))
    bare = _seller(_NEW, ("+", "0", "-"), has_table=False)
    assert (UNSET, []) == feedback_by_draft(files, tmp_path / "made", bare)[::2]


def test_what_only_the_order_of_columns_tells_is_marked_in_the_draft_and_asked(tmp_path: Path) -> None:
    files = save(tmp_path / "saved", pictures())
    found, text, _ = feedback_by_draft(files, tmp_path / "made", _seller("kopretina", pictures()))
    assert windows_of(SELLERS["kopretina"][1:]) == found
    assert "CHECK: nothing tells which numbers are positive, neutral and negative (slunce, mrak, dest)" in text
    asked = questions_of(look_at(files))
    answers = tomllib.loads(asked)
    (place,) = (key for key, name in answers["vendor"]["places"].items() if name == "feedback")
    assert "table" in place
    assert "1m 101/4/0, 6m 380/9/2, all 1200/30/12" in asked
    assert dict.fromkeys(_SIGNS, "") == answers["words"]["sign"]


def test_words_that_are_answered_tell_the_columns(tmp_path: Path) -> None:
    files = save(tmp_path / "saved", pictures())
    made = feedback_by_draft(files, tmp_path / "made", _seller("kopretina", pictures()), Answers(words=_WORDS))
    turned = tuple((bad, neutral, good) for good, neutral, bad in SELLERS["kopretina"][1:])
    assert windows_of(turned) == made[0]
    assert "positive, neutral and negative" not in made[1]


@pytest.mark.parametrize("name", ["feedback", "none"])
def test_an_answer_says_where_they_are_and_where_they_are_not(tmp_path: Path, name: str) -> None:
    files = save(tmp_path / "saved", ("Klid", "Vítr", "Bouře"))  # words that no draft knows
    assert "feedback" not in questions_of(look_at(files))
    words = Words(sign={"Klid": "positive", "Vítr": "neutral", "Bouře": "negative"})
    answers = Answers(vendor=Part(places={"table.hlasy": name}), words=words)
    body = _seller("kopretina", ("Klid", "Vítr", "Bouře"))
    found = feedback_by_draft(files, tmp_path / "made", body, answers)[0]
    assert (windows_of(SELLERS["kopretina"][1:]) if name == "feedback" else UNSET) == found


def test_an_answer_of_a_place_without_them_is_no_field_and_says_so(tmp_path: Path) -> None:
    files = save(tmp_path / "saved", ("+", "0", "-"))
    asked = questions_of(look_at(files, Answers(vendor=Part(places={"dl.fakta": "feedback"}))))
    assert "feedback was answered, and no ratings by windows can be read there" in asked


def test_two_answers_are_places_of_the_same_field(tmp_path: Path) -> None:
    files = save(tmp_path / "saved", ("+", "0", "-"))
    files[-1].write_text(
        files[-1].read_text(encoding="utf-8").replace(_table("kopretina", ("+", "0", "-")), _table("kopretina", ())),
        encoding="utf-8",
    )
    answers = Answers(vendor=Part(places={"table.hlasy": "feedback", "ul.hlasy": "feedback"}))
    for number, heads in enumerate((("+", "0", "-"), ())):
        made = feedback_by_draft(files, tmp_path / f"made{number}", _seller("mlynar_7", heads), answers)
        assert (windows_of(SELLERS["mlynar_7"][1:]), []) == made[::2]


@pytest.mark.parametrize(
    "said",
    [
        '[vendor.labels]\n"Hlasy" = "feedback"',
        '[vendor.places]\n"b@title" = "feedback"',
        '[card.places]\n"b" = "feedback"',
    ],
)
def test_an_answer_of_a_label_or_an_attribute_cannot_be_ratings_by_windows(tmp_path: Path, said: str) -> None:
    with pytest.raises(ConfigurationError, match="'feedback': one of"):
        answers_in(tmp_path, said)
