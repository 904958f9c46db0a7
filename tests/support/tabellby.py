"""
Pages of Tabellby, a Swedish market that never was, made of tables within tables: no class, hardly an identifier.

An offer has two rows of a table, of which the second says several things on one line; ratings have headings of columns;
accounts are named by numbers in addresses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OFFERS", "RATINGS", "VENDORS", "save_pages"]

VENDORS = {"7": "björkbark", "12": "Norrsken88", "31": "mossa_lav"}
OFFERS = (
    ("501", "Grå kåda nr 4, 5 g", "7", "1 045,00 €", "0,0308 BTC", "Sverige", "Europa utom Finland", "12", "143"),
    ("502", "Frost, grov, 1 g", "12", "84,00 €", "0,0025 BTC", "Norge", "Europa", "3", "31"),
    ("507", "Mosshatt, hel, 10 g", "31", "39,50 €", "0,0012 BTC", "Finland", "Sverige, Norge", "55", "266"),
    ("511", "Grå kåda nr 7, 25 g", "7", "199,00 €", "0,0059 BTC", "Sverige", "Europa utom Finland", "1", "9"),
    ("518", "Frost, fin, 2 g", "12", "150,00 €", "0,0044 BTC", "Norge", "Europa", "20", "74"),
)
"""Identifier, title, account, price, the same in a coin, origin, destination, stock and sales of each offer."""
RATINGS = (
    (5, "Kom fram på fredagen.", "k***r", "2", "för 3 dagar sedan", "84,00 €", "502", "4", None),
    (
        4,
        "Lite fuktig, annars bra.",
        "e***d",
        "0",
        "för 8 dagar sedan",
        "168,00 €",
        "502",
        None,
        "Tack, vi ser över det.",
    ),
    (5, "Vikten stämmer.", "m***a", "3", "för 2 veckor sedan", "150,00 €", "518", "6", None),
    (2, "Femton dagar utan besked.", "p***4", "1", "för 4 veckor sedan", "84,00 €", "502", "15", "Posten var sen."),
)
"""Stars, words, buyer, the buyer's level, age, amount, offer, days of delivery and answer of each rating."""
_KEY = (
    "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEinvented0key0of0nobody0at0all000000000000\n=aBcD\n"
    "-----END PGP PUBLIC KEY BLOCK-----"
)


def _page(title: str, body: str) -> str:
    menu = "".join(
        f"<tr><td><a href=lista.php?kat={number}>{name}</a> ({count})</td></tr>"
        for number, name, count in (("1", "Kådor", 2), ("2", "Frost", 2), ("3", "Svampar", 1))
    )
    return (
        f"<HTML><HEAD><TITLE>{title} - Tabellby</TITLE></HEAD><BODY bgcolor=#EEEEEE><TABLE width=900><TR><TD>"
        "<FONT size=1>Kurs: 1 BTC = 33 950,00 € | 1 XMR = 150,20 €</FONT></TD><TD>Inloggad: <B>besokare_3</B> &nbsp; "
        "Saldo: 0,0000 BTC</TD></TR></TABLE><TABLE width=900><TR><TD width=170 valign=top><TABLE>"
        f"<TR><TD><B>Avdelningar</B></TD></TR>{menu}</TABLE></TD><TD valign=top>{body}</TD></TR></TABLE>"
        "<TABLE width=900><TR><TD><FONT size=1>Alla tider är svenska.</FONT></TD></TR></TABLE></BODY></HTML>"
    )


def _list(title: str, number: int, offers: tuple[tuple[str, ...], ...]) -> str:
    rows = "".join(
        f"<TR><TD rowspan=2><IMG src=b/{key}.jpg></TD><TD><B><A href=vara.php?id={key}>{name}</A></B></TD>"
        f"<TD><A href=konto.php?nr={account}>{VENDORS[account]}</A> <FONT size=1>(4,71)</FONT></TD>"
        f"<TD align=right><B>{price}</B><BR><FONT size=1>{coin}</FONT></TD></TR>"
        f"<TR><TD colspan=3><FONT size=1>Skickas från: {origin}, till: {target} | i lager: {stock} | sålda: {sold}"
        "</FONT></TD></TR>"
        for key, name, account, price, coin, origin, target, stock, sold in offers
    )
    return _page(
        title,
        f"<FONT size=4><B>{title}</B></FONT><BR><FONT size=1>Sida {number} av 2</FONT><TABLE bgcolor=#BBBBBB>"
        f"<TR><TD colspan=2><B>Benämning</B></TD><TD><B>Säljare</B></TD><TD><B>Pris</B></TD></TR>{rows}</TABLE>",
    )


def _offer(offer: tuple[str, ...]) -> str:
    key, name, account, price, coin, origin, target, stock, sold = offer
    facts = "".join(
        f"<TR><TD>{label}</TD><TD>{value}</TD></TR>"
        for label, value in (
            ("Varunummer", key),
            ("Pris", f"{price} ({coin})"),
            ("Skickas från", origin),
            ("Skickas till", target),
            ("I lager", f"{stock} st."),
            ("Sålda", sold),
        )
    )
    return _page(
        name,
        f"<FONT size=4><B>{name}</B></FONT><TABLE><TR><TD><B>Säljare:</B> <A href=konto.php?nr={account}>"
        f"{VENDORS[account]}</A></TD></TR></TABLE><TABLE border=1>{facts}</TABLE>"
        f"<TABLE><TR><TD bgcolor=#333333><FONT color=white><B>Beskrivning</B></FONT></TD></TR><TR><TD>Torr och mörk. "
        f"Parti <B>{sold}</B>, vägt två gånger.<BR>Bilden är ett exempel.</TD></TR>"
        "<TR><TD bgcolor=#333333><FONT color=white><B>Villkor</B></FONT></TD></TR>"
        f"<TR><TD>Beställ före tolv. Adressen ska vara krypterad, annars avbryts köp {key}.</TD></TR></TABLE>",
    )


def _vendor(number: str) -> str:
    facts = "".join(
        f"<TR><TD>{label}</TD><TD>{value}</TD></TR>"
        for label, value in (
            ("Medlem sedan", f"14.0{len(number)}.2018"),
            ("Senast inloggad", f"för {int(number)} timmar sedan"),
            ("Försäljningar", str(100 + int(number))),
            ("Skickas från", "Sverige"),
        )
    )
    own = [offer for offer in OFFERS if offer[2] == number]
    rows = "".join(
        f"<TR><TD><A href=vara.php?id={offer[0]}>{offer[1]}</A></TD><TD>{offer[3]}</TD><TD>{offer[4]}</TD></TR>"
        for offer in own
    )
    return _page(
        VENDORS[number],
        f"<FONT size=4><B>{VENDORS[number]}</B></FONT><TABLE>{facts}</TABLE><TABLE><TR><TD><B>Om säljaren</B></TD></TR>"
        f"<TR><TD>Vi är {len(own)} personer i skogen, och svarar varje kväll utom söndag.</TD></TR></TABLE>"
        f"<PRE>{_KEY}</PRE><TABLE>{rows}</TABLE><A href=omdomen.php?nr={number}>Omdömen</A>",
    )


def _ratings(number: str, page: int) -> str:
    rows = ""
    for stars, text, buyer, level, age, amount, key, days, answer in RATINGS:
        signs = "<IMG src=b/s1.gif>" * stars + "<IMG src=b/s0.gif>" * (5 - stars)
        title = next(offer[1] for offer in OFFERS if offer[0] == key)
        taken = "" if days is None else f" | Leverans: {days} dagar"
        rows += (
            f"<TR><TD nowrap>{signs}</TD><TD>{text}</TD><TD>{buyer} "
            f"<FONT size=1>(nivå {level})</FONT></TD><TD>{age}</TD>"
            f"<TD align=right>{amount}</TD></TR>"
            "<TR><TD></TD><TD colspan=4><FONT size=1>"
            f"Vara: <A href=vara.php?id={key}>{title}</A>{taken} | Väg: Norge → Sverige</FONT></TD></TR>"
        )
        if answer is not None:
            rows += f"<TR><TD></TD><TD colspan=4><FONT size=1><B>Svar från säljaren:</B> {answer}</FONT></TD></TR>"
    return _page(
        f"Omdömen om {VENDORS[number]}",
        f"<FONT size=4><B>Omdömen om <A href=konto.php?nr={number}>{VENDORS[number]}</A></B></FONT>"
        f"<FONT size=1>Sida {page} av 3</FONT><TABLE bgcolor=#BBBBBB><TR><TD><B>Betyg</B></TD><TD><B>Ord</B></TD>"
        f"<TD><B>Köpare</B></TD><TD><B>Datum</B></TD><TD><B>Belopp</B></TD></TR>{rows}</TABLE>",
    )


def save_pages(folder: Path) -> list[Path]:
    """Save the pages as wget names them, and return their files."""
    pages = {
        "lista.php": _list("Alla varor", 1, OFFERS),
        "lista.php?kat=1": _list("Kådor", 1, (*OFFERS[:2], OFFERS[3])),
        "lista.php?kat=2": _list("Frost", 2, (OFFERS[1], OFFERS[2], OFFERS[4])),
        **{f"vara.php?id={offer[0]}": _offer(offer) for offer in OFFERS},
        **{f"konto.php?nr={number}": _vendor(number) for number in VENDORS},
        "omdomen.php?nr=12": _ratings("12", 1),
        "omdomen.php?nr=12&sida=2": _ratings("12", 2),
    }
    files = []
    for name, text in pages.items():
        file = folder / f"{name}.html"
        file.write_text(text, encoding="utf-8")
        files.append(file)
    return files
