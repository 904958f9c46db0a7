"""An invented market in Hungarian, of whose words no draft knows any, in the style of a common style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ANSWERS", "OFFERS", "SELLERS", "save_pages"]

SELLERS = (
    ("kovi_77", 1204, 9, "98,1", "4,91", 17, "Padlásról szállítok, hetente háromszor, mindig ugyanabban a dobozban."),
    ("Bor.Zsuzsa", 388, 6, "95,4", "4,60", 3, "Kis készlet, lassú posta, de eddig minden megérkezett mindenkinek."),
    ("holló__3", 52, 2, "88,0", "4,05", 0, "Új vagyok itt, kérdezz bátran, este kilenc után válaszolok csak."),
)
"""Name, sales, level of ten, share of good ratings in percent, mean of ratings, disputes, what the seller says."""
OFFERS = (
    ("a1f0-77", "Kerti keverék 10 g", 0, "12 500", "15 000", "Magyarország", "Österreich", "raktáron", 301),
    ("b2c4-19", "Gombás zacskó, 5 adag", 1, "8 990", "", "Magyarország", "România", "elfogyott", 12),
    ("c3d8-55", "Padlás különlegessége 25 g", 0, "29 900", "", "Slovensko", "Magyarország", "raktáron", 77),
    ("d4e2-08", "Bélyeg 3 db, téli sorozat", 2, "6 400", "7 100", "Österreich", "Magyarország", "bőven", 5),
    ("e5f6-31", "Kapszula 12 db (új adag)", 1, "18 200", "", "România", "Slovensko", "elfogyott", 40),
    ("f6a9-44", "Reggeli tea, 100 g", 2, "3 300", "", "Magyarország", "Österreich", "bőven", 219),
)
"""Identifier, title, seller, price in forint, one that is struck out, origin, destination, stock, sold."""
_RATINGS = (
    ("tetszett", "q**7", 4, "2019-03-01", "gyors volt és pontos, köszönöm szépen", "Örülök!"),
    ("nem tetszett", "m**a", 1, "2019-02-26", "két napot késett a csomag a végén", "A posta volt."),
    ("elment", "9**k", 7, "2019-02-20", "(nem írt semmit)", ""),
    ("tetszett", "z**0", 2, "2019-02-11", "harmadszor is innen rendelek majd biztosan", ""),
)
"""Vote, masked buyer, the buyer's level, day, comment, the seller's answer."""
_AT_ONCE = ("1 - 20", "min. 2", "legfeljebb 3")
"""How much one order may be of, by the number of the offer."""
_EMPTY = '<p class="lead">Üres polc, nézz vissza holnap reggel.</p>'

ANSWERS = """\
[pages]
"empty.html" = "category_list"

[listing.labels]
"Indul" = "ships_from"
"Érkezik" = "ships_to"
"Megvan" = "stock"
"Elvitték" = "sold"
"Egyszerre" = "order_min order_max"
"Polcszám" = "none"

[listing.places]
"div.seller-box i.badge" = "vendor.level"

[card.places]
"h6 a@title" = "title"
"span.stock" = "stock"
"p.by i" = "vendor.level"

[review.labels]
"Hang" = "sign"
"Szavak" = "comment"
"Kié" = "buyer_mask buyer_level"

[vendor.labels]
"Elkelt" = "sales"
"Fok" = "level"
"Elégedett" = "positive_share"
"Átlag" = "rating"
"Patvarok" = "disputes"

[texts]
"Ki vagyok" = "profile"
"Erről" = "description"

[rows]
"ul.post li" = "shipping_options"

[words]
nothing = ["(nem írt semmit)"]

[words.stock]
"raktáron" = "available"
"bőven" = "available"
"elfogyott" = "sold_out"

[words.sign]
"tetszett" = "positive"
"nem tetszett" = "negative"
"elment" = "neutral"

[words.currency]
"Ft" = "HUF"
"""


def save_pages(folder: Path) -> dict[str, Path]:
    """Save the pages below a folder as their addresses say, without the name of the host; return them by those."""
    texts = {"index": _page("Padlás", _tiles()), "search?q=padlas": _page("Padlás", _table())}
    texts |= {f"shelf/{number}": _page("Padlás", _tiles()) for number in (1, 2)}
    texts["shelf/empty"] = _page("Padlás", _EMPTY)
    texts |= {f"offer/{row[0]}": _page(f"{row[1]} | Padlás", _offer(row)) for row in OFFERS}
    texts |= {f"seller/{row[0]}": _page("Padlás", _seller(row)) for row in SELLERS}
    ratings = f"<h2>Vélemények</h2><p>Page 3 of 12 · 119 vélemény</p>{_ratings(SELLERS[0][0])}"
    texts[f"seller/{SELLERS[0][0]}/said?page=3"] = _page("Vélemények", ratings)
    files = {}
    for name, text in texts.items():
        files[name] = folder / f"{name}.html"
        files[name].parent.mkdir(parents=True, exist_ok=True)
        files[name].write_text(text, encoding="utf-8")
    return files


def _page(title: str, body: str) -> str:
    shelves = "".join(f'<li><a href="/shelf/{slug}">{said}</a></li>' for slug, said in (("1", "Kert"), ("2", "Gomba")))
    return (
        f'<!DOCTYPE html><html lang="hu"><head><meta charset="utf-8"><title>{title}</title></head><body>'
        f'<nav class="navbar"><a class="navbar-brand" href="/">Padlás</a><ul class="nav">{shelves}'
        '<li><a href="/shelf/empty">Egyéb</a></li></ul><a href="/wallet">0,0210 BTC</a></nav>'
        f'<main class="container">{body}</main><footer class="page-footer">Padlás 2019</footer></body></html>'
    )


def _link(row: tuple[object, ...]) -> str:
    return f'<a href="/offer/{row[0]}">{row[1]}</a>'


def _cut_link(row: tuple[object, ...]) -> str:
    """A link whose text is cut, with the whole of it in an attribute where it is."""
    whole = str(row[1])
    return f'<a href="/offer/{row[0]}"' + (f' title="{whole}">{whole[:12]}…</a>' if whole[12:] else f">{whole}</a>")


def _by(row: tuple[object, ...]) -> str:
    name = SELLERS[int(str(row[2]))][0]
    return f'<a href="/seller/{name}">{name}</a>'


def _level(row: tuple[object, ...]) -> str:
    return f'<i class="badge">{SELLERS[int(str(row[2]))][2]}. szint</i>'


def _price(row: tuple[object, ...]) -> str:
    return (f"<s>{row[4]} Ft</s> " if row[4] else "") + f"<strong>{row[3]} Ft</strong>"


def _tiles() -> str:
    return '<div class="row">{}</div>'.format(
        "".join(
            f'<div class="col-md-3"><h6>{_cut_link(row)}</h6><p class="by">{_by(row)} {_level(row)}</p>'
            f'<p class="way"><i class="fa fa-globe"></i> {row[5]} <i class="fa fa-arrow-right"></i> {row[6]}</p>'
            f'<p class="money">{_price(row)}</p><span class="stock">{row[7]}</span></div>'
            for row in OFFERS
        )
    )


def _table() -> str:
    rows = "".join(f"<tr><td>{_link(row)}</td><td>{_by(row)}</td><td>{row[3]} Ft</td></tr>" for row in reversed(OFFERS))
    return f'<table class="found"><thead><tr><th>Tétel</th><th>Eladó</th><th>Ár</th></tr></thead>{rows}</table>'


def _facts(*facts: tuple[str, object]) -> str:
    items = "".join(f'<li><span class="k">{label}</span><span class="v">{value}</span></li>' for label, value in facts)
    return f'<ul class="list-group">{items}</ul>'


def _offer(row: tuple[object, ...]) -> str:
    once = _AT_ONCE[[each[0] for each in OFFERS].index(str(row[0])) % len(_AT_ONCE)]
    facts = _facts(
        *(("Indul", row[5]), ("Érkezik", row[6]), ("Megvan", row[7]), ("Elvitték", row[8])),
        *(("Polcszám", f"P-{row[8]}"), ("Egyszerre", once)),
    )
    return (
        f'<h4>{row[1]}</h4><div class="seller-box">{_by(row)} {_level(row)}</div>'
        f'<div class="h4 money">{_price(row)}</div>{facts}'
        '<ul class="post"><li>Sima levél 890 Ft</li><li>Futár másnapra 2 400 Ft</li></ul>'
        f"<h5>Erről</h5><p>A {str(row[1]).lower()} saját kezűleg csomagolva érkezik, két rétegben.</p>"
    )


def _seller(row: tuple[object, ...]) -> str:
    values = (
        ("Elkelt", row[1]),
        ("Fok", f"{row[2]} / 10"),
        ("Elégedett", f"{row[3]} %"),
        ("Átlag", row[4]),
        ("Patvarok", f"{row[5]}, ebből elvesztett 0"),
    )
    boxes = "".join(
        f'<div class="col"><div class="h5">{value}</div><small>{label}</small></div>' for label, value in values
    )
    return (
        f'<h3>{row[0]}</h3><div class="row text-center">{boxes}</div><h5>Ki vagyok</h5><p>{row[6]}</p>'
        f"{_ratings(str(row[0]))}"
    )


def _ratings(seller: str) -> str:
    rows = "".join(
        f"<tr><td>{vote}</td><td>{comment}{_answer(seller, answer)}</td><td>{_link(OFFERS[at])}<br>"
        f"<small>{OFFERS[at][3]} Ft</small></td><td>{buyer} ({level})</td><td>{day}</td></tr>"
        for at, (vote, buyer, level, day, comment, answer) in enumerate(_RATINGS)
    )
    heads = "".join(f"<th>{said}</th>" for said in ("Hang", "Szavak", "Darab", "Kié", "Mikor"))
    return f'<table class="said"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _answer(seller: str, answer: str) -> str:
    return f"<br><small><b>{seller}:</b> {answer}</small>" if answer else ""
