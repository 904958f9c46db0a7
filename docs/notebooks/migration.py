# mypy: ignore-errors
"""
Where the sellers of a market went after its end. Run it as a program, or open it by

    marimo edit docs/notebooks/migration.py
"""

import marimo

app = marimo.App(width="medium", app_title="After the end of a market")


@app.cell
def _():
    import altair as alt
    import marimo as mo
    import polars as pl

    import cryptodrug_scraper as cd

    engine = cd.connect()
    return alt, cd, engine, mo, pl


@app.cell
def _(cd, engine):
    events = cd.query(
        "SELECT market, event, first_on, last_on FROM market_event "
        "WHERE event IN ('closure_announced', 'exit_scam', 'closed') ORDER BY first_on",
        engine=engine,
    )
    events
    return (events,)


@app.cell
def _(cd, engine, mo, pl):
    mo.md(
        """
        # After the end of a market

        An account is a *migrant* if it was first seen elsewhere after the event, a *multi-homer* if before. *lost* says that it was
        not found, and not that it quit. Links rest on evidence (`account_link`): a handle alone is a candidate.
        """
    )
    went = cd.query(
        "SELECT event, from_market, from_vendor, class, to_market, to_vendor, first_seen_from, first_seen_to, decision FROM migration",
        engine=engine,
    )
    classes = (
        went.group_by("event", "from_market", "class")
        .agg(pl.col("from_vendor").n_unique().alias("accounts"))
        .sort(pl.all())
    )
    classes
    return classes, went


@app.cell
def _(alt, classes, mo):
    flow = (
        alt.Chart(classes.to_arrow())
        .mark_bar()
        .encode(x=alt.X("accounts:Q", stack="normalize"), y="from_market:N", color="class:N", row="event:N")
    )
    mo.ui.altair_chart(flow)
    return (flow,)


@app.cell
def _(cd, engine, pl):
    links = cd.query(
        "SELECT evidence, strength, decision, count(*) AS links FROM account_link GROUP BY 1, 2, 3", engine=engine
    )
    sure = links.filter(pl.col("decision") == "same").sort("links", descending=True)
    sure
    return links, sure


if __name__ == "__main__":
    app.run()
