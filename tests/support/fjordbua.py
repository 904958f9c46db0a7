"""
Pages of Fjordbua, a Norwegian market that never was: addresses have a word before what they name, classes end with a
hash that differs between two builds of the site, and files are called as the addresses of the pages end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["ACCOUNTS", "ANSWERED", "OFFERS", "save_pages"]

OFFERS = (
    (4711, "Myrull 3,5 g", "fru.holm", "450,00 kr", 0.00112, 14, 212),
    (4712, "Tåke over Bryggen, 25 g (15 % av)", "Kai_9", "1.990,00 kr", 0.00497, 3, 31),
    (4755, "Seks små 2019", "Kai_9", "89,50 kr", 0.00022, 120, 66),
    (4806, "Nordlys 100 g", "x-Vest-4", "7.250,00 kr", 0.01812, 1, 8),
    (4820, "Grus 1 g", "fru.holm", "120,00 kr", 0.00030, 40, 977),
)
"""Identifier, title, account, price, the same in a coin, stock and sales."""
ACCOUNTS = (
    ("fru.holm", 7, "4,81", "97,2", 2143, "14.03.2017"),
    ("Kai_9", 3, "4,10", "88,0", 450, "08.11.2018"),
    ("x-Vest-4", 1, "3,95", "71,4", 12, "30.01.2019"),
)
"""Name, level, rating, share of positive ratings, sales and first day."""
ANSWERED = (
    (5, "Takk!<br>Kom etter tre dager.", "Hyggelig, velkommen igjen.", "k····9", "for 3 dager siden"),
    (2, "To dager for sent.", None, "b····a", "for 2 uker siden"),
    (4, "Som avtalt.", "Takk for handelen.", "5····e", "for 5 uker siden"),
)
"""Stars, words, answer, buyer and age; each is of the offer at its place."""
_HALLS = ((1, "Urter", 412, ((11, "Inne", 268), (12, "Ute", 144))), (2, "Harpiks", 17, ()), (3, "Annet", 0, ()))
_HASHES = (
    {"Card_root": "x7Ab2", "Card_title": "Q0_zk", "Card_by": "m3Kp9", "Price_box": "aB1cD", "Meta_row": "Z9y8X"},
    {"Card_root": "kk-4R", "Card_title": "8tYuI", "Card_by": "Pq2Rs", "Price_box": "H7j6G", "Meta_row": "e5W4q"},
)


class _Build:
    """One build of the site, with its hashes and its place of the rates."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __call__(self, name: str) -> str:
        return f"{name}__{_HASHES[self.number][name]}"

    def page(self, title: str, body: str) -> str:
        menu = "".join(
            f'<dt><a href="/hylle-{key}">{name}</a> <i>{count}</i></dt>'
            + (f"<dd><ul>{''.join(map(_inner, below))}</ul></dd>" if below else "")
            for key, name, count, below in _HALLS
        )
        rates = (
            "<dl class='Rates_old'><dt>BTC</dt><dd>401.200,50 kr</dd><dt>EUR</dt><dd>10,09 kr</dd></dl>",
            "<p class='Rates_new'><span>1 BTC = 399.870,00 kr</span> <span>1 EUR = 10,11 kr</span></p>",
        )[self.number]
        head, foot = (rates, "") if self.number == 0 else ("", rates)
        return (
            '<!DOCTYPE html><html lang="nb"><head><meta charset="utf-8">'
            f"<title>{title} – Fjordbua på nett</title></head>"
            '<body><div id="tak"><a href="/">Fjordbua på nett</a> Saldo <b>0,00412 BTC</b> <a href="/kurv">Kurv</a>'
            f'{head}</div><dl id="hyller">{menu}</dl><div id="gulv">{body}</div>'
            f'<div id="bunn">{foot}Åpent siden 2016.</div></body></html>'
        )

    def hall(self, key: int, name: str, offers: tuple[tuple[int, str, str, str, float, int, int], ...]) -> str:
        cards = "".join(
            f'<div class="{self("Card_root")}"><h3 class="{self("Card_title")}"><a href="/vare-{number}">{title}</a>'
            f'</h3><p class="{self("Card_by")}">hos <a href="/bod-{who}">{who}</a></p>'
            f'<p class="{self("Price_box")}"><b>{price}</b> <small>{coin:.5f} BTC</small></p>'
            f'<ul class="{self("Meta_row")}"><li>{stock} igjen</li><li>{sold} solgt</li></ul></div>'
            for number, title, who, price, coin, stock, sold in offers
        )
        return self.page(name, f"<h1>{name}</h1><p>Varer 1 til {len(offers)} av {len(offers) + key}</p>{cards}")

    def offer(self, row: tuple[int, str, str, str, float, int, int]) -> str:
        number, title, who, price, coin, stock, sold = row
        others = "".join(
            f"<li><a href='/vare-{each[0]}'>{each[1]}</a> <b>{each[3]}</b></li>" for each in OFFERS if each is not row
        )
        return self.page(
            title,
            f'<p><a href="/">Hjem</a> » <a href="/hylle-1">Urter</a> » <a href="/hylle-12">Ute</a></p>'
            f'<h1>{title}</h1><p class="{self("Price_box")}"><b>{price}</b> <small>{coin:.5f} BTC</small></p>'
            f'<dl class="{self("Meta_row")}"><dt>Sendes fra</dt><dd>Norge</dd><dt>Betaling</dt>'
            f"<dd>deponering (escrow)</dd><dt>Solgt</dt><dd>{sold}</dd><dt>På lager</dt><dd>{stock}</dd></dl>"
            f"<p>Bod: <a href='/bod-{who}'>{who}</a></p>"
            "<form><label>Levering <select name='m'><option>Brev (2-4 dager): 39,00 kr</option>"
            "<option>Bud (48 timer): 250,00 kr</option></select></label></form>"
            f"<h2>Beskrivelse</h2><p>{title} er plukket for hånd, tørket i tre uker og pakket samme morgen som den "
            f"sendes ut fra {number} av oss to som står her.</p><h3>Mer fra boden til {who}</h3><ul>{others}</ul>",
        )

    def account(self, row: tuple[str, int, str, str, int, str]) -> str:
        name, level, rating, share, sales, since = row
        rows = "".join(
            f"<tr><td>{stars}/5</td><td>{text}{_answer(name, answer)}</td>"
            f"<td><a href='/vare-{number}'>{title}</a><br><span>{price}</span></td>"
            f"<td>av <b>{buyer}</b> <i>nivå {stars}</i>, {age}</td></tr>"
            for (stars, text, answer, buyer, age), (number, title, _, price, *_) in zip(ANSWERED, OFFERS, strict=False)
        )
        return self.page(
            name,
            f"<h1>{name}</h1><p><span>nivå {level}</span> <span>{rating} / 5</span></p>"
            f"<p>{sales} salg, {share} % positive</p><p>Medlem siden {since}</p>"
            "<p>Sist solgt: <a href='/vare-4799'>Grus 5 g</a></p>"
            f"<table><tr><th>Stjerner</th><th>Kommentar</th><th>Kjøp</th><th>Hvem</th></tr>{rows}</table>",
        )

    def accounts(self) -> str:
        rows = "".join(
            f"<li><h4><a href='/bod-{name}'>{name}</a> <i>nivå {level}</i></h4><p>{rating} / 5, {share} % positive</p>"
            f"<p>{sales} salg siden {since}</p></li>"
            for name, level, rating, share, sales, since in ACCOUNTS
        )
        return self.page("Boder", f"<h1>Alle boder</h1><ul>{rows}</ul>")

    def gone(self) -> str:
        return self.page("Tomt", "<h1>Tomt på hyllen</h1><p>Denne er nok solgt for godt.</p>")


def _inner(category: tuple[int, str, int]) -> str:
    key, name, count = category
    return f"<li><a href='/hylle-{key}'>{name}</a> <i>{count}</i></li>"


def _answer(name: str, answer: str | None) -> str:
    return f"<div><small>{name} svarer:</small> {answer}</div>" if answer else ""


def save_pages(folder: Path) -> dict[str, Path]:
    """Save the pages, named as their addresses end, and return their files by name."""
    old, new = _Build(0), _Build(1)
    pages = {
        "hylle-1": old.hall(1, "Urter", OFFERS),
        "hylle-2": new.hall(2, "Harpiks", OFFERS[1:]),
        "hylle-11": new.hall(11, "Inne", OFFERS[:4]),
        **{f"vare-{row[0]}": (old if number % 2 else new).offer(row) for number, row in enumerate(OFFERS)},
        "vare-4799": old.gone(),
        **{f"bod-{row[0]}": (new if number % 2 else old).account(row) for number, row in enumerate(ACCOUNTS)},
        "boder": new.accounts(),
    }
    files = {}
    for name, text in pages.items():
        files[name] = folder / f"{name}.html"
        files[name].write_text(text, encoding="utf-8")
    return files
