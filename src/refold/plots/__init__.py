"""Pictures of what layers do: a function draws one figure, and sliders call the same function."""

from .attention import draw_attention
from .conv2d import draw_conv2d
from .dense import draw_dense
from .descent import draw_descent
from .digits import draw_digits
from .flatten import draw_flatten
from .graph import draw_graph
from .lstm import draw_lstm
from .normalization import draw_normalization
from .patches import draw_patches
from .picture import Picture
from .simple_rnn import draw_simple_rnn

__all__ = [
    "Picture",
    "draw_attention",
    "draw_conv2d",
    "draw_dense",
    "draw_descent",
    "draw_digits",
    "draw_flatten",
    "draw_graph",
    "draw_lstm",
    "draw_normalization",
    "draw_patches",
    "draw_simple_rnn",
]
