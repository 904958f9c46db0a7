"""Where addresses of onion services stand in what is read in a text, also where they are broken or misspelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cryptodrug_scraper.onion.permitted import is_onion_host

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["services_in"]

_V3, _V2 = 56, 16
"""Letters of an address, by version; the last of version 3 is d."""
_FURTHEST = 1200
"""Characters before the word onion in which an address is sought."""
_LABEL = 10
"""From so many characters on, what stands right before ``.onion`` is taken for an address, though it is misspelt."""
_MOST_VOWELS = {_V3: 15, _V2: 4}
"""In the letters of an address, by how many they are, all but always; in words there are more."""
_GAP = r"[^a-z0-9]"
_POINT = r"[.\u3002\u00b7\u2022\u2219\u22c5]"
_ONION = re.compile(rf"[o0]{_GAP}{{0,3}}n{_GAP}{{0,3}}[i1l]{_GAP}{{0,3}}[o0]{_GAP}{{0,3}}n")
_MARK = re.compile(
    rf"(?:(?<!{_GAP})(?P<tight>{_POINT})|(?P<point>{_GAP}{{0,12}}{_POINT}{_GAP}{{0,12}})"
    rf"|(?P<word>{_GAP}{{0,12}}(?:d[o0]t|punkt|punt|p[o0]int|punto|ponto|pkt){_GAP}{{0,12}})|(?P<none>{_GAP}{{1,12}}))\Z"
)
"""What joins an address to the word onion, at the end of what stands before that word."""
_LONGEST_MARK = 30
_BEFORE = re.compile(
    rf"(?:h(?:tt|xx)ps?{_GAP}{{0,12}}(?:colon{_GAP}{{0,12}})?(?:slash{_GAP}{{0,12}}){{0,2}})?(?:[a-z0-9-]{{1,63}}\.){{0,8}}\Z"
)
_LONGEST_BEFORE = 200
_AFTER = re.compile(r"(?:\.[a-z]{2,10}(?=[/:]))?(?:[:/][^\s\"'<>]*)?")
_RUN = re.compile(r"[a-z0-9]+")
_NO_LETTERS = re.compile(r"[0189]")
_DIGIT = re.compile(r"[2-7]")
_VOWEL = re.compile(r"[aeiou]")
_BARE = re.compile(rf"(?<![a-z0-9])[a-z2-7]{{{_V3 - 1}}}d(?![a-z0-9])")
_LONGEST_GAP = 40
_TYPED_LABEL = re.compile(rf"[a-z0-9-]{{{_LABEL},}}\Z")


class _Run(NamedTuple):
    """Letters and digits that stand together."""

    start: int
    end: int
    said: str


def services_in(said: str) -> list[tuple[int, int]]:
    """
    Return where addresses stand, in order.

    Found are 56 or 16 letters before the word onion, and 56 alone whose last is d; broken by blanks and signs, they are
    taken for an address if a run of letters begins just where one would; such 56 alone only if their checksum is
    right. What stands right before ``.onion`` is taken out too if it is long, though its letters are too many or too
    few. So are a scheme and hosts before an address, and the path after it.

    Args:
        said: what `cryptodrug_scraper.export.legible.legible` reads in a text.
    """
    found = sorted((*_marked(said), *_bare(said)))
    apart: list[tuple[int, int]] = []
    for start, end in found:
        if apart and start < apart[-1][1]:
            apart[-1] = apart[-1][0], max(end, apart[-1][1])
        else:
            apart.append((start, end))
    return apart


def _marked(said: str) -> Iterator[tuple[int, int]]:
    for onion in _ONION.finditer(said):
        mark = _MARK.search(said[: onion.start()], max(0, onion.start() - _LONGEST_MARK))
        start = None if mark is None else _start(said, mark, onion[0])
        if start is None:
            continue
        floor = max(0, start - _LONGEST_BEFORE)
        before = _BEFORE.search(said[floor:start])
        after = _AFTER.match(said, onion.end())
        yield start if before is None else floor + before.start(), onion.end() if after is None else after.end()


def _start(said: str, mark: re.Match[str], onion: str) -> int | None:
    """Where the address before the word onion begins; None if there is none."""
    end = mark.start()
    floor = max(0, end - _FURTHEST)
    runs = _runs(said, floor, end)
    if not runs:
        return None
    for letters in (_V3, _V2):
        start = _first_of(runs, letters)
        if start is not None and _is_address(said[start:end], letters, mark, onion):
            return start
    typed = _TYPED_LABEL.search(said, floor, end)
    if typed is not None and not mark["none"] and (mark["tight"] or mark["word"] or len(typed[0]) >= _V2):
        return typed.start()
    return None


def _first_of(runs: list[_Run], letters: int) -> int | None:
    """Where a run begins from which on there are so many letters."""
    left = letters
    for place in range(len(runs) - 1, -1, -1):
        run = runs[place]
        if _NO_LETTERS.search(run.said) or (place + 1 < len(runs) and runs[place + 1].start - run.end > _LONGEST_GAP):
            return None
        left -= len(run.said)
        if left <= 0:
            return run.start if left == 0 else None
    return None


def _is_address(written: str, letters: int, mark: re.Match[str], onion: str) -> bool:
    """Tell whether letters before the word onion are an address, and not words before a vegetable."""
    plain = "".join(_RUN.findall(written))
    is_whole = len(written) == letters
    if letters == _V3 and (is_whole or is_onion_host(f"{plain}.onion")):
        return True
    if letters == _V3 and not plain.endswith("d"):
        return False
    if not mark["none"] and (is_whole or mark["tight"] or mark["word"] or not onion.isalpha()):
        return True
    if letters == _V2:
        return (is_whole and _DIGIT.search(plain) is not None) or (not mark["none"] and _is_no_word(plain))
    return _DIGIT.search(plain) is not None and _is_no_word(plain)


def _is_no_word(plain: str) -> bool:
    return len(_VOWEL.findall(plain)) <= _MOST_VOWELS[len(plain)]


def _bare(said: str) -> Iterator[tuple[int, int]]:
    """Addresses of version 3 without the word onion."""
    yield from (match.span() for match in _BARE.finditer(said))
    if len(said) <= _V3 or _DIGIT.search(said) is None:
        return
    runs = _runs(said, 0, len(said))
    first, letters = 0, 0
    for place, run in enumerate(runs):
        if _NO_LETTERS.search(run.said) or (place and run.start - runs[place - 1].end > _LONGEST_GAP):
            first, letters = place, 0
        if _NO_LETTERS.search(run.said):
            first = place + 1
            continue
        letters += len(run.said)
        while letters > _V3:
            letters -= len(runs[first].said)
            first += 1
        if letters == _V3 and run.said.endswith("d"):
            host = "".join(each.said for each in runs[first : place + 1])
            if is_onion_host(f"{host}.onion"):
                yield runs[first].start, run.end


def _runs(said: str, start: int, end: int) -> list[_Run]:
    return [_Run(*match.span(), match[0]) for match in _RUN.finditer(said, start, end)]
