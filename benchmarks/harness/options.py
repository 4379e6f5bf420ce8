"""The options that every benchmark takes, and where their results are kept."""

import argparse
from pathlib import Path

RESULTS = Path(__file__).parents[1] / "results"


def parse(description: str) -> argparse.Namespace:
    """`quick`: a few repetitions, to see that it runs; `save`: record what was measured."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="few repetitions: to see that it runs")
    parser.add_argument("--save", action="store_true", help="record the result in benchmarks/results/")
    return parser.parse_args()


def publish(text: str, name: str, save: bool) -> None:
    """Print a result; with `save`, keep it as results/NAME.md."""
    print(text)
    if save:
        (RESULTS / f"{name}.md").write_text(text + "\n", encoding="utf-8")
        print(f"\nWritten to {RESULTS / name}.md")
