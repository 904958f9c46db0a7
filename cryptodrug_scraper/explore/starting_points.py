# mypy: ignore-errors
"""Charts of the report as starting points. Change anything: this file is yours."""

import marimo

app = marimo.App(width="medium", app_title="CRYPTODRUG")


@app.cell
def _():
    import altair as alt
    import marimo as mo

    import cryptodrug_scraper as cd

    engine = cd.connect()  # the database stays open until the notebook is closed

    def ask(sql, **parameters):
        """A frame of polars of what SQL gives; names of the schema research need no prefix."""
        return cd.query(sql, parameters or None, engine=engine)

    return alt, ask, mo


@app.cell
def _(ask, mo):
    run = ask("SELECT derive_run, measures_version, ended_at FROM derivation WHERE is_current")
    looks = ask("SELECT count(*) AS n, min(first_at) AS first, max(last_at) AS last FROM snapshot")
    mo.md(
        f"""
        # Cryptomarkets

        {looks["n"][0]} snapshots from {looks["first"][0]:%Y-%m-%d} to {looks["last"][0]:%Y-%m-%d}, derivation
        `{run["derive_run"][0]}`. Every figure below is a query: its SQL stands in the cell. The views and their columns
        are described in docs/data-dictionary.md.
        """
        if run.height and looks["n"][0]
        else "# Cryptomarkets\n\nNothing was derived yet: run `cryptodrug replay`, then `cryptodrug derive`."
    )
    return


@app.cell
def _(alt, ask, mo):
    coverage = ask(
        "SELECT market, first_at, grade, listing_completeness, reason FROM snapshot ORDER BY market, first_at"
    )
    mo.vstack(
        [
            mo.md("## What was looked at\n\nNever compare months without looking here first."),
            alt.Chart(coverage.to_arrow())
            .mark_point(size=90, filled=True)
            .encode(
                x=alt.X("first_at:T", title=None),
                y=alt.Y("market:N", title=None),
                shape=alt.Shape("grade:N", scale=alt.Scale(domain=["complete", "usable", "partial"])),
                color=alt.Color("grade:N", scale=alt.Scale(domain=["complete", "usable", "partial"])),
                tooltip=["market", "first_at", "grade", "listing_completeness", "reason"],
            )
            .properties(width="container", height=120),
        ]
    )
    return (coverage,)


@app.cell
def _(ask, mo):
    _moved = ask(
        """
        SELECT market, moved_days, stated_from, source, estimated_from, estimated_to, doubt, evidence::text AS evidence,
               capture_id
        FROM capture_time WHERE moved_days IS NOT NULL ORDER BY abs(moved_days) DESC, capture_id
        """
    )
    mo.vstack(
        [
            mo.md(
                "## Pages made at another time than their source states\n\nThose that were moved farthest come first."
            ),
            mo.ui.table(_moved, selection=None) if _moved.height else mo.md("No page was moved."),
        ]
    )
    return


@app.cell
def _(mo):
    measure = mo.ui.dropdown(
        ["vendors", "listings", "transactions", "turnover_eur"], value="turnover_eur", label="What is measured"
    )
    measure
    return (measure,)


@app.cell
def _(alt, ask, measure, mo):
    months = ask(
        "SELECT market, month, value, low, high, grade FROM market_month WHERE measure = :measure ORDER BY 1, 2",
        measure=measure.value,
    )
    base = alt.Chart(months.to_arrow()).encode(x=alt.X("month:T", title=None), color="market:N")
    mo.vstack(
        [
            mo.md("## Markets month by month\n\nThe band is the 95 % interval."),
            (
                base.mark_area(opacity=0.2).encode(y=alt.Y("low:Q", title=measure.value), y2="high:Q")
                + base.mark_line(point=True).encode(
                    y="value:Q", strokeDash="market:N", tooltip=["market", "month", "value", "grade"]
                )
            ).properties(width="container", height=240),
        ]
    )
    return (months,)


@app.cell
def _(ask, mo):
    usual = ask("SELECT coalesce(min(country), '') AS country FROM finding").item()
    country = mo.ui.text(usual, label="Country")
    definition = mo.ui.dropdown(["D1", "D2", "D3", "D4"], value="D2", label="Who is the country's")
    attribution = mo.ui.dropdown(["A1", "A2", "A3"], value="A1", label="From where a sale is counted")
    mo.hstack([country, definition, attribution], justify="start")
    return attribution, country, definition


@app.cell
def _(alt, ask, attribution, country, definition, mo):
    shares = ask(
        "SELECT market, month, measure, value, total, vendor_count, is_few, grade, share_low, share_high, "
        "CASE WHEN share_is_told(share_low, share_high) AND NOT is_few THEN share END AS share "
        "FROM country_share(:country, :definition, :attribution, '2011-01-01', '2030-12-31')",
        country=country.value,
        definition=definition.value,
        attribution=attribution.value,
    )
    drawn = alt.Chart(shares.to_arrow()).encode(x=alt.X("month:T", title=None), color="market:N")
    mo.vstack(
        [
            mo.md(
                f"## The share of {country.value}\n\n{definition.value}, {attribution.value}, with 95 % intervals. Where "
                "there is no point, it is too few to say."
            ),
            (
                drawn.mark_rule().encode(
                    y=alt.Y("share_low:Q", title="share", axis=alt.Axis(format="%")), y2="share_high:Q"
                )
                + drawn.mark_point(filled=True).encode(
                    y="share:Q", shape="market:N", tooltip=["market", "month", "value", "total", "vendor_count"]
                )
            )
            .properties(width=260, height=160)
            .facet("measure:N", columns=2),
        ]
    )
    return (shares,)


@app.cell
def _(alt, ask, attribution, country, definition, mo):
    products = ask(
        "SELECT market, goods AS drug_class, value AS sales, vendor_count AS vendors, share_low, share_high, "
        "CASE WHEN share_is_told(share_low, share_high) AND vendor_count >= 5 THEN share END AS share "
        "FROM country_mix(:country, :definition, :attribution, '2011-01-01', '2030-12-31') "
        "WHERE measure = 'transactions' AND level = 'drug_class' AND value > 0 ORDER BY market, value DESC",
        country=country.value,
        definition=definition.value,
        attribution=attribution.value,
    )
    _drawn = alt.Chart(products.to_arrow()).encode(
        y=alt.Y("drug_class:N", title=None), yOffset="market:N", color="market:N"
    )
    mo.vstack(
        [
            mo.md(
                f"## What is sold from {country.value}\n\nShare of sales for which a rating stands, with 95 % intervals. "
                "Where there is no point, it is too few to say."
            ),
            (
                _drawn.mark_rule().encode(
                    x=alt.X("share_low:Q", title="share of sales", axis=alt.Axis(format="%")), x2="share_high:Q"
                )
                + _drawn.mark_point(filled=True).encode(
                    x="share:Q", tooltip=["market", "drug_class", "sales", "vendors"]
                )
            ).properties(width="container"),
        ]
    )
    return (products,)


@app.cell
def _(alt, ask, attribution, country, definition, mo):
    bands = ask(
        "SELECT market, band_from, transactions AS sales, turnover_eur, vendor_count AS vendors, "
        "transaction_share_low AS low, transaction_share_high AS high, "
        "CASE WHEN share_is_told(transaction_share_low, transaction_share_high) AND vendor_count >= 5 "
        "THEN transaction_share END AS share "
        "FROM value_band(:country, :definition, :attribution, '2011-01-01', '2030-12-31', ARRAY[200, 1000]) ORDER BY 1, 2",
        country=country.value,
        definition=definition.value,
        attribution=attribution.value,
    )
    _drawn = alt.Chart(bands.to_arrow()).encode(
        y=alt.Y("band_from:O", title="EUR, from"), yOffset="market:N", color="market:N"
    )
    mo.vstack(
        [
            mo.md(
                "## Value bands\n\nShare of sales, with 95 % intervals. Where there is no point, it is too few to say."
            ),
            (
                _drawn.mark_rule().encode(
                    x=alt.X("low:Q", title="share of sales", axis=alt.Axis(format="%")), x2="high:Q"
                )
                + _drawn.mark_point(filled=True).encode(
                    x="share:Q", tooltip=["market", "sales", "turnover_eur", "vendors"]
                )
            ).properties(width="container"),
        ]
    )
    return (bands,)


if __name__ == "__main__":
    app.run()
