"""
Coverage-guided fuzzing of all that reads input from outside: parsers, WARC files, importers, sidecars, configuration.

    python tests/campaigns/fuzz.py --target parsers --cpu-minutes 30
    python tests/campaigns/fuzz.py --target parsers --input found/parsers-ValueError-0123456789.input

An input is a finding at which the program raises what it does not document, gives rows that the database cannot hold,
takes more than a second of processor time, or needs more memory than a worker of replay may have. It is kept with its
stack in a folder (``--found``), once for each place in the program; ``--input`` tries it again. Figures are printed as
JSON, and the exit code is 1 if there are findings in the folder.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

# The tests are no package, and one that is installed beside pywb has their name.
_TESTS = ModuleType("tests")
_TESTS.__path__ = [str(Path(__file__).parent.parent)]
sys.modules["tests"] = _TESTS

NAMES = ("parsers", "warc", "importers", "sidecars", "configuration")
PROGRAM = (sys.executable, __file__)


def _main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--target", choices=NAMES, action="append", help="may be repeated; all unless given")
    options.add_argument("--cpu-minutes", type=float, default=30.0, help="processor time for each target")
    options.add_argument("--beyond", type=int, help="end after so many inputs beyond the seeds, however fast they are")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--corpus", type=Path, help="a folder of more saved pages to begin with")
    options.add_argument("--found", type=Path, default=Path("found-inputs"), help="where findings are kept")
    options.add_argument("--reached", type=Path, help="keep what reaches something new there, and go on with it")
    options.add_argument("--input", type=Path, nargs="+", help="only try these inputs of the target")
    options.add_argument("--loop", type=Path, help=argparse.SUPPRESS)
    options.add_argument("--seconds", type=float, help=argparse.SUPPRESS)
    given = options.parse_args()
    targets = given.target or list(NAMES)
    if given.loop is not None:
        from tests.campaigns.fuzzing.loop import Order, fuzz

        fuzz(
            Order(
                targets[0],
                seconds=given.seconds,
                beyond=given.beyond,
                seed=given.seed,
                found=given.found,
                work=given.loop,
                reached=given.reached,
                program=PROGRAM,
            )
        )
    from tests.campaigns.fuzzing.command import fuzz_target, try_inputs

    if given.input:
        return min(1, try_inputs(targets[0], given.input))
    wrong = 0
    for name in targets:
        fuzzed = fuzz_target(
            name,
            minutes=given.cpu_minutes,
            beyond=given.beyond,
            seed=given.seed,
            found=given.found,
            corpus=given.corpus,
            reached=given.reached,
            program=PROGRAM,
        )
        wrong += bool(fuzzed.findings)
        sys.stdout.write(json.dumps({"target": name, **asdict(fuzzed), "seed": given.seed}) + "\n")
        sys.stdout.flush()
    return min(1, wrong)


if __name__ == "__main__":
    sys.exit(_main())
