"""
Pages of Zócalo, a Spanish market that never was, as sites of today are built: classes say how a thing looks, not what
it is; addresses are paths with words; names of accounts have several words; two builds of the site were saved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["OFFERS", "RATINGS", "VENDORS", "profile_of", "save_pages"]

VENDORS = {"casa-lirio": "Casa Lirio", "grajo9": "grajo9", "tomillo-seco": "Tomillo Seco"}
OFFERS = (
    (
        "4711",
        "hierba-gris-5-g",
        "Hierba gris, 5 g",
        "casa-lirio",
        "45,00 €",
        "0,3532 XMR",
        "España",
        "Disponibles: 12",
        143,
    ),
    (
        "4712",
        "placa-rubia-50-g",
        "Placa rubia, 50 g",
        "grajo9",
        "1.310,00 €",
        "10,2829 XMR",
        "México",
        "Disponibles: 3",
        31,
    ),
    ("4755", "surtido-3-2-g", "Surtido 3 × 2 g", "tomillo-seco", "52,00 €", "0,4081 XMR", "España", "Agotado", 66),
    ("4806", "llovizna-25-g", "Llovizna, 25 g", "casa-lirio", "119,50 €", "0,9380 XMR", "España", "En stock", 8),
)
"""Identifier, words of the address, title, account, price, the same in a coin, origin, stock and sales."""
RATINGS = (
    (5, "Peso exacto.", "t***s", "hace 3 días", "45,00 €", "Entrega: 4 días", None),
    (1, "No era lo de la foto.", "br…", "hace 2 semanas", "52,00 €", None, "Disculpa la demora: correos."),
    (4, "Bien, algo lento.", "k***r", "hace 5 semanas", "28,00 €", "Entrega: 12 días", None),
)
"""Stars, words, buyer, age, amount, delivery and answer."""
_LINKS = (
    ("/c/flores", "Flores", 1312, ()),
    ("/c/resinas", "Resinas", 19, (("/c/resinas/placas", "Placas", 12), ("/c/resinas/otras", "Otras", 7))),
    ("/c/polvos", "Polvos & cristales", 226, (("/c/polvos/grises", "Grises", 86), ("/c/polvos/otras", "Otras", 140))),
    ("/c/accesorios", "Accesorios", 0, ()),
)


def _item(href: str, name: str, count: int) -> str:
    shown = name.replace("&", "&amp;")
    return f'<a href="{href}" class="flex-1 py-1">{shown}</a><span class="ml-auto text-xs">{count:,}</span>'.replace(
        ",", "."
    )


def _page(title: str, body: str) -> str:
    menu = "".join(
        f'<li><div class="flex">{_item(href, name, count)}</div>'
        f'<ul class="ml-3">{"".join(f"<li>{_item(*inner)}</li>" for inner in inside)}</ul></li>'
        for href, name, count, inside in _LINKS
    )
    return (
        f'<!DOCTYPE html><html lang="es"><head><meta charset="utf-8"><title>{title} | Zócalo</title></head>'
        '<body class="min-h-screen"><header class="flex px-4"><a href="/">Zócalo</a><ul><li>Saldo: 0,0412 XMR</li></ul>'
        "</header>"
        f'<aside class="w-56"><ul class="space-y-1">{menu}</ul></aside><main class="flex-1">{body}</main>'
        '<footer class="text-xs"><dl class="flex"><div class="flex gap-1"><dt>XMR/EUR</dt><dd>127,42 €</dd></div>'
        '<div class="flex gap-1"><dt>EUR/USD</dt><dd>1,0850</dd></div></dl></footer></body></html>'
    )


def _list(title: str, offers: tuple[tuple[str, str, str, str, str, str, str, str, int], ...], pager: str) -> str:
    cards = "".join(
        f'<article class="flex rounded-xl p-3{" ring" if key == "4712" else ""}">'
        f'<a href="/p/{key}-{slug}"><img src="/i/{key}.webp" alt=""></a>'
        f'<h3 class="font-medium"><a href="/p/{key}-{slug}">{name}</a></h3>'
        f'<a href="/v/{seller}" class="text-sky-400">{VENDORS[seller]}</a>'
        f'<div class="flex gap-2"><p class="text-lg">{price}</p><p class="text-xs">≈ {coin}</p></div>'
        f"<div class='mt-auto flex'><span><svg><path d='M0 0'/></svg>desde {origin}</span><span>{stock}</span>"
        f"<span>{sold} ventas</span></div></article>"
        for key, slug, name, seller, price, coin, origin, stock, sold in offers
    )
    return _page(title, f'<h1 class="text-2xl">{title}</h1><div class="flex flex-wrap">{cards}</div>{pager}')


def _stars(stars: int, *, is_old: bool) -> str:
    if is_old:
        return f'<div class="h-3"><div class="bg-amber-400" style="width:{stars * 20}%"></div></div>'
    signs = "".join(
        f'<svg class="h-4 {"fill-amber-400" if number < stars else "fill-zinc-700"}"><path d="M1"/></svg>'
        for number in range(5)
    )
    return f'<div class="flex">{signs}</div>'


def profile_of(slug: str) -> str:
    """What an account says of itself."""
    return (
        f"Cosecha propia, {len(slug)} personas y un perro; respondo por la tarde, menos los domingos. Los envíos salen "
        "los lunes y los jueves, siempre con el mismo cuidado."
    )


def _profile(slug: str, *, is_old: bool) -> str:
    rows = "".join(
        f'<li class="{"css-1x2ab3" if is_old else "css-q4m1t8"}"><header>{_stars(stars, is_old=is_old)}'
        f'<span class="font-mono">{buyer}</span><span class="text-zinc-500">{age}</span></header><p>{text}</p>'
        + (f'<div class="ml-4"><b class="text-xs">Respuesta del vendedor</b><p>{answer}</p></div>' if answer else "")
        + f'<footer><span class="tabular-nums">{amount}</span>{f"<span>{days}</span>" if days else ""}</footer></li>'
        for stars, text, buyer, age, amount, days, answer in RATINGS
    )
    return _page(
        VENDORS[slug],
        f'<section class="flex"><div><h1>{VENDORS[slug]}</h1>'
        f"<p>España · en la casa desde 1{len(slug) % 10}/03/2021</p></div>"
        f'<span class="rounded">Nivel {len(slug)}</span><span>{200 + len(slug)} ventas</span></section>'
        f'<nav><a href="/v/{slug}">Perfil</a><a href="/v/{slug}/condiciones">Condiciones</a></nav>'
        f"<details><summary>Sobre mí</summary><div>{profile_of(slug)}</div></details>"
        f'<ul class="space-y-4">{rows}</ul>',
    )


def save_pages(folder: Path) -> list[Path]:
    """Save the pages with their addresses in a comment, as a browser does, and return their files."""
    pager = (
        '<nav class="flex"><span aria-current="page">1</span><a href="/c/flores?pagina=2">2</a><span>…</span>'
        '<a href="/c/flores?pagina=164">164</a></nav>'
    )
    pages = {
        "/c/flores": _list("Flores", OFFERS, pager),
        "/c/resinas/placas": _list("Placas", OFFERS[:3], ""),
        "/c/polvos": _list("Polvos &amp; cristales", OFFERS[1:], pager.replace("flores", "polvos").replace("164", "9")),
        **{f"/v/{slug}": _profile(slug, is_old=slug == "grajo9") for slug in VENDORS},
    }
    files = []
    for number, (path, text) in enumerate(pages.items()):
        file = folder / f"pagina {number}.html"
        address = f"http://zocalo.example{path}"
        saved = text.replace("<html", f"<!-- saved from url=({len(address):04}){address} -->\n<html", 1)
        file.write_text(saved, encoding="utf-8")
        files.append(file)
    return files
