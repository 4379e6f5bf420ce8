"""Seeds: where random numbers come from, on the host."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy

from .errors import WrongValueError

Seed: TypeAlias = int | Sequence[int] | numpy.random.Generator | None


def generator(seed: Seed, who: str) -> numpy.random.Generator:
    """A source of random numbers on the host: the same numbers whatever the backend of the data."""
    try:
        return numpy.random.default_rng(seed)
    except (TypeError, ValueError) as error:
        raise WrongValueError(
            f"{who}: seed must be a whole number of at least 0, several of them, or a NumPy generator, "
            f"got {seed!r}."
        ) from error
