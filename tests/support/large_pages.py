"""Pages as large as a hostile market can make them, each of another shape, and no longer than their size says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SHAPES", "many_ratings", "same_ratings"]

_DREAM = Path(__file__).parents[2] / "fixtures" / "pages" / "dream"
_RATING = (
    '<tr><td class="age dontwrap">{age}d</td><td class="rating dontwrap"><img class="star" alt="gold">'
    '<img class="star" alt="gold"></td><td class="text ratingText">{words}</td></tr>\n'
)
_SIZE = 1_500_000


def _listing() -> tuple[str, str]:
    """A listing's page, parted where its first rating stands, without its ratings."""
    text = (_DREAM / "listing" / "weed_from_belgium" / "body.html").read_text(encoding="utf-8")
    first = text.rindex("<tr>", 0, text.index('<td class="age dontwrap">7d'))
    return text[:first], text[text.index("</table>", first) :]


def many_ratings(count: int) -> bytes:
    """A listing's page with so many ratings, no two of which say the same."""
    before, after = _listing()
    rows = (_RATING.format(age=number % 300, words=f"w{number}") for number in range(count))
    return f"{before}{''.join(rows)}{after}".encode()


def same_ratings(count: int) -> bytes:
    """A listing's page with so many ratings, all of which say the same."""
    before, after = _listing()
    return f"{before}{_RATING.format(age=7, words='top') * count}{after}".encode()


def _open_rows() -> bytes:
    return many_ratings(9000).replace(b"</tr>", b"").replace(b"</td>", b"")


def _many_cards() -> bytes:
    """A list of ten thousand cards, each of another listing, of some of the tags of a real one."""
    text = (_DREAM / "category_list" / "weed_full_page" / "body.html").read_text(encoding="utf-8")
    start = text.index('<div class="around')
    end = text.index('<div class="around', start + 9)
    last = text.rindex('<div class="around')
    cards = (
        text[start:end].replace("offer=71011.300000", f"offer=71{number:04}.3")
        for number in range(_SIZE // (end - start))
    )
    return f"{text[:start]}{''.join(cards)}{text[last:]}".encode()


def _deep() -> bytes:
    before, after = _listing()
    nest = "<div>" * 200 + "x" + "</div>" * 200
    return f"{before}</table>{nest * (_SIZE // len(nest))}<table>{after}".encode()


def _one_text() -> bytes:
    before, after = _listing()
    return f"{before}{_RATING.format(age=7, words='word 7 ' * (_SIZE // 7))}{after}".encode()


def _attributes() -> bytes:
    before, after = _listing()
    return f"{before}</table><p {' '.join(f'a{number}=x' for number in range(50_000))}>x</p><table>{after}".encode()


def _marked_up() -> bytes:
    before, after = _listing()
    words = "".join(f"<b title={number}>{number}</b>" for number in range(40_000))
    return f"{before}{_RATING.format(age=7, words=words)}{after}".encode()


SHAPES: dict[str, Callable[[], bytes]] = {
    "9,000 ratings": lambda: many_ratings(9000),
    "9,000 ratings that say the same": lambda: same_ratings(9000),
    "9,000 ratings in rows without ends": _open_rows,
    "10,000 cards": _many_cards,
    "elements deep within one another": _deep,
    "one text": _one_text,
    "50,000 attributes": _attributes,
    "40,000 words marked up": _marked_up,
}
"""How each page is made."""
