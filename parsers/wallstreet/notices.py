"""
Texts of pages without content, in the interface's six languages, folded: no accents, no capitals.

The wording of most is not public, so these are patterns, in the order of `LANGUAGES`.
"""

from __future__ import annotations

import re

__all__ = ["ERROR", "EXPIRED", "GONE", "MAINTENANCE", "NOTICES"]

Forms = tuple[str, ...]

NOTICES: dict[str, tuple[Forms, ...]] = {
    "expired": (
        (r"sitzung[^.!]{0,20} (?:abgelaufen|beendet)", r"(?:wurden|wurdest) (?:automatisch )?abgemeldet",
         r"erneut an(?:zu)?melden", r"melde[^.!]{0,20} erneut an", r"nicht (?:mehr )?(?:angemeldet|eingeloggt)"),
        (r"session[^.!]{0,20} (?:expired|timed out|ended|lost)",
         r"(?:been|were) (?:automatically )?logged (?:out|in elsewhere)", r"(?:log|sign) ?in again", r"not logged in"),
        (r"sesion[^.!]{0,20} (?:expirado|expirada|caducado|caducada|cerrada|terminado)", r"vuelva a iniciar sesion",
         r"inicie? sesion de nuevo", r"no ha iniciado sesion"),
        (r"sessao[^.!]{0,20} (?:expirou|expirada|encerrada|terminou)", r"(?:entre|faca login) novamente",
         r"nao esta (?:logado|conectado)"),
        (r"sessione[^.!]{0,20} (?:scaduta|terminata|chiusa)", r"accedi (?:di nuovo|nuovamente)",
         r"effettua[^.!]{0,10} accesso", r"disconness[oa] automaticamente", r"non sei connesso"),
        (r"session[^.!]{0,20} (?:expire|expiree|terminee|perdue)", r"(?:reconnecte[rz]|connectez)[^.!]{0,10} a nouveau",
         r"veuillez vous reconnecter", r"ete deconnecte", r"n.etes (?:pas|plus) connecte"),
    ),
    "maintenance": (
        (r"\bwartung(?:sarbeiten)?\b",), (r"\bmaintenance\b",), (r"\bmantenimiento\b",), (r"\bmanutencao\b",),
        (r"\bmanutenzione\b",), (r"\bmaintenance\b",),
    ),
    "gone": (
        (r"\b(?:angebot|produkt|artikel)\b[^.!]{0,40}(?:nicht gefunden|nicht mehr|geloscht|entfernt|nicht verfugbar)",
         r"\b(?:angebot|produkt|artikel)\b[^.!]{0,40}existiert nicht"),
        (r"\b(?:offer|listing|product|item)\b[^.!]{0,40}(?:not found|no longer|not exist|n.t exist|not available)",
         r"\b(?:offer|listing|product|item)\b[^.!]{0,40}(?:deleted|removed|unavailable)"),
        (r"\b(?:oferta|producto|articulo)\b[^.!]{0,40}(?:no encontrad|no existe|ya no|no (?:esta )?disponible)",
         r"\b(?:oferta|producto|articulo)\b[^.!]{0,40}(?:eliminad|borrad)",
         r"no se encontro (?:la oferta|el producto)"),
        (r"\b(?:oferta|produto|item)\b[^.!]{0,40}(?:nao (?:foi )?encontrad|nao existe|removid|excluid)",
         r"\b(?:oferta|produto|item)\b[^.!]{0,40}nao (?:esta )?(?:mais )?disponivel"),
        (r"\b(?:offerta|prodotto|articolo)\b[^.!]{0,40}(?:non trovat|non esiste|eliminat|rimoss)",
         r"\b(?:offerta|prodotto|articolo)\b[^.!]{0,40}non e (?:piu )?disponibile"),
        (r"\b(?:offre|produit|article)\b[^.!]{0,40}(?:introuvable|n.existe|supprime|retire|plus disponible)",
         r"\b(?:offre|produit|article)\b[^.!]{0,40}n.est pas disponible"),
    ),
    "error": (
        (r"\bfehler\b", r"nicht gefunden", r"zugriff verweigert"),
        (r"\berror\b", r"\b(?:not found|forbidden|access denied|bad request|bad gateway|gateway time-?out)\b",
         r"\b[45]0[0-9]\b"),
        (r"\berror\b", r"no encontrad", r"acceso denegado"),
        (r"\berro\b", r"nao encontrad", r"acesso negado"),
        (r"\berrore\b", r"non trovat", r"accesso negato"),
        (r"\berreur\b", r"introuvable", r"acces refuse"),
    ),
}  # fmt: skip
"""For each notice, its patterns in each language."""


def _any_of(notice: str) -> re.Pattern[str]:
    return re.compile("|".join(form for forms in NOTICES[notice] for form in forms))


EXPIRED = _any_of("expired")
"""Patterns of the notice that the session has ended."""
MAINTENANCE = _any_of("maintenance")
"""Patterns of the notice that the market is under maintenance."""
GONE = _any_of("gone")
"""Patterns of the notice that the listing does not exist any more."""
ERROR = _any_of("error")
"""Patterns of the notice of an error."""
