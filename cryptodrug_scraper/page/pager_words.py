"""Words of links that lead from one page of a list to another, in many languages."""

from __future__ import annotations

import re

from cryptodrug_scraper.page.list_words import PAGE_WORDS

__all__ = ["PAGER_WORDS", "is_of_pager"]

PAGER_WORDS = frozenset(
    (
        *("next", "previous", "prev", "first", "last", "older", "newer", "forward", "forwards", "back"),
        *("weiter", "nächste", "nächster", "zurück", "vorige", "vorherige", "vorheriger", "erste", "letzte"),
        *("suivant", "suivante", "suivants", "suivantes", "précédent", "précédente", "précédents", "précédentes"),
        *("première", "dernière", "siguiente", "siguientes", "anterior", "anteriores", "primera", "última"),
        *("successivo", "successiva", "successivi", "precedente", "precedenti", "avanti", "indietro", "ultima"),
        *("próximo", "próxima", "próximos", "seguinte", "seguintes", "primeira", "volgende", "vorige", "eerste"),
        *("laatste", "næste", "forrige", "første", "sidste", "nästa", "föregående", "första", "sista", "neste"),
        *("siste", "seuraava", "edellinen", "ensimmäinen", "viimeinen", "następna", "następny", "poprzednia"),
        *("poprzedni", "pierwsza", "ostatnia", "dalej", "wstecz", "další", "předchozí", "první", "poslední"),
        *("ďalšia", "ďalší", "predchádzajúca", "predchádzajúci", "prvá", "posledná", "következő", "előző", "első"),
        *("utolsó", "următoarea", "următorul", "înainte", "înapoi", "anterioara", "anterioară", "anteriorul"),
        *("следваща", "предишна", "първа", "следующая", "предыдущая", "первая", "последняя", "вперед", "вперёд"),
        *("назад", "далее", "наступна", "попередня", "перша", "остання", "επόμενη", "επόμενο", "προηγούμενη"),
        *("προηγούμενο", "πρώτη", "τελευταία", "sonraki", "önceki", "sljedeća", "sljedeće", "sledeća", "naslednja"),
        *("naprijed", "natrag", "prethodna", "prejšnja", "zadnja", "posljednja", "poslednja", "следећа", "претходна"),
        *("kitas", "ankstesnis", "nākamā", "iepriekšējā", "järgmine", "eelmine", "esimene", "viimane"),
    )
)
"""What such a link says, but for arrows, numbers, and words for a page."""
_WORD = re.compile(r"[^\W\d_]+")
_MOST_WORDS = 3
_LONGEST = 60


def is_of_pager(text: str) -> bool:
    """Tell whether a text is what a link of a pager says: ``Next``, ``« Página anterior``; numbers say nothing."""
    words = _WORD.findall(text.lower()) if len(text) <= _LONGEST else []
    is_known = all(word in PAGER_WORDS or word in PAGE_WORDS for word in words)
    return 0 < len(words) <= _MOST_WORDS and is_known and not PAGER_WORDS.isdisjoint(words)
