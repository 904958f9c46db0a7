"""The table of a campaign: for each command and kind of fault how often it struck, and how the command then ended."""

from __future__ import annotations

from collections import Counter, defaultdict

__all__ = ["Table"]


class Table:
    """Counts, by command and kind."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], Counter[int | None]] = defaultdict(Counter)
        self._wrong: Counter[tuple[str, str]] = Counter()

    def add(self, command: str, kind: str, code: int | None, *, is_wrong: bool) -> None:
        """Count a fault."""
        self._codes[command, kind][code] += 1
        self._wrong[command, kind] += is_wrong

    def text(self) -> str:
        """As Markdown: in each cell the exit codes, with how often each was seen, and what went wrong."""
        kinds = sorted({kind for _, kind in self._codes})
        lines = [["command", *kinds, "faults", "wrong"], ["---"] * (len(kinds) + 3)]
        for command in sorted({command for command, _ in self._codes}):
            here = [self._codes.get((command, kind), Counter()) for kind in kinds]
            wrong = sum(self._wrong[command, kind] for kind in kinds)
            lines.append([command, *map(_cell, here), str(sum(each.total() for each in here)), str(wrong)])
        faults = [str(sum(self._codes[command, kind].total() for command, kind in self._codes))]
        of_kinds = [str(sum(c.total() for (_, of), c in self._codes.items() if of == kind)) for kind in kinds]
        lines.append(["all", *of_kinds, *faults, str(self._wrong.total())])
        return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cell(codes: Counter[int | None]) -> str:
    by_code = sorted(codes.items(), key=lambda each: (each[0] is None, each[0] or 0))
    return ", ".join(f"{times}×{'hangs' if code is None else code}" for code, times in by_code)
