"""Writes the lines that set one field of a record from a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.page.printed_times import parse_printed_day, time_said
from cryptodrug_scraper.page.route_within import ARROWS
from cryptodrug_scraper.scaffold.candidates import LIMITS, OF_STARS, ROUTE, SINCE, WORDED, fits
from cryptodrug_scraper.scaffold.code_text import Module, check, quoted

if TYPE_CHECKING:
    from cryptodrug_scraper.scaffold.candidates import Candidate

__all__ = ["assigned", "written"]

_READERS = {
    "stock": "stock_within",
    "count": "count_within",
    "rating": "rating_within",
    "mean": "mean_within",
    "stars": "stars_within",
    "bare_stars": "bare_stars",
    "days": "days_within",
    "level": "level_within",
    "leading_count": "leading_count",
    "second_count": "second_count",
    "bracketed_count": "bracketed_count",
    "share": "share_within",
    "day": "parse_printed_day",
    "payment": "payments_within",
    "class": "class_within",
    "yes": "yes_within",
    "votes": "votes_within",
    "fingerprint": "fingerprint_within",
}


_LIMITS = {"order_min": "least", "order_max": "most"}
_COUNTERS = frozenset({"sold", "sales"})


def _place_reader(module: Module) -> str:
    """What reads a place, by the site's own words for some where it has such."""
    if module.words.place:
        return "_place"
    module.use("parse_place")
    return "parse_place"


def _route(module: Module, each: Candidate, name: str, text: str, indent: str) -> list[str]:
    """The lines that read origin and destination of one text: by the arrow between them, or else by words."""
    reader = _place_reader(module)
    arrow = next((sign for sign in ARROWS if any(sign in sample for sample in each.samples)), None)
    if arrow is None:
        module.use("route_within")
        return [
            f"{indent}if (route := route_within({text})) is not None:",
            f'{indent}    {name}.ships_from = document.shown_place("ships_from", route[0], {reader})',
            f'{indent}    {name}.ships_to = document.shown_place("ships_to", route[1], {reader})',
        ]
    return [
        f"{indent}origin, arrow, destination = {text}.partition({quoted(arrow)})",
        f'{indent}{name}.ships_from = document.shown_place("ships_from", origin, {reader})',
        f"{indent}if arrow:",
        f'{indent}    {name}.ships_to = document.shown_place("ships_to", destination, {reader})',
    ]


def written(module: Module, text: str, *, bare: bool = False) -> str:
    """What gives a text, or None where the site prints words of its own where nobody wrote one."""
    if module.words.nothing:
        module.use("written")
        return f"written({text}, _NOTHING)"
    return text if bare else f"{text} or None"


def _money_lines(module: Module, each: Candidate, name: str, text: str, indent: str) -> list[str]:
    """The lines that set an amount: a price with the same in other currencies, or what was paid with its rounding."""
    target = f"{name}.{each.name}"
    read = f'document.shown("{each.name}", {text}, '
    signs = ", _SIGNS" if module.signs else ""
    if not module.signs:
        module.use("price_within")
    lines = [f"{indent}{target} = {read}{'_price' if module.signs else 'price_within'})"]
    if each.name == "price":
        module.use("amounts_within")
        amounts = f"list(amounts_within({text}{signs})) or None"
        if each.is_one_of_several:
            amounts = f"[*amounts_within({text}{signs}), *({name}.prices or [])] or None"
        lines.append(f"{indent}{name}.prices = {amounts}")
    elif each.name == "amount":
        module.use("step_within")
        lines += [f"{indent}if {target}:", f"{indent}    {target}_step = step_within({target}, {text})"]
    return lines


def _payment_lines(module: Module, each: Candidate, target: str, indent: str) -> list[str]:
    """The lines that add ways of payment, of which each may be a badge of its own."""
    read = "_payment(text)" if each.words else "payments_within(text)"
    if not each.words:
        module.use("payments_within")
    return [f"{indent}{target} = [*dict.fromkeys([*({target} or []), *({read} or [])])] or None"]


def _part_lines(module: Module, field: str, name: str, text: str, indent: str) -> list[str]:
    """The lines that set a part of what a record has as one: a limit, the day of a counter, one of three ratings."""
    if field in _LIMITS:
        module.use("count_within", "order_limits")
        limit = f'{_LIMITS[field]}=document.shown("order_limits", {text}, count_within)'
        return [f"{indent}{name}.order_limits = order_limits({name}.order_limits, {limit})"]
    if field.endswith(SINCE):
        module.use("counted_since", "parse_printed_day")
        counter = field.removesuffix(SINCE)
        day = f'document.shown("{counter}", {text}, parse_printed_day)'
        return [f"{indent}{name}.{counter} = counted_since({name}.{counter}, {day})"]
    module.use("star_ratings", "whole_stars")
    stars = f'document.shown("star_ratings", {text}, whole_stars)'
    said = f"star_ratings({name}.star_ratings, {field.removeprefix(OF_STARS)}={stars})"
    return [f"{indent}{name}.star_ratings = {said}"]


def assigned(module: Module, each: Candidate, name: str, text: str, indent: str) -> list[str]:
    """The lines that set a field from a text."""
    target = f"{name}.{each.name}"
    read = f'document.shown("{each.name}", {text}, '
    if each.name == ROUTE:
        return _route(module, each, name, text, indent)
    if each.name == LIMITS:
        module.use("limits_within")
        return [f'{indent}{name}.order_limits = document.shown("order_limits", {text}, limits_within)']
    signs = ", _SIGNS" if module.signs else ""
    if each.name == "prices":
        module.use("amounts_within")
        return [f"{indent}{target} = [*({target} or []), *amounts_within({text}{signs})] or None"]
    if each.form == "money":
        return _money_lines(module, each, name, text, indent)
    if each.form == "place":
        return [f'{indent}{target} = document.shown_place("{each.name}", {text}, {_place_reader(module)})']
    if each.form == "payment" and each.attribute == WORDED:
        return _payment_lines(module, each, target, indent)
    if each.form in {"payment", "stock", "sign", "yes"} and each.words:
        return [f"{indent}{target} = {read}_{each.form})"]
    if each.form == "yes_escrow":
        said = "_yes" if module.words.yes else "yes_within"
        if not module.words.yes:
            module.use(said)
        return [f'{indent}{target} = ["escrow"] if {read}{said}) else []']
    if each.name == "last_active":
        if fits("member_since", each.samples):
            module.use("parse_printed_day")
            return [f"{indent}{target} = {read}parse_printed_day)"]
        module.use("parse_moment")
        within = f"{name}.last_active_within = parse_moment({text}, document.context.captured)"
        if not any(parse_printed_day(sample) for sample in each.samples):
            return [f"{indent}{within}"]
        module.use("parse_printed_day")
        return [
            f"{indent}if (day := parse_printed_day({text})) is not None:",
            f"{indent}    {target} = day",
            f"{indent}else:",
            f"{indent}    {within}",
        ]
    if each.name == "age_raw":
        return _age_lines(module, each, name, text, indent)
    if each.form == "unit":
        module.use("unit_within")
        return [
            f"{indent}if (unit := unit_within({text}{signs})) is not None:",
            f"{indent}    {target} = unit",
        ]
    if each.form == "days_beside":
        module.use("days_beside")
        return [f"{indent}{target} = days_beside({text})"]
    if each.form == "first_count":
        module.use("count_within")
        return [f'{indent}{target} = document.shown("{each.name}", {text}.partition("(")[0], count_within)']
    if each.form == "promoted":
        return [f"{indent}{target} = True"]
    if each.name == "buyer_mask":
        module.use("mask_within")
        return [f"{indent}{target} = {read}mask_within)"]
    if each.form == "name":
        module.use("name_within")
        return [f"{indent}{target} = name_within({text})"]
    if each.name == "category_path":
        return [
            *check(indent, "a path of several names is to be parted"),
            f"{indent}{target} = [{text}] if {text} else None",
        ]
    if each.name in {"tags", "accepted_coins"}:
        listed_by = "coins_within" if each.name == "accepted_coins" else "parts_within"
        module.use(listed_by)
        return [f"{indent}{target} = {listed_by}({text})"]
    if each.name in _LIMITS or each.name.endswith(SINCE) or each.name.startswith(OF_STARS):
        return _part_lines(module, each.name, name, text, indent)
    reader = "counter_within" if each.name in _COUNTERS else _READERS.get(each.form)
    if reader is None:
        return [f"{indent}{target} = {written(module, text)}"]
    module.use(reader)
    return [f"{indent}{target} = {read}{reader})"]


def _age_lines(module: Module, each: Candidate, name: str, text: str, indent: str) -> list[str]:
    module.use("parse_age", "parse_moment")
    lines = []
    if any(time_said(sample) != sample for sample in each.samples):
        module.use("time_said")
        lines = [f"{indent}said = time_said({text})"]
        text = "said"
    return [
        *lines,
        f"{indent}{name}.age_raw = {text}",
        f"{indent}{name}.occurred = parse_moment({text}, document.context.captured)",
        f"{indent}if (age := parse_age({text})) is not None:",
        f"{indent}    {name}.age = age",
    ]
