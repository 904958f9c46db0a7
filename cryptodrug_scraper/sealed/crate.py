"""
The metadata of a sealed answer as an RO-Crate (version 1.1), by the profile Workflow Run Crate (version 0.5).

The workflow is the SQL of the figure. Three actions lead to it: pages are read, what is read is derived, and the SQL is
run on that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rocrate.model import ComputationalWorkflow, ContextEntity, Dataset, File, SoftwareApplication
from rocrate.rocrate import ROCrate

from cryptodrug_scraper.output import to_json
from cryptodrug_scraper.sealed.layout import (
    ARITHMETIC,
    CAPTURES,
    CARD,
    DECISIONS,
    FACTS,
    FACTS_SQL,
    FIGURE,
    FIGURE_SQL,
    NAMES,
    OBSERVATIONS,
    OWN_ANSWER,
    PAGES,
    QUESTION,
    ROWS,
    ROWS_SQL,
    SNAPSHOTS,
    WORDS,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from rocrate.model.entity import Entity

    from cryptodrug_scraper.sealed.question import Question

__all__ = ["crate_of"]

_PROFILES = {
    "https://w3id.org/ro/wfrun/process/0.5": "Process Run Crate",
    "https://w3id.org/ro/wfrun/workflow/0.5": "Workflow Run Crate",
    "https://w3id.org/workflowhub/workflow-ro-crate/1.0": "Workflow RO-Crate",
}
_TERMS = "https://w3id.org/ro/terms/workflow-run/context"
_JSON, _LINES, _SQL = "application/json", "application/jsonl", "application/sql"
_MEANINGS = {
    CARD: ("How to check this answer", "text/markdown"),
    QUESTION: ("What is asked, and by what it is answered", _JSON),
    FIGURE: ("The figure", _JSON),
    ROWS_SQL: ("The statement that gave the rows", _SQL),
    ARITHMETIC: ("The statement that gives the figure again of the rows, for SQLite", _SQL),
    ROWS: ("The rows of which the figure is made, with pseudonyms", _LINES),
    SNAPSHOTS: ("The looks at the markets in the window, and how complete each was", _LINES),
    FACTS_SQL: ("The statements that gave the facts", _SQL),
    OWN_ANSWER: ("All columns of the answer", _LINES),
    NAMES: ("Whose the pseudonyms are", _LINES),
    FACTS: ("What the rows rest on", _LINES),
    OBSERVATIONS: ("What pages state, as it stands in the database", _LINES),
    CAPTURES: ("The pages, and in which records their bytes lie", _LINES),
    WORDS: ("The words on pages that give fields their values", _LINES),
    DECISIONS: ("What people decided of these accounts, listings and pages", _LINES),
}


def crate_of(question: Question, paths: Collection[str]) -> bytes:
    """
    Return the metadata of a package.

    Args:
        question: what it answers.
        paths: of its files.
    """
    crate = ROCrate(version="1.1")
    crate.metadata.extra_contexts.append(_TERMS)
    crate.name = f"Sealed answer: {question.title}"
    crate.description = (
        "A figure with its SQL, its rows, the words on pages that these rest on, and the pages' WARC records"
    )
    crate.root_dataset["datePublished"] = question.made_at
    crate.root_dataset["license"] = "It names people: for those to whom it was handed over alone (README.md)"
    crate.root_dataset["conformsTo"] = [
        crate.add(
            ContextEntity(crate, name, {"@type": "CreativeWork", "name": title, "version": name.rsplit("/", 1)[1]})
        )
        for name, title in _PROFILES.items()
    ]
    files: dict[str, Entity] = {
        path: crate.add(File(crate, None, path, properties={"name": name, "encodingFormat": form}))
        for path, (name, form) in _MEANINGS.items()
        if path in paths
    }
    language = crate.add(
        ContextEntity(crate, "#sql", {"@type": "ComputerLanguage", "name": "SQL of PostgreSQL, schema research"})
    )
    inputs = _parameter(crate, "#parameter-observations", "What pages state, and what is derived of it", "Dataset")
    output = _parameter(crate, "#parameter-figure", "The figure", "File")
    workflow = crate.add(
        ComputationalWorkflow(
            crate, None, FIGURE_SQL, properties={"name": "The SQL of the figure", "encodingFormat": _SQL}
        )
    )
    workflow["programmingLanguage"] = language
    workflow["input"], workflow["output"] = [inputs], [output]
    crate.mainEntity = workflow
    pages = crate.add(Dataset(crate, None, f"{PAGES}/", properties={"name": "WARC records, one in each file"}))
    program = _program(crate, "#program", "cryptodrug-scraper", question.program)
    parsers = [
        _program(crate, f"#parser-{market}", f"parser of {market}", version)
        for market, version in sorted(question.parsers.items())
    ]
    measures = _program(crate, "#measures", "measures of cryptodrug-scraper", question.measures)
    observed = [files[path] for path in (OBSERVATIONS,) if path in files]
    rows = [files[path] for path in (ROWS, FACTS) if path in files]
    for each, parameter in ((rows, inputs), ([files[FIGURE]] if FIGURE in files else [], output)):
        for file in each:
            file["exampleOfWork"] = parameter
    _action(crate, "#reading", "Pages are read", parsers or [program], [pages], observed, question.made_at)
    derived = f"Derivation {question.derive_run}"
    _action(crate, "#derivation", derived, [measures], observed, rows, question.made_at)
    answer = [files[FIGURE]] if FIGURE in files else []
    _action(crate, "#answer", "The SQL is run", [workflow], rows, answer, question.made_at)
    crate.root_dataset["mentions"] = [crate.get("#reading"), crate.get("#derivation"), crate.get("#answer")]
    return to_json(crate.metadata.generate()) + b"\n"


def _parameter(crate: ROCrate, name: str, said: str, kind: str) -> Entity:
    form = {"@type": "FormalParameter", "name": said, "additionalType": kind}
    parameter = crate.add(ContextEntity(crate, name, form))
    parameter["conformsTo"] = {"@id": "https://bioschemas.org/profiles/FormalParameter/1.0-RELEASE"}
    return parameter


def _program(crate: ROCrate, name: str, said: str, version: str) -> Entity:
    return crate.add(SoftwareApplication(crate, name, {"name": said, "version": version}))


def _action(
    crate: ROCrate,
    name: str,
    said: str,
    instruments: list[Entity],
    inputs: list[Any],
    results: list[Any],
    ended: str,
) -> None:
    action = crate.add(ContextEntity(crate, name, {"@type": "CreateAction", "name": said, "endTime": ended}))
    action["instrument"] = instruments if len(instruments) > 1 else instruments[0]
    action["object"], action["result"] = inputs, results
