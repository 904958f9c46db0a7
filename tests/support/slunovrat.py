"""An invented market in Czech that has icons in the place of labels: of a font, pictures and drawings."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ANSWERS", "OFFERS", "RATINGS", "SELLERS", "save_pages"]

SELLERS = (
    ("vlnka_12", "3. 2. 2018", "28. 2. 2019", 1204, "Posílám každé pondělí a čtvrtek, na zprávy odpovídám do večera."),
    ("Kmotr.Mraz", "17. 11. 2016", "6. 3. 2019", 88, "Zboží balím dvakrát a odnáším na poštu sám, nikdy v pátek."),
    ("tetka-z-lesa", "9. 1. 2019", "21. 2. 2019", 5, "Jsem tu nová a mám jen pár kusů, ale poctivě zvážených."),
)
"""Name, day of joining, day of the last visit, sales, what the seller says."""
OFFERS = (
    ("101", "Lipový květ 20 g", 0, "480", "Česko", "Polsko", 3488, 58),
    ("102", "Mech z paseky 5 g", 1, "1 150", "Slovensko", "Rakousko", 12, 0),
    ("103", "Ranní rosa, 3 ks", 0, "260", "Česko", "Německo", 940, 17),
    ("104", "Bobule zimní 50 g", 2, "2 900", "Polsko", "Česko", 77, 4),
    ("105", "Horská směs 10 g", 1, "730", "Slovensko", "Polsko", 1502, 231),
    ("106", "Kořen ze sklepa, kus", 2, "95", "Rakousko", "Německo", 6, 1),
)
"""Identifier, title, seller, price in koruna, origin, destination, views, sold."""
RATINGS = (
    ("slunce", "p**k", "2019-03-01", "přišlo to za tři dny, díky moc"),
    ("bouře", "m**a", "2019-02-26", "čekal jsem měsíc a nic nedorazilo"),
    ("mrak", "z**0", "2019-02-20", "váha seděla, ale obálka byla otevřená"),
    ("slunce", "q**7", "2019-02-11", "potřetí a zase všechno v pořádku"),
)
"""What the picture of each rating is called, masked buyer, day, comment."""

ANSWERS = """\
[listing.labels]
"icon:oko" = "views"
"icon:kosik" = "sold"

[words.sign]
"slunce" = "positive"
"mrak" = "neutral"
"bouře" = "negative"
"""


def save_pages(folder: Path) -> dict[str, Path]:
    """Save the pages below a folder as their addresses say, without the name of the host; return them by those."""
    texts = {name: _page("Slunovrat", _cards()) for name in ("index", "police/1", "police/2")}
    texts |= {f"zbozi/{row[0]}": _page(f"{row[1]} | Slunovrat", _offer(row)) for row in OFFERS}
    texts |= {f"ucet/{row[0]}": _page(f"{row[0]} | Slunovrat", _seller(row)) for row in SELLERS}
    files = {}
    for name, text in texts.items():
        files[name] = folder / f"{name}.html"
        files[name].parent.mkdir(parents=True, exist_ok=True)
        files[name].write_text(text, encoding="utf-8")
    return files


def _page(title: str, body: str) -> str:
    shelves = "".join(
        f'<li><a href="/police/{number}"><i class="fa fa-leaf"></i> {said}</a></li>'
        for number, said in (("1", "Byliny"), ("2", "Ostatní"))
    )
    return (
        f'<!DOCTYPE html><html lang="cs"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<div class="top"><a class="brand" href="/">Slunovrat</a> <i class="fa fa-bell"></i> 3<ul>{shelves}</ul>'
        '<a href="/posta"><i class="fa fa-envelope"></i> 2</a></div>'
        f'<div class="middle">{body}</div><p class="foot">Slunovrat 2019</p></body></html>'
    )


def _link(row: tuple[object, ...]) -> str:
    return f'<a href="/zbozi/{row[0]}">{row[1]}</a>'


def _by(row: tuple[object, ...]) -> str:
    name = SELLERS[int(str(row[2]))][0]
    return f'<a href="/ucet/{name}">{name}</a>'


def _share(row: tuple[str, str, int, str, str, str, int, int]) -> int:
    return 98 - row[2]


def _cards() -> str:
    cards = "".join(
        f'<div class="card"><h5>{_link(row)}</h5><p class="by">{_by(row)} <i class="fa fa-plane"></i>'
        f'{row[4]} → {row[5]}</p><p class="said"><i class="fa fa-eye fa-fw"></i>{row[6]}'
        f'<span class="fa fa-shopping-basket"></span>{row[7]}</p><p class="money"><b>{row[3]} Kč</b></p></div>'
        for row in OFFERS
    )
    return f'<h2><i class="fa fa-list"></i> Nabídky</h2><div class="cards">{cards}</div>'


def _offer(row: tuple[str, str, int, str, str, str, int, int]) -> str:
    return (
        f'<h3>{row[1]}</h3><p class="seller">{_by(row)}<br><i class="fa fa-thumbs-up"></i>{_share(row)} %<br>'
        f'<i class="fa fa-shopping-cart"></i>{SELLERS[row[2]][3]}</p><p class="money"><b>{row[3]} Kč</b></p>'
        '<div class="facts">'
        f'<img src="/ikony/oko.png" alt="">{row[6]}<br><img src="/ikony/kosik.png" alt="">{row[7]} ks<br>'
        f'<img src="/ikony/vuz.png" alt="">{row[4]} → {row[5]}</div>'
        f"<h4>Popis</h4><p>{row[1]} z vlastní zahrady, sušeno na slunci a uloženo ve skle.</p>"
        '<button><i class="fa fa-shopping-basket"></i> Koupit 1</button>'
    )


def _seller(row: tuple[object, ...]) -> str:
    rows = "".join(
        f'<tr><td><img src="/ikony/{at}.png" alt="{look}"></td><td>{comment}</td><td>{_link(OFFERS[at])}</td>'
        f"<td>{buyer}</td><td>{day}</td></tr>"
        for at, (look, buyer, day, comment) in enumerate(RATINGS)
    )
    return (
        f'<h3>{row[0]}</h3><div class="about"><svg class="ikona"><use xlink:href="#i-cart"></use></svg>{row[3]} '
        f'<svg class="ikona"><use xlink:href="#i-calendar"></use></svg>{row[1]} '
        f'<svg class="ikona"><use xlink:href="#i-log-in"></use></svg>{row[2]}</div><h4>O mně</h4><p>{row[4]}</p>'
        f'<table class="said">{rows}</table>'
    )
