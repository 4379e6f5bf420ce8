"""What `fit` gives back: how loss and metrics went."""

from typing import Any


class History:
    """`history["loss"]` and the like hold one number an epoch; `val_` marks measures of held-out data."""

    def __init__(self) -> None:
        self.history: dict[str, list[float]] = {}
        self.epoch: list[int] = []

    def add(self, results: dict[str, float]) -> None:
        """Enter the results of one more epoch."""
        self.epoch.append(len(self.epoch))
        for key, value in results.items():
            self.history.setdefault(key, []).append(value)

    def __repr__(self) -> str:
        last = ", ".join(f"{key}={values[-1]:.4g}" for key, values in self.history.items() if values)
        return f"History(epochs={len(self.epoch)}{', ' if last else ''}{last})"

    def plot(self) -> Any:
        """A matplotlib Figure with a panel for each measure: trained data solid, held-out data dashed."""
        from matplotlib import pyplot

        measures = [key for key in self.history if not key.startswith("val_")]
        figure, panels = pyplot.subplots(
            1,
            max(1, len(measures)),
            figsize=(4.5 * max(1, len(measures)), 3),
            squeeze=False,
            layout="constrained",
        )
        for panel, measure in zip(panels[0], measures, strict=False):
            for key, label, style in ((measure, "training", "-"), (f"val_{measure}", "validation", "--")):
                if key in self.history:
                    panel.plot([epoch + 1 for epoch in self.epoch], self.history[key], style, label=label)
            panel.set(xlabel="epoch", title=measure)
            panel.legend()
        pyplot.close(figure)  # shown once, as the value of the cell
        return figure
