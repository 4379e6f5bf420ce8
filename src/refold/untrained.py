"""What training leaves as it was, though nobody said that it should."""

import warnings
from collections.abc import Sequence

from .layers.within import within
from .step import Step


def warn_of_untrained(stage: str, steps: Sequence[Step]) -> None:
    """Warn where nothing is trained, and of layers within a layer of one's own that are left out."""
    if not any(step.trained() for step in steps):
        warnings.warn(
            f"Sequential.{stage}: nothing was trained, since no layer has parameters that may change. "
            "Where they were frozen, model.trainable = True lets them.",
            stacklevel=3,  # who called the stage
        )
    own = [step for step in steps if step.holds_own]
    known = {id(weight) for step in steps for weight in step.weights()} if own else set()
    for step in own:
        for layer in within(step.layer):
            if any(id(P) not in known for P in layer.params.values()):
                warnings.warn(
                    f"Sequential.{stage}: layer {step.name!r} ({step.kind}) holds {layer!r}, whose "
                    "parameters are not among its own, and so neither trained nor saved. Put that layer into "
                    "the model itself, or make its parameters those of your own, as "
                    "layers/time_distributed.py does; those of several, as layers/residual.py does.",
                    stacklevel=3,
                )
