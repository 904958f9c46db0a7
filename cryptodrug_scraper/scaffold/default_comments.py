"""Which words a site itself prints in the place of a comment, where a buyer wrote none."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["default_comments"]

_USUAL, _FEWEST = 0.2, 5
"""Share of all comments, and number of them, from which on the same words are the site's, whatever they say."""
_LONGEST = 80
_NONE = (
    r"no|not|without|geen|zonder|kein\w*|ohne|nicht|sans|aucun|pas|sin|ning[uú]n|nessun\w*|senza|non|sem|nenhum|ingen|inget"
    r"|intet|uden|utan|uten|bez|brak|nie|nen[ií]|žádn\w*|žiad\w*|fără|niciun|nincs|nélkül|nema|ni|без|нет|не|немає|няма"
    r"|χωρίς|δεν|yok|yapmadı|ei|pole|nav|nėra|be"
)
_COMMENT = (
    r"comment\w*|kommen\w*|koment\w*|coment\w*|opmerking\w*|megjegyz\w*|hozzászól\w*|коммент\w*|комент\w*|σχόλι\w*"
    r"|yorum\w*"
)
_NOTHING_WRITTEN = re.compile(
    rf"(?<!\w)(?:(?:{_NONE})\s+(?:\w+\s+){{0,2}}(?:{_COMMENT})|(?:{_COMMENT})\s+(?:\w+\s+){{0,2}}(?:{_NONE}))(?!\w)",
    re.IGNORECASE,
)
"""That there is no comment, in the words of any of several languages."""


def default_comments(comments: Sequence[str]) -> list[str]:
    """
    Return the words that a site may print where nobody wrote: those of several ratings that say so, and those that a
    fifth of all ratings, and at least five, have alike where no others come nearly as often.
    """
    (text, count), *rest = [*Counter(comments).most_common(2), ("", 0)]
    is_usual = count >= max(_FEWEST, len(comments) * _USUAL) and len(text) < _LONGEST and count >= 2 * rest[0][1]
    said = [
        other
        for other, times in Counter(comments).items()
        if times > 1 and len(other) < _LONGEST and _NOTHING_WRITTEN.search(other) is not None
    ]
    return [*([text] if is_usual and text not in said else []), *said]
