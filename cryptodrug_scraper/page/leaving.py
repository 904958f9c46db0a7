"""Links that end a visit, in many languages: a crawl that follows one is logged out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptodrug_scraper.page.places.names import fold

if TYPE_CHECKING:
    from cryptodrug_scraper.page.document import Document, Element

__all__ = ["LEAVING_ALONE", "LEAVING_PHRASES", "ends_visit"]

LEAVING_PHRASES = (
    *("log out", "logout", "log off", "logoff", "log me out", "sign out", "signout", "sign off", "end session"),
    *("abmelden", "ausloggen", "logg ut", "logg av", "logga ut", "logga av", "log ud", "log af", "kirjaudu ulos"),
    *("uloskirjautuminen", "útskrá", "skrá út", "uitloggen", "log uit", "afmelden", "déconnexion", "déconnecter"),
    *("se déconnecter", "me déconnecter", "cerrar sesión", "cerrar la sesión", "finalizar sesión", "desconectar"),
    *("desconectarse", "tancar sessió", "terminar sessão", "encerrar sessão", "terminar a sessão", "disconnetti"),
    *("disconnettiti", "disconnessione", "wyloguj", "wyloguj się", "odhlásit", "odhlásit se", "odhlásiť"),
    *("odhlásiť sa", "kijelentkezés", "deconectare", "deconectează", "odjava", "odjavi se"),
    *("одјава", "одјави се", "выйти", "вийти", "разлогиниться", "отпиши се", "αποσύνδεση", "çıkış yap"),
    *("oturumu kapat", "logi välja", "izrakstīties", "atsijungti", "注销", "退出登录", "登出", "ログアウト"),
)
"""What such a link begins with; a name of the account may stand behind."""
LEAVING_ALONE = (
    *("exit", "quit", "leave", "quitter", "salir", "sair", "esci", "uscita", "ieșire", "ieși", "kilépés", "выход"),
    *("вихід", "изход", "έξοδος", "çıkış", "iziet", "退出"),
)
"""What such a link says where it says nothing else."""
_LONGEST = 48
"""Letters of such a link, with a name."""
_SIGNS = re.compile(r"[\W_]+")
_SUFFIX = re.compile(r"\.(?:php|html?|aspx?|cgi|jsp|do)\Z", re.IGNORECASE)


def ends_visit(document: Document, link: Element, path: str | None) -> bool:
    """
    Tell whether a link ends the visit, by what it or its picture says, or by a part of its address.

    Args:
        document: the page.
        link: an ``a``.
        path: its path and query; None where it leads nowhere.
    """
    said = [document.text(link), link.get("title") or "", link.get("aria-label") or ""]
    said += [picture.get("alt") or picture.get("title") or "" for picture in link.iter("img")]
    return any(map(_is_said, said)) or (path is not None and any(map(_is_part, _parts_of(path))))


def _is_said(text: str) -> bool:
    plain = _plain(text) if len(text) <= _LONGEST else ""
    return plain in _SAID_ALONE or plain.startswith(_SAID)


def _is_part(part: str) -> bool:
    return _plain(part).replace(" ", "") in _IN_ADDRESS


def _parts_of(path: str) -> list[str]:
    """The parts of a path and what its query says, without suffixes of files and percent signs."""
    try:
        parts = urlsplit(path)
    except ValueError:
        return []
    asked = [word for pair in parse_qsl(parts.query, keep_blank_values=True) for word in pair]
    return [_SUFFIX.sub("", part) for part in [*map(unquote, parts.path.split("/")), *asked]]


def _plain(text: str) -> str:
    return _SIGNS.sub(" ", fold(text)).strip()


_SAID_ALONE = frozenset(map(_plain, (*LEAVING_PHRASES, *LEAVING_ALONE)))
_SAID = tuple(f"{phrase} " for phrase in map(_plain, LEAVING_PHRASES))
_IN_ADDRESS = frozenset(_plain(phrase).replace(" ", "") for phrase in LEAVING_PHRASES)
