"""Writes the lines that read the one thing that a page is of: an offer, or an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptodrug_scraper.scaffold.candidates import ANSWERED_NONE, BESIDE, ELSEWHERE, OF_SELLER, OWN_TEXT, SINCE
from cryptodrug_scraper.scaffold.code_fields import by_words, phrase_lines, placed, seller_lines
from cryptodrug_scraper.scaffold.code_rows import rows_lines
from cryptodrug_scraper.scaffold.code_text import Module, check, quoted, raw
from cryptodrug_scraper.scaffold.code_values import assigned, written
from cryptodrug_scraper.scaffold.propose_windows import FEEDBACK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cryptodrug_scraper.scaffold.candidates import Candidate
    from cryptodrug_scraper.scaffold.proposal import KindProposal
    from cryptodrug_scraper.scaffold.roles import Roles

__all__ = ["thing_lines"]

_WRITTEN = frozenset({"description", "terms", "refund_policy", "profile"})
"""Texts that people wrote, in which a word before a colon labels nothing."""
_MOST_CASES = 10
"""Labels of one function, after which the linter asks for two."""


def _main_lines(module: Module, proposal: KindProposal) -> list[str]:
    if not proposal.main:
        return [
            "    main = document.root",
            "    if document.is_cut(main):",
            "        return  # the end of the page cuts it",
        ]
    module.use("one")
    name = module.selector(f"_{proposal.kind.upper()}_MAIN", proposal.main)
    return [
        f"    main = one({name}(document.root)[:1], {quoted(f'main part ({proposal.main})')})",
        "    if document.is_cut(main):",
        "        return  # the end of the page cuts it",
    ]


def thing_lines(module: Module, proposal: KindProposal, record: str, roles: Roles) -> tuple[list[str], list[str]]:
    """The lines that read the one thing that a page is of, and the function that reads its labels."""
    name, kind = record.lower(), proposal.kind
    lines = _main_lines(module, proposal)
    of_seller = [each for each in proposal.candidates if each.name.startswith(OF_SELLER)]
    own_fields = [each for each in proposal.candidates if each not in of_seller]
    since = [each for each in own_fields if each.name.endswith(SINCE)]
    at_places = [each for each in own_fields if each.selector and each.name and each not in since]
    unread = [each for each in own_fields if each.selector and not each.name]
    by_label = [each for each in own_fields if not each.selector and each.attribute not in BESIDE]
    link = next((each for each in proposal.own_names if each.how == "link"), None)
    own = f"{module.selector(f'_{kind.upper()}_OWN_LINK', link.selector)}(document.root)[:1]" if link else "[]"
    module.use(record)
    if record == "Listing":
        lines += _listing_start(module, proposal, own, roles)
    else:
        lines += _vendor_start(module, proposal, own, roles)
    for each in at_places:
        if each.name not in {"title", "vendor"} or (each.name == "vendor" and record == "Listing"):
            lines += placed(module, each, name, kind.upper(), "main", "    ")
    for each in unread:
        lines += check("    ", f"{each.selector} is not read ({each.evidence}): {'; '.join(each.doubts)}")
    lines += _headed_lines(module, proposal, name)
    lines += rows_lines(module, proposal, name)
    beside = [each for each in own_fields if each.attribute in BESIDE]
    for each in beside:
        if not each.name and ANSWERED_NONE not in each.doubts:
            lines += check("    ", f"label {each.label!r} is not read ({each.evidence}); {'; '.join(each.doubts)}")
    lines += by_words(module, beside, name, f"main{_without(module, proposal)}", "    ")
    helper: list[str] = []
    if by_label:
        module.use("labelled", "audit")
        cases = [each for each in by_label if each.name and not (each.name == "vendor" and record == "Vendor")]
        ignored = [each for each in by_label if each not in cases]
        ignored += [each for each in of_seller if each.label and not each.selector and each.attribute not in BESIDE]
        reader = f"_read_label_of_{kind}"
        known = module.again(reader, (record, *(f"{each.name} {each.label} {each.form}" for each in cases)))
        reader = known or reader
        lines += [
            "    unread = [",
            "        label",
            f"        for label, {'text' if cases else '_'}, _ in labelled(document, main{_without(module, proposal)})",
            *([f"        if not {reader}(document, {name}, label, text)"] if cases else []),
            "    ]",
            f"    audit(document, {quoted(kind)}, unread, _{kind.upper()}_IGNORED)",
        ]
        helper = [] if known or not cases else _label_function(module, kind, name, record, cases)
        if ignored:
            module.constants += [f"_{kind.upper()}_IGNORED = {{"]
            for each in ignored:
                module.constants.append(f"    {quoted(each.label)}: {quoted(_why_ignored(each))},")
            module.constants.append("}")
        else:
            module.constants.append(f"_{kind.upper()}_IGNORED: dict[str, str] = {{}}")
    for each in since:
        lines += placed(module, each, name, kind.upper(), "main", "    ")
    lines.append(f"    document.add({name})")
    if record == "Listing" and proposal.candidate("vendor") is not None:
        lines += ["    if listing.vendor:", *seller_lines(module, of_seller, kind.upper(), "main", "        ")]
    return lines, helper


def _headed_lines(module: Module, proposal: KindProposal, name: str) -> list[str]:
    """The lines that read texts below their headings."""
    if not proposal.headed:
        return []
    module.use("below_heading", "heading_text")
    tags = sorted({tag for each in proposal.headed for tag in each.tags})
    selector = module.selector(f"_{proposal.kind.upper()}_HEADINGS", ", ".join(tags))
    lines = [
        "    texts = []",
        f"    for heading in document.whole({selector}(main)):",
        "        match document.text(heading):",
    ]
    said_below = written(module, "heading_text(document, heading)", bare=True)
    for each in proposal.headed:
        said = " | ".join(map(quoted, each.words))
        lines.append(f"            case {said}:  # on {each.pages} of {len(proposal.pages)}")
        lines.append(f"                {name}.{each.name} = {said_below}")
        lines.append("                texts.extend(below_heading(heading))")
    return lines


def _without(module: Module, proposal: KindProposal) -> str:
    """The argument that passes over what the page repeats, and texts that people wrote."""
    names = {"listing": "CARDS", "review": "REVIEWS"}
    found = []
    for block in proposal.blocks:
        blocks = f"{module.selector(f'_{proposal.kind.upper()}_{names[block.record]}', block.selector)}(document.root)"
        if block.has_rest:
            module.use("with_rest")
            found.append(f"*(part for first, rest in with_rest({blocks}) for part in (first, *rest))")
        else:
            found.append(f"*{blocks}")
    found += [f"*{name}(document.root)" for name in module.site_selectors().values()]
    for rows in proposal.rows:
        selector = module.selector(f"_{proposal.kind.upper()}_{rows.name.upper()}", rows.selector)
        found.append(f"*{selector}(document.root)")
    title = proposal.candidate("title")
    if title is not None and title.selector and not title.attribute and not title.phrase:
        found.append(f"*{module.selector(f'_{proposal.kind.upper()}_TITLE', title.selector)}(document.root)[:1]")
    if proposal.candidate(FEEDBACK) is not None:
        found.append("*tables")  # whose heads are no labels
    for each in proposal.candidates:
        if each.name in _WRITTEN and each.selector and not each.label:
            selector = module.selector(f"_{proposal.kind.upper()}_{each.name.upper()}", each.selector)
            found.append(f"*{selector}(main)")
    if proposal.headed:
        found.append("*texts")
    return f", [{', '.join(found)}]" if found else ""


def _why_ignored(each: Candidate) -> str:
    """Why a label is read by no case: what the author is to see to, unless its field is read at another place."""
    if each.name:
        return f"{ELSEWHERE} {each.name}"
    known = next((doubt for doubt in each.doubts if doubt.startswith((ELSEWHERE, ANSWERED_NONE))), None)
    return known or f"CHECK: {'; '.join(each.doubts or ['no field is known for it'])} ({each.evidence})"


def _title_lines(module: Module, kind: str, title: Candidate) -> list[str]:
    """The lines that read the title of an offer on its own page."""
    selector = module.selector(f"_{kind.upper()}_TITLE", title.selector)
    lines = check("    ", *title.doubts)
    if title.phrase:
        lines += phrase_lines(module, title, f"{selector}(document.root)", "    ")
        return [*lines, f"    title = {_piece(title)}"]
    module.use("one")
    element = f'one({selector}(document.root)[:1], "title")'
    said = "text" if title.attribute == OWN_TEXT else f"get({quoted(title.attribute)})"
    whole = f'document.line({element}.{said} or "")'
    return [*lines, f"    title = {whole if title.attribute else f'document.text({element})'}"]


def _piece(each: Candidate) -> str:
    """What gives the value of a phrase, after the line that finds it; empty where the phrase does not stand there."""
    return f'pieces[{each.piece}] if pieces else ""'


def _listing_start(module: Module, proposal: KindProposal, own: str, roles: Roles) -> list[str]:
    title = proposal.candidate("title")
    lines = [] if title is None else _title_lines(module, proposal.kind, title)
    if roles.listing is not None:
        module.use("own_part")
    elif not proposal.own_names:
        lines += check("    ", "no list leads to this page, so nothing tells what names the offer in its address")
    if not proposal.own_names and roles.listing is not None:
        lines += check("    ", "only its address names the offer: find a link of the page that does")
    others = _other_names(module, proposal)
    identifier = f"own_part(document, _LISTING_ADDRESS, {own})" if roles.listing is not None else "None"
    return [
        *lines,
        "    listing = Listing(",
        *_assigned_id(identifier, others),
        f"        title={'title or None' if title is not None else 'None'},",
        "        title_cut=False,",
        '        seen_on="page",',
        "    )",
    ]


def _assigned_id(identifier: str, others: Sequence[str]) -> list[str]:
    line = f"        listing_id={' or '.join([identifier, *others])},"
    if len(line) <= 120:  # as the formatter breaks lines
        return [line]
    return [
        f"        listing_id={identifier}",
        *(f"        or {each}" for each in others[:-1]),
        f"        or {others[-1]},",
    ]


def _other_names(module: Module, proposal: KindProposal) -> list[str]:
    """What names the thing that a page is of, where neither its address nor a link to it does."""
    found = []
    for number, each in enumerate(each for each in proposal.own_names if each.how != "link"):
        name = f"_{proposal.kind.upper()}_OWN{number or ''}"
        elements = f"{module.selector(name, each.selector)}(document.root)"
        module.use("attribute_of")
        if each.how == "value":
            found.append(f'attribute_of({elements}, "value")')
        elif each.how == "text":
            module.use("text_of")
            found.append(f"text_of(document, {elements})")
        else:
            module.use("part_of")
            pattern = f"{name}_ADDRESS"
            module.constant(f"{pattern} = re.compile({raw(each.how)})")
            found.append(f'part_of(attribute_of({elements}, "href"), {pattern})')
    return found


def _vendor_start(module: Module, proposal: KindProposal, own: str, roles: Roles) -> list[str]:
    named = proposal.candidate("vendor")
    lines: list[str] = []
    module.use("one")
    if named is not None and named.selector:
        said = module.selector(f"_{proposal.kind.upper()}_NAME", named.selector)
        lines += check("    ", *named.doubts)
        element = f'one({said}(document.root)[:1], "name of the account")'
        if named.phrase:
            lines += phrase_lines(module, named, f"{said}(document.root)", "    ")
            text = f"({_piece(named)})"
        elif named.attribute == OWN_TEXT:
            text = f'document.line({element}.text or "")'
        else:
            text = f"document.text({element})"
        if named.form == "text":
            lines.append(f"    name = {text} or None")
        elif roles.vendor is not None:
            module.use("account_name", "own_part")
            lines.append(f"    said = {text}")
            lines.append(f"    name = account_name(said, own_part(document, _VENDOR_ADDRESS, {own}))")
        else:
            module.use("name_within")
            lines.append(f"    name = name_within({text})")
    elif named is not None:
        module.use("name_within", "labelled")
        lines += check("    ", *named.doubts)
        lines.append(
            f"    said = [text for label, text, _ in labelled(document, main) if label == {quoted(named.label)}]"
        )
        lines.append("    name = name_within(said[0]) if said else None")
    else:
        lines += check("    ", "nothing on the pages names the account: its address does, where that is known")
        module.use("own_part")
        lines.append(
            f"    name = own_part(document, _VENDOR_ADDRESS, {own})" if roles.vendor is not None else "    name = None"
        )
        if roles.vendor is None:
            module.names.discard("own_part")
    return [
        *lines,
        "    if name is None:",
        '        document.issue("field_unreadable", "vendor: no name of an account")',
        "        return",
        '    vendor = Vendor(vendor=name, seen_on="page")',
    ]


def _label_function(module: Module, kind: str, name: str, record: str, cases: Sequence[Candidate]) -> list[str]:
    lint = "  # noqa: C901, PLR0912" if len(cases) > _MOST_CASES else ""
    lines = [
        f"def _read_label_of_{kind}(document: Document, {name}: {record}, label: str, text: str) -> bool:{lint}",
        '    """Read a labelled value into the record; tell whether its label is known."""',
        "    match label:",
    ]
    for label in dict.fromkeys(each.label for each in cases):
        fields = [each for each in cases if each.label == label]
        lines += check("        ", *(doubt for each in fields for doubt in each.doubts))
        lines.append(f"        case {quoted(label)}:  # {fields[0].evidence}")
        lines += [line for each in fields for line in assigned(module, each, name, "text", "            ")]
    lines += ["        case _:", "            return False", "    return True", "", ""]
    return lines
