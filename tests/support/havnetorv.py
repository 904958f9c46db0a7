"""
Pages of Havnetorv, a Danish market that never was, as a mirror of it: days first, decimal commas, a currency called kr.

Its look is its own: cards are articles, offers a list of terms, accounts a table, ratings a list; the menu is nested.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HOST = "havnetorv.example"
KEY = """-----BEGIN PGP PUBLIC KEY BLOCK-----

mDMEZk0AAhYJKwYBBAHaRw8BAQdAinvented0key0of0nobody0at0all0000000
=aBcD
-----END PGP PUBLIC KEY BLOCK-----"""


@dataclass(frozen=True)
class Ware:
    """An offer: its identifier, title, seller, price, category, places, stock, sales, and what its seller says."""

    number: str
    title: str
    seller: str
    price: str
    category: str
    origin: str
    targets: str
    left: str
    sold: str
    text: str


WARES = (
    Ware(
        *(
            "kk407007",
            "Marokkansk hash, 10 gram",
            "fyrmester",
            "649,50 kr.",
            "21",
            "Danmark",
            "Danmark, Sverige",
            "14",
            "1.204",
        ),
        "Blød og mørk, presset i foråret. Sendes samme aften i to lag folie, hvis bestillingen er inde før fire.",
    ),
    Ware(
        *("kk408008", "Tyske kager med hash", "skumspr0jt", "85,00 kr.", "22", "Tyskland", "Hele verden", "3", "87"),
        "Seks stykker i æske, bagt efter en gammel opskrift. De holder sig i tre uger, når de ligger køligt og mørkt.",
    ),
    Ware(
        *(
            "kk409009",
            "Bøger om bådbyggeri, 12 stk.",
            "fyrmester",
            "1.149,00 kr.",
            "31",
            "Danmark",
            "Danmark",
            "1",
            "6",
        ),
        "Fra en nedlagt skole ved fjorden; alle er læst, et par har løse blade. Køberen må selv finde plads til dem.",
    ),
    Ware(
        *(
            "kk410010",
            "Hollandsk pollen, 5 gram",
            "dokken_7",
            "420,00 kr.",
            "21",
            "Holland",
            "Danmark, Norge",
            "40",
            "311",
        ),
        "Lys og tør, uden planterester. Vejes efter på en kontrolleret vægt; pakken går fra et andet land end hans.",
    ),
)
CATEGORIES = {
    "20": ("Cannabis",),
    "21": ("Cannabis", "Hash"),
    "22": ("Cannabis", "Spiseligt"),
    "30": ("Andet",),
    "31": ("Andet", "Bøger"),
    "32": ("Cannabis", "Andet"),
}
SELLERS = {
    "fyrmester": ("11.03.2018", "02.02.2019", "412", "98,7 %"),
    "skumspr0jt": ("30.11.2018", "31.01.2019", "87", "100 %"),
}
RATINGS = {
    "fyrmester": (
        ("k***9", "31.01.2019 21:04", "Hurtig levering og pæn vægt.", "649,50 kr."),
        ("a***m", "28.01.2019 07:55", "Kom en dag for sent, ellers godt.", "1.299,00 kr."),
        ("p***0", "12.12.2018 23:40", "Anden gang, samme gode vare.", "649,50 kr."),
        ("t***s", "02.12.2018 12:12", "Bøgerne er slidte, men hele.", "1.149,00 kr."),
    ),
    "skumspr0jt": (
        ("r***e", "30.01.2019 10:31", "Smager af mere end kanel.", "85,00 kr."),
        ("b***k", "19.01.2019 18:00", "Æsken var trykket i hjørnet.", "170,00 kr."),
        ("k***9", "03.01.2019 09:09", "Fint til en søndag.", "85,00 kr."),
    ),
}
_PAGE = """<!DOCTYPE html>
<html lang="da"><head><meta charset="utf-8"><title>{title} | Havnetorv</title></head>
<body class="torv"><header><a class="logo" href="/">Havnetorv</a> <a href="/kurv">Kurv</a>
<a href="/beskeder">Beskeder (0)</a></header>
<nav id="varegrupper"><ul>
<li><a href="/gruppe/20">Cannabis <em>58</em></a><ul>
<li><a href="/gruppe/21">Hash <em>41</em></a></li><li><a href="/gruppe/22">Spiseligt <em>9</em></a></li>
<li><a href="/gruppe/32">Andet <em>8</em></a></li></ul></li>
<li><a href="/gruppe/30">› Andet <em>7</em></a><ul><li><a href="/gruppe/31">Bøger <em>7</em></a></li></ul></li>
</ul></nav>
{body}
<footer>Alle tider er dansk tid. Vi svarer på alt, hvad der angår handler,
og på intet andet; skriv til os, når noget er galt.</footer>
</body></html>
"""


def _card(ware: Ware) -> str:
    return (
        f'<article class="vare">\n<h3><a href="/vare/{ware.number}">{ware.title}</a></h3>\n'
        f'<p class="fra">hos <a class="handlende" href="/handlende/{ware.seller}">{ware.seller}</a></p>\n'
        f'<div class="pris">{ware.price}</div>\n<div><b>Solgt:</b> {ware.sold}</div></article>'
    )


def _list(title: str, numbers: tuple[int, ...]) -> str:
    pager = '<p class="sider"><a href="?side=1">1</a> <a href="?side=2">2</a> <a href="?side=2">»</a></p>'
    cards = "\n".join(_card(WARES[at]) for at in numbers)
    return _PAGE.format(title=title, body=f'<section class="liste">{cards}</section>{pager}')


def _ware(ware: Ware) -> str:
    terms = {
        "Pris": ware.price,
        "Sælger": f'<a href="/handlende/{ware.seller}">{ware.seller}</a>',
        "Sendes fra": ware.origin,
        "Sendes til": ware.targets,
        "På lager": ware.left,
        "Solgt": ware.sold,
        "Levering": "2 dage",
    }
    said = "".join(f"<dt>{label}</dt><dd>{value}</dd>\n" for label, value in terms.items())
    text = f'<h2>Beskrivelse</h2><div class="tekst">{ware.text}</div>'
    body = f'<main class="blad"><h1>{ware.title}</h1><dl>{said}</dl>{text}</main>'
    return _PAGE.format(title=ware.title, body=body)


def _head(seller: str, tab: str) -> str:
    own = f"/handlende/{seller}"
    tabs = f'<a href="{own}">Profil</a> <a href="{own}/karakterer">Karakterer</a>'
    return f'<main class="konto"><h1>{seller}</h1><p class="faner">{tabs}</p>{tab}</main>'


def _seller(seller: str) -> str:
    since, seen, sales, good = SELLERS[seller]
    rows = {"Medlem siden": since, "Sidst set": seen, "Antal salg": sales, "Positive": good}
    table = "".join(f"<tr><th>{label}</th><td>{value}</td></tr>\n" for label, value in rows.items())
    return _PAGE.format(
        title=seller, body=_head(seller, f'<table class="om">{table}</table><pre class="noegle">{KEY}</pre>')
    )


def _ratings(seller: str) -> str:
    rows = "\n".join(
        f'<li class="karakter"><span class="hvem">{who}</span> <time>{day}</time> <q>{words}</q> '
        f'<i class="beloeb">{paid}</i></li>'
        for who, day, words, paid in RATINGS[seller]
    )
    return _PAGE.format(title=seller, body=_head(seller, f'<ol class="karakterer">{rows}</ol>'))


LOGIN = """<!DOCTYPE html><html lang="da"><head><title>Log ind | Havnetorv</title></head><body class="torv">
<form id="ind" action="/ind"><label>Navn</label><input name="navn"><input type="password" name="ord">
</form></body></html>"""
GONE = """<!DOCTYPE html><html lang="da"><head><title>404 Ikke fundet | Havnetorv</title></head><body class="torv">
<p id="intet">Her er ikke noget.</p></body></html>"""
PAGES = {
    "index.html": _list("Forside", (0, 1, 2, 3)),
    "gruppe/20": _list("Cannabis", (0, 1, 3)),
    "gruppe/21": _list("Hash", (0, 3)),
    **{f"vare/{ware.number}": _ware(ware) for ware in WARES},
    **{f"handlende/{seller}/index.html": _seller(seller) for seller in SELLERS},
    **{f"handlende/{seller}/karakterer": _ratings(seller) for seller in SELLERS},
    "ind": LOGIN,
    "intet": GONE,
}
"""The pages by the last part of their addresses."""
KINDS = {
    "index.html": "home",
    "gruppe": "category_list",
    "vare": "listing",
    "ind": "login",
    "intet": "listing_gone",
}
"""Of which kind the pages are whose address begins so."""


def kind_of(name: str) -> str:
    """The kind of a page, by its place among `PAGES`."""
    if name.startswith("handlende"):
        return "vendor_feedback" if name.endswith("karakterer") else "vendor_profile"
    return KINDS[name.partition("/")[0]]


def save_mirror(folder: Path) -> Path:
    """Write the pages as a mirror of the site, and return its folder."""
    root = folder / "2019-02-03" / HOST
    for name, page in PAGES.items():
        file = root / (name if name.endswith(".html") else f"{name}.html")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, encoding="utf-8")
    return root
