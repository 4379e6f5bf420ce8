"""Pictures of what layers do: a function draws one figure, and sliders call the same function."""

from .flatten import draw_flatten

__all__ = ["draw_flatten"]
