import argparse
from pathlib import Path

from benchmarks.scaling.stages import Run

options = argparse.ArgumentParser()
options.add_argument("--folder", type=Path)
options.add_argument("--size", type=float)
options.add_argument("--every", default="week")
options.add_argument("--terms", type=int, default=13)
chosen = options.parse_args()
chosen.folder.mkdir(parents=True, exist_ok=True)
Run(chosen.folder, chosen.size, chosen.every, chosen.terms).simulate()
