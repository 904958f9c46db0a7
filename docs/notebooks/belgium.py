# mypy: ignore-errors
"""
Sellers from Belgium: how many, what they sell, and where they ship. Run it as a program, or open it by

    marimo edit docs/notebooks/belgium.py
"""

import marimo

app = marimo.App(width="medium", app_title="Sellers from Belgium")


@app.cell
def _():
    import altair as alt
    import marimo as mo
    import polars as pl

    import cryptodrug_scraper as cd

    engine = cd.connect()
    return alt, cd, engine, mo, pl


@app.cell
def _(cd, engine, mo):
    mo.md(
        "# Sellers from Belgium\n\nTheir share of vendors, listings, sales and turnover. `is_few` rows are not for publication."
    )
    shares = cd.query(
        "SELECT market, month, measure, value, total, share_low, share_high, vendor_count, is_few, grade, "
        "CASE WHEN share_is_told(share_low, share_high) AND NOT is_few THEN share END AS share "
        "FROM country_share('BE', 'D2', 'A1', '2018-11-01', '2019-11-30')",
        engine=engine,
    )
    shares
    return (shares,)


@app.cell
def _(alt, mo, pl, shares):
    drawn = alt.Chart(shares.filter(pl.col("measure") == "vendors").to_arrow()).encode(x="month:T", color="market:N")
    chart = drawn.mark_rule().encode(y="share_low:Q", y2="share_high:Q") + drawn.mark_point().encode(y="share:Q")
    mo.ui.altair_chart(chart)
    return (chart,)


@app.cell
def _(cd, engine):
    # money that pages state is exact, and identifiers are text: 80011.500060 keeps its zero
    listings = cd.query(
        """
        SELECT market, listing_id, presence, price_amount, price_currency, drug_class, origin_codes, captured_at
        FROM listings_on(:day) WHERE 'BE' = ANY (origin_codes) ORDER BY market, listing_id
        """,
        {"day": "2019-02-20"},
        engine=engine,
    )
    by_class = listings.group_by("market", "drug_class").len().sort("market", "len", descending=[False, True])
    by_class
    return by_class, listings


@app.cell
def _(cd, engine):
    # the same in pandas
    sales = cd.query(
        """
        SELECT t.market, date_trunc('month', t.occurred_to, 'UTC') AS month, count(*) AS sales, sum(t.amount_eur) AS eur
        FROM "transaction" t WHERE 'BE' = ANY (t.origin_codes) GROUP BY 1, 2 ORDER BY 1, 2
        """,
        engine=engine,
        frame="pandas",
    )
    per_market = sales.groupby("market")[["sales", "eur"]].sum()
    per_market
    return per_market, sales


@app.cell
def _(engine):
    # and with what takes an engine of SQLAlchemy
    import pandas as pd

    moves = pd.read_sql("SELECT market, vendor, from_codes, to_codes, moved_from, moved_to FROM origin_move", engine)
    moves
    return (moves,)


if __name__ == "__main__":
    app.run()
