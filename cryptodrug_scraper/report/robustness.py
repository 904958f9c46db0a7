"""Make one page of all claims under all choices: a specification curve for each, and what turns its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl
from altair.utils.schemapi import debug_mode

from cryptodrug_scraper.measures.estimators.told import is_told
from cryptodrug_scraper.report.asking import Asking
from cryptodrug_scraper.report.citation import Source, source_of
from cryptodrug_scraper.report.columns import table_columns
from cryptodrug_scraper.report.curves import curve
from cryptodrug_scraper.report.hidden import Hidden
from cryptodrug_scraper.report.named import titles_of, words_of
from cryptodrug_scraper.report.page import render
from cryptodrug_scraper.report.parts import Chart, Figure, Section, Study
from cryptodrug_scraper.report.small import HIDDEN
from cryptodrug_scraper.report.specified import FIGURE
from cryptodrug_scraper.study.agreement import NOT_LOOKED_AT, agreement
from cryptodrug_scraper.study.choices import choices
from cryptodrug_scraper.study.finding import JUDGED, NO_CLAIM
from cryptodrug_scraper.study.questions import measured_in, said_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from cryptodrug_scraper.report.scope import Scope
    from cryptodrug_scraper.report.specified import Made, Specified
    from cryptodrug_scraper.study.agreement import Agreement
    from cryptodrug_scraper.study.choices import Taken
    from cryptodrug_scraper.study.claims import Claim
    from cryptodrug_scraper.study.claims import Study as Claimed
    from cryptodrug_scraper.words.wording import Words

__all__ = ["Robustness", "robustness"]

_FORMS = {"share": "~%", "count": ",~f", "eur": ",~f", "eur_per_month": ",~f", "ratio": "~g"}
_RATIOS = {"share": "share", "ratio": "quotient", "eur": "quotient"}
_UNITS = {"share": "percent", "eur": "euro", "eur_per_month": "euro", "ratio": "decimal"}
_LIMITS = ("above", "below", "about", "at_least")
_USUAL = "usual"
"""What the parameters of the current derivation are called among the choices."""


@dataclass(frozen=True, slots=True)
class Robustness:
    """
    A page, as it is written to a file.

    Attributes:
        html: the page.
        source: the derivation and the data.
        agreed: of each figure, by its finding, market and measure, what its specifications say.
    """

    html: str
    source: Source
    agreed: dict[tuple[str, str, str], Agreement]


def robustness(
    connection: Connection,
    scope: Scope,
    claimed: Claimed,
    found: Specified,
    *,
    language: str,
    today: date,
    is_simulated: bool = False,
) -> Robustness:
    """
    Make the page.

    Args:
        connection: of a database in which something was derived.
        scope: the country and window, and the definition and attribution asked for.
        claimed: the study whose claims are tested.
        found: all points.
        language: one of `words.wording.LANGUAGES`.
        today: the day that the citation gives.
        is_simulated: stamp it as simulated whatever the archives state.
    """
    withheld = found.withheld
    hidden = Hidden() if withheld is None else Hidden(withheld.sales, withheld.listings, withheld.findings, withheld)
    words = words_of(connection, language)
    study = Study(scope, words, Asking(connection, scope), hidden, titles_of(connection), claimed)
    agreed = {
        key: agreement(rows.to_dicts()) for key, rows in _figures(found.frame)
    }  # fmt: skip
    with debug_mode(arg=False):
        sections = [
            _choices(study, found, agreed),
            *(_finding(study, found, agreed, name) for name in found.frame["finding"].unique(maintain_order=True)),
        ]
    source = source_of(connection, today=today, is_simulated=is_simulated)
    country = words.named(scope.country)
    title, about = words("robust.page", country=country), words("robust.about", study=claimed.title[language])
    return Robustness(render(study, sections, source, title=title, about=about), source, agreed)


def _figures(frame: pl.DataFrame) -> Iterable[tuple[Any, pl.DataFrame]]:
    return ((key, rows) for key, rows in frame.group_by(FIGURE, maintain_order=True))


def _choices(study: Study, found: Specified, agreed: dict[tuple[str, str, str], Agreement]) -> Section:
    """What can be chosen, what of it is defensible by which rule, and what each choice alone changes."""
    words, known, rows = study.words, choices(), []
    taken: list[tuple[str, Taken, str, Made]] = [
        *(("definition", each, words(f"definition.{each.id}"), "current") for each in known.definitions),
        *(("attribution", each, words(f"attribution.{each.id}"), "current") for each in known.attributions),
        *((each.kind, each, _settings(each.parameters), found.made[each.id]) for each in known.derivations),
    ]
    alone = found.frame.filter(pl.col("single").is_not_null() & ~pl.col("is_same"))
    for kind, each, means, made in taken:
        code, fails = each.id, each.fails
        own = alone.filter(pl.col("single") == code)
        is_known = own.filter(~pl.col("verdict").is_in([NOT_LOOKED_AT, "withheld"]))
        rows.append(
            {
                "kind_name": words(f"robust.kind_{kind}"),
                "choice": _called(words, code),
                "replaces": means,
                "defensible": words("fact.yes") if fails is None else words(f"robust.fails_{fails}"),
                "made_name": words(f"robust.made_{made}"),
                "changed": is_known.height if made != NOT_LOOKED_AT else None,
                "turned_count": sum(
                    code == name for told in agreed.values() for name, _ in (*told.turned, *told.turned_apart)
                )
                if made != NOT_LOOKED_AT
                else None,
                "unknown_count": own.height - is_known.height,
            }
        )
    columns = table_columns(
        words, "kind_name", "choice", "replaces", "defensible", "made_name", "changed", "turned_count", "unknown_count"
    )
    frame = pl.DataFrame(rows, infer_schema_length=None)
    figure = Figure("choices-all", words("robust.choices"), frame, columns, "", is_open=True, is_cards=True)
    lead = [words("robust.lead"), words("robust.defensible"), *(words(f"robust.rule_{number}") for number in (1, 2, 3))]
    if any(made == NOT_LOOKED_AT for made in found.made.values()):
        lead.append(words("robust.not_looked"))
    lead += [words("robust.pairs"), words("robust.beyond")]
    if found.withheld is not None:
        lead.append(words("robust.public"))
    return Section("choices", words("robust.choices_title"), [figure], lead, _headlines(study, found.frame, agreed))


def _headlines(study: Study, frame: pl.DataFrame, agreed: dict[tuple[str, str, str], Agreement]) -> list[str]:
    """How many verdicts are turned, and each that is, with what turns it."""
    words = study.words
    judged = {key: each for key, each in agreed.items() if each.usual in JUDGED}
    if not judged:
        return [words("robust.no_verdicts")]
    turned = {
        key: each
        for key, each in judged.items()
        if each.agrees + each.disagrees + each.cannot_tell != getattr(each, each.usual)
    }
    unknown = [key for key, each in judged.items() if key not in turned and each.unknown]
    kept = len(judged) - len(turned) - len(unknown)
    counts = {"kept": kept, "turned": len(turned), "unknown": len(unknown), "total": len(judged)}
    usual = {tuple(row[name] for name in FIGURE): row for row in frame.filter("is_usual").iter_rows(named=True)}
    return [
        words("robust.headline", **{name: words.number(count) for name, count in counts.items()}),
        *(_turns(study, usual[key], each) for key, each in turned.items()),
    ]


def _turns(study: Study, row: dict[str, Any], told: Agreement) -> str:
    words = study.words
    figure = ". ".join(_named(study, row))
    of = words("robust.of", finding=row["finding"], figure=figure, usual=words(f"verdict.{told.usual}"))
    if told.turned:
        return words("robust.turns", of=of, choices=_turned(words, told.turned))
    return words("robust.turns_together", of=of)


def _named(study: Study, row: dict[str, Any]) -> tuple[str, str]:
    """What a figure is called: its market, and what is measured."""
    claim = study.claimed.claim(row["claim_id"])
    title = row["measure"] if claim is None else measured_in(study.claimed, claim, row["country"], study.words)
    return study.called(row["market"]), title[:1].upper() + title[1:]


def _finding(study: Study, found: Specified, agreed: dict[tuple[str, str, str], Agreement], name: str) -> Section:
    """One finding: what its figures say together, and the curve of each."""
    words = study.words
    own = found.frame.filter(pl.col("finding") == name)
    rows, curves = [], []
    for key, points in _figures(own):
        told, first = agreed[key], _usual(points)
        claim = study.claimed.claim(first["claim_id"])
        title = _named(study, first)
        rows.append(
            {
                **{each: first[each] for each in ("market", "unit", "vendor_count", HIDDEN)},
                "name": title[1],
                "verdict_name": words(f"verdict.{told.usual}"),
                "value": first["value"],
                **{
                    each: getattr(told, each)
                    for each in ("specifications", "agrees", "disagrees", "cannot_tell", "unknown")
                },
                "least": told.least,
                "most": told.most,
                "turned": _turned(words, told.turned) or "\u2013",
                "apart": told.apart,
            }
        )
        curves.append(_curve(study, points, told, claim, ". ".join(title)))
    columns = table_columns(
        words, "market", ("name", "measure_name"), "verdict_name", "turned", "specifications", "agrees", "disagrees",
        "cannot_tell", "unknown", ("value", "figure"), ("least", "figure_least"), ("most", "figure_most"), "apart",
    )  # fmt: skip
    frame = pl.DataFrame(rows, infer_schema_length=None)
    whole = Figure(f"all-{name}", words("robust.all", finding=name), frame, columns, "", is_open=True, is_cards=True)
    return Section(name, words("robust.finding", finding=name), [whole, *curves])


def _curve(study: Study, points: pl.DataFrame, told: Agreement, claim: Claim | None, title: str) -> Figure:
    words, first = study.words, _usual(points)
    unit = first["unit"]
    rows = points.with_columns(
        pl.Series("taken", [_taken(row) for row in points.iter_rows(named=True)], dtype=pl.List(pl.String)),
        pl.Series("said", [_said(words, row) for row in points.iter_rows(named=True)], dtype=pl.String),
        pl.Series("drawn", [_is_drawn(row) for row in points.iter_rows(named=True)], dtype=pl.Boolean),
        pl.col("verdict").replace_strict(
            {code: words(f"verdict.{code}") for code in points["verdict"].unique()}, return_dtype=pl.String
        ).alias("verdict_name"),
        pl.when(pl.col("fails").is_null()).then(pl.lit(words("fact.yes"))).otherwise(
            pl.lit(words("fact.no"))
        ).alias("defensible"),
    )  # fmt: skip
    shown = rows.filter(~pl.col("is_same"))
    drawn = shown.filter("drawn")
    charts = []
    if drawn.height:
        limit = (
            None
            if claim is None
            else next((getattr(claim, each) for each in _LIMITS if getattr(claim, each) is not None), None)
        )
        spec = curve(
            drawn,
            words,
            names=_names(words),
            form=_FORMS[unit],
            title=words("column.value"),
            limit=limit if first["verdict"] != NO_CLAIM else None,
        )
        charts.append(Chart(spec, words("robust.alt", title=title), of="every"))
    undrawn = shown.height - drawn.height
    said = [] if claim is None or told.usual == NO_CLAIM else [said_in(study.claimed, claim, words)]
    said += _told(words, told, unit, _failing(words, shown))
    same = rows.filter("is_same")["derivation"].unique(maintain_order=True).to_list()
    if len(same) == len(choices().derivations):
        said.append(words("robust.same_all"))
    elif same:
        said.append(words("robust.same", choices=words.listed(_called(words, each) for each in same)))
    if undrawn:
        said.append(words.many("robust.undrawn", undrawn))
    columns = table_columns(
        words, ("said", "specification"), ("value", "figure"), "low", "high", "n", "vendor_count", "grade",
        "verdict_name", "defensible",
    )  # fmt: skip
    name = "-".join(first[each] for each in FIGURE)
    return Figure(name, title, rows, columns, first["sql"] or "", said, (), charts)


def _usual(points: pl.DataFrame) -> dict[str, Any]:
    """The point of the specification that is asked for."""
    return points.filter("is_usual").row(0, named=True)


def _failing(words: Words, rows: pl.DataFrame) -> list[str]:
    """The choices of some specifications that are not defensible, each with the rule that it fails."""
    taken = set(rows["taken"].explode())
    return [
        f"{_called(words, each.id)} ({words('robust.rule', number=words.number(each.fails))})"
        for each in choices().every
        if each.fails is not None and each.id in taken
    ]


def _told(words: Words, told: Agreement, unit: str, failing: Sequence[str]) -> list[str]:
    """What the specifications of a figure say together, in sentences."""
    found = []
    if told.usual in JUDGED:
        counts = {name: words.number(getattr(told, name)) for name in ("agrees", "disagrees", "cannot_tell")}
        found.append(words("robust.agree", total=words.number(told.specifications), **counts))
        usual = words(f"verdict.{told.usual}")
        if told.turned:
            found.append(words("robust.turned", usual=usual, choices=_turned(words, told.turned)))
        else:
            found.append(words("robust.not_turned", usual=usual))
    if told.unknown and told.usual in JUDGED:
        found.append(words.many("robust.unknown", told.unknown))
    if told.least is not None and told.most is not None:
        least, most = (str(getattr(words, _UNITS.get(unit, "number"))(each)) for each in (told.least, told.most))
        found.append(words("robust.between", least=least, most=most))
    if told.apart:
        found.append(words.many("robust.apart", told.apart, choices=words.listed(failing)))
        if told.turned_apart:
            found.append(words("robust.turned_apart", choices=_turned(words, told.turned_apart)))
    return found


def _turned(words: Words, turned: Iterable[tuple[str, str]]) -> str:
    return words.listed(f"{_called(words, code)}: {words(f'verdict.{verdict}')}" for code, verdict in turned)


def _is_drawn(row: dict[str, Any]) -> bool:
    """Whether a point is drawn: it has a figure, and its interval can carry it."""
    if row["value"] is None:
        return False
    kind: Any = _RATIOS.get(row["unit"])
    return kind is None or is_told(kind, row["low"], row["high"])


def _taken(row: dict[str, Any]) -> list[str]:
    return [each for each in (row["definition"], row["attribution"], row["derivation"] or _USUAL) if each is not None]


def _said(words: Words, row: dict[str, Any]) -> str:
    return ", ".join(_called(words, code) for code in _taken(row))


def _called(words: Words, code: str) -> str:
    return words(f"choice.{code}")


def _names(words: Words) -> Sequence[tuple[str, str]]:
    known = choices()
    codes = [
        *(each.id for each in (*known.definitions, *known.attributions)),
        _USUAL,
        *(c.id for c in known.derivations),
    ]
    return [(code, _called(words, code)) for code in codes]


def _settings(parameters: dict[str, dict[str, Any]]) -> str:
    return ", ".join(
        f"{group}.{name} = {value:g}" if isinstance(value, float) else f"{group}.{name} = {value}"
        for group, values in parameters.items()
        for name, value in values.items()
    )
