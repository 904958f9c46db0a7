"""An invented market in Icelandic, of whose words no draft knows any, whose pages of one kind have several layouts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.addressed import save_with_addresses

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["CATEGORIES", "HOST", "OFFERS", "RATINGS", "SELLERS", "TEXT", "save_pages"]

_Offer = tuple[str, str, int, str, str, str, str, str]
HOST = "http://skemma.example"
SELLERS = ("Gestur_9", "hlodan", "Ketill.K", "mosi-mosi")
CATEGORIES = (
    ("3", ("Jurtir",), 41),
    ("31", ("Jurtir", "Lauf"), 29),
    ("32", ("Jurtir", "Rætur"), 12),
    ("4", ("Sveppir",), 8),
    ("5", ("Annað",), 17),
    ("51", ("Annað", "Bækur"), 9),
)
"""Identifier, path and number of offers; the first page alone has those that lie within others."""
OFFERS = (
    ("7101", "Þurrkað lauf 10 stk", 0, "1.250,-", "stk", "0,14210", "31", "Escrow"),
    ("7102", "Rót í krukku, stór", 1, "64,50", "", "0,00733", "32", "Escrow FE"),
    ("7108", "Sveppir úr skógi 5 stk", 2, "92,-", "poki", "0,01045", "4", "FE"),
    ("7115", "Gömul kort af sveitum", 3, "7,90", "", "0,00090", "51", "Escrow"),
    ("7120", "Lauf og rætur saman", 0, "180,-", "", "0,02045", "31", "Escrow FE"),
    ("7133", "Vetrarsveppir, nýir", 1, "33,-", "poki", "0,00375", "4", "Escrow"),
    ("7140", "Bók um jurtir og lyng", 2, "12,40", "stk", "0,00141", "51", "FE"),
    ("7152", "Lítil krukka af rótum", 3, "48,-", "", "0,00545", "32", "Escrow"),
)
"""Identifier, title, seller, price in euro, what it is for, the same in bitcoin, category, ways of payment."""
RATINGS = (
    ("kom fljótt og vel frá gengið", 0, "q**7", "64,50", "2019-03-01"),
    ("tveimur dögum of seint", 1, "m**a", "1.250,00", "2019-02-26"),
    ("allt eins og lýst var", 2, "9**k", "92,00", "2019-02-20"),
    ("", 3, "z**0", "7,90", "2019-02-11"),
    ("kaupi hér aftur í vor", 4, "k**u", "180,00", "2019-02-02"),
)
"""Comment, offer, masked buyer, amount in euro, day."""
TEXT = "Hér er sagt frá öllu sem skiptir máli, í nokkrum orðum og án þess að flýta sér um of, því að nóg er af tíma."


_CLAIM = "<br><b>Stock:</b> 99, segir einhver"
"""What a seller writes, which is no value of the market's."""


def save_pages(folder: Path, *, are_paired: bool = False) -> dict[str, Path]:
    """
    Save the pages of the market in a folder, each with its address beside it; return their files by address.

    Args:
        folder: where they go.
        are_paired: whether a rating is two rows of a table, over which a cell of the first goes.
    """
    pages = {
        "/": _page("Forsíða", _tree() + _table("nyt", (_card(offer, is_bare=True) for offer in OFFERS[:3]))),
        "/flokkur/3": _list("Jurtir", OFFERS[:4]),
        "/flokkur/4": _list("Sveppir", OFFERS[2:7]),
        "/flokkur/5": _list("Annað", OFFERS[3:]),
        "/leit?ord=lauf": _list("Leit", OFFERS[:6], is_search=True),
    }
    pages |= {f"/vara/{offer[0]}": _offer(number) for number, offer in enumerate(OFFERS)}
    for number, name in enumerate(SELLERS):
        own = [offer for offer in OFFERS if SELLERS[offer[2]] == name]
        pages[f"/bod/{name}"] = _seller(number)
        pages[f"/bod/{name}/vorur"] = _page(
            f"Vörur: {name}", f"<h2>{name}</h2>" + _table("vorur", (_card(offer) for offer in own * 2))
        )
    pages[f"/bod/{SELLERS[1]}/domar"] = _ratings(SELLERS[1], are_paired=are_paired)
    return save_with_addresses(folder, HOST, {address: page.encode() for address, page in pages.items()})


def _page(title: str, body: str, menu: str = "") -> str:
    return (
        f"<html><head><title>{title} | Skemma</title></head><body><div class='toppur'><a href='/'>Skemma</a> "
        f"<a href='/hjalp'>Hjálp</a></div>{menu}<div class='efni'>{body}</div><p class='botn'>Skemma 2019</p>"
        "</body></html>"
    )


def _tree() -> str:
    """The menu of the first page: all categories, as lists within lists."""
    items = []
    for own, path, count in CATEGORIES:
        if len(path) == 1:
            below = "".join(
                f"<li><a href='/flokkur/{other}'>{names[1]}</a> ({number})</li>"
                for other, names, number in CATEGORIES
                if len(names) > 1 and names[0] == path[0]
            )
            items.append(
                f"<li><a href='/flokkur/{own}'>{path[0]}</a> ({count}){f'<ul>{below}</ul>' if below else ''}</li>"
            )
    return f"<ul class='tre'>{''.join(items)}</ul>"


def _short_menu() -> str:
    """The menu of other pages: the categories that lie in none."""
    links = (
        f"<a href='/flokkur/{own}'>{path[0]} <span>{count}</span></a>"
        for own, path, count in CATEGORIES
        if not path[1:]
    )
    return f"<div class='flokkar'>{''.join(links)}</div>"


def _table(name: str, rows: Iterable[str]) -> str:
    return f"<table class='{name}'>{''.join(rows)}</table>"


def _card(offer: _Offer, *, is_bare: bool = False, is_search: bool = False) -> str:
    own, title, seller, price, unit, coins, category, payment = offer
    if is_bare:
        return f"<tr><td class='kort'><a href='/vara/{own}'>{title}</a> <b>€ {price}</b></td></tr>"
    badges = "".join(f"<span class='label'>{way}</span> " for way in payment.split())
    path = next(path for other, path, _ in CATEGORIES if other == category)
    above = {names[-1]: other for other, names, _ in CATEGORIES}
    links = " / ".join(f"<a href='/flokkur/{above[name]}'>{name}</a>" for name in path)
    from_search = "?fra=leit" if is_search else ""
    vendor = f"<a href='/bod/{SELLERS[seller]}'>{SELLERS[seller]}</a>"
    place = f"<i>{links}</i>, <em>{vendor}</em>" if is_search else vendor
    return (
        f"<tr class='vara'><td><a class='heiti' href='/vara/{own}{from_search}'>{title}</a> {badges}{place}</td>"
        f"<td><b>€ {price}</b>{f' / {unit}' if unit else ''}<br><small>{coins} BTC</small></td></tr>"
    )


def _list(title: str, offers: Iterable[_Offer], *, is_search: bool = False) -> str:
    rows = (_card(offer, is_search=is_search) for offer in offers)
    return _page(title, f"<h2>{title}</h2>{_table('vorur', rows)}", _short_menu())


def _offer(number: int) -> str:
    """The page of an offer: in two layouts, which have its title, its seller and its price at other places."""
    _, title, seller, price, unit, coins, category, _ = OFFERS[number]
    name, each = SELLERS[seller], f" / {unit}" if unit else ""
    path = next(path for own, path, _ in CATEGORIES if own == category)
    way = " » ".join(f"<a href='/flokkur/{own}'>{names[-1]}</a>" for own, names, _ in CATEGORIES if names[-1] in path)
    if number % 2:
        body = (
            f"<center><font size='5'>{title}</font></center><p class='slod'>{way}</p>"
            f"<font size='2'><a href='/bod/{name}'>{name}</a><br><b class='upphaed'>€ {price}{each}</b> "
            f"<i>({coins} BTC)</i></font>"
            f"<p class='texti'>{number} {TEXT}{_CLAIM}</p>"
        )
    else:
        body = (
            f"<h1>{title}</h1><p class='slod'>{way}</p>"
            f"<div class='verd'>€ {price}{each}<br><small>{coins} BTC</small></div>"
            f"<div class='seljandi'><a href='/bod/{name}'>{name}</a></div><p class='texti'>{number} {TEXT}{_CLAIM}</p>"
        )
    choices = (
        "<select class='val' name='sending'><option>Almennt bréf - € 4,- / pöntun</option>"
        "<option>Hraðbréf (3 days) - € 11,50</option></select>"
        "<select class='val' name='magn'><option>1</option><option>2</option></select>"
    )
    stock = f"<dl><dt>Stock</dt><dd>{number + 3}</dd></dl>"
    terms = f"<h4>Refund policy</h4>{number} Aldrei nema um það sé samið.<div>Skrifið fyrst.</div><b>Stock:</b> 98<hr>"
    return _page(title, f"{stock}{body}<p>Delivery</p>{choices}{terms}", _short_menu())


def _seller(number: int) -> str:
    """The page of an account, in two layouts, which have its name at other places."""
    name = SELLERS[number]
    links = (("", "Um"), ("/vorur", "Vörur"), ("/domar", "Dómar"))
    shown = " ".join(f"<a href='/bod/{name}{part}'>{text}</a>" for part, text in links)
    tabs = f"<p class='flipar'>{shown}</p><ul><li><span>Profile</span></li><li>{shown}</li></ul>"
    rated = "<p class='profile-rating'>4,8 of 5 (604 ratings)</p>"
    head = f"<table><tr><td><font color='green'>{name}</font></td></tr></table>" if number % 2 else f"<h2>{name}</h2>"
    seen = f"<dl><dt>Last active</dt><dd>{f'{number} days ago' if number % 2 else f'2019-03-0{number + 1}'}</dd></dl>"
    return _page(
        f"Seljandi {name}", f"{tabs}{head}{seen}<div class='profile-text'>{number} {TEXT}</div>{rated}", _short_menu()
    )


def _ratings(name: str, *, are_paired: bool) -> str:
    rows = []
    for comment, offer, buyer, amount, day in RATINGS:
        link = f"<a href='/vara/{OFFERS[offer][0]}'>{OFFERS[offer][1]}</a>"
        if are_paired:
            rows += [
                f"<tr><td rowspan='2'><img src='/merki.png'></td><td>{comment}</td><td>{day}</td></tr>",
                f"<tr><td colspan='2'><u>{buyer}</u> <small>{link}</small> <b>€ {amount}</b></td></tr>",
            ]
        else:
            rows.append(
                f"<tr><td>{comment}<br><small>{link}</small></td><td>{buyer}</td><td class='borgad'>€ {amount}</td>"
                f"<td>{day}</td></tr>"
            )
    return _page(f"Dómar: {name}", f"<h2>{name}</h2>{_table('domar', rows)}", _short_menu())
