"""The layers of the table, their sizes, limits and targets, and who else has them."""

from typing import Any

import refold

from .arrays import integers, normal
from .calls import Target
from .layer_case import LayerCase
from .limits import copy, fill, product


def _dense(rows: int, n: int, units: int) -> dict[str, Any]:
    """Z = X W; dX = dZ W^T, dW = X^T dZ."""
    return {
        "layer": lambda: refold.Dense(units),
        "pytorch": lambda nn: nn.Linear(n, units),
        "forward": [product((rows, n), (n, units))],
        "backward": [
            product((rows, units), (units, n), transposed="second"),
            product((n, rows), (rows, units), transposed="first"),
        ],
    }


def _convolution(m: int, length: int, channels: int, filters: int, kernel: int = 3) -> dict[str, Any]:
    """The products of all windows, ready as rows (m places, k channels), with the kernel."""
    rows, columns = m * (length - kernel + 1) ** 2, kernel**2 * channels
    return {
        "X": normal(m, length, length, channels),
        "layer": lambda: refold.Conv2D(filters, kernel),
        "pytorch": lambda nn: nn.Conv2d(channels, filters, kernel),
        "epynn": lambda e: e.Convolution(filters, kernel, strides=(1, 1), activate=e.identity),
        "numpy_ml": lambda n: n.Conv2D(filters, (kernel, kernel)),
        "forward": [product((rows, columns), (columns, filters))],
        "backward": [
            product((rows, filters), (filters, columns), transposed="second"),
            product((columns, rows), (rows, filters), transposed="first"),
        ],
    }


def _recurrent(gates: int, m: int = 64, steps: int = 50, n: int = 32, units: int = 64) -> dict[str, Any]:
    """What depends on the step before is one small product a step; the rest is one for all steps."""
    rows, width = m * steps, gates * units
    return {
        "X": normal(m, steps, n),
        "forward": [product((rows, n), (n, width)), product((m, units), (units, width), times=steps)],
        "backward": [
            product((m, width), (width, units), transposed="second", times=steps),
            product((rows, width), (width, n), transposed="second"),
            product((n, rows), (rows, width), transposed="first"),
            product((units, rows), (rows, width), transposed="first"),
        ],
    }


def _attention(m: int, steps: int, n: int, heads: int) -> dict[str, Any]:
    """The four projections and their gradients; Q K^T, P V; P^T dC, dC V^T, dS K, dS^T Q."""
    rows, width, stack = m * steps, n // heads, m * heads
    X, W, part, square = (rows, n), (n, n), (stack, steps, width), (stack, steps, steps)
    return {
        "forward": [
            product(X, W, times=4),
            product(part, (stack, width, steps), transposed="second"),
            product(square, part),
        ],
        "backward": [
            product(X, W, transposed="second", times=4),
            product((n, rows), X, transposed="first", times=4),
            product(part, (stack, width, steps), transposed="second"),
            product(square, part),
            product(square, part, transposed="first", times=2),
        ],
    }


LAYER_CASES = [
    LayerCase(
        "Flatten 64x28x28x1, contiguous",
        Target(pytorch=4.0),
        normal(64, 28, 28, 1),
        refold.Flatten,
        lambda nn: nn.Flatten(),
        epynn=lambda e: e.Flatten(),
        numpy_ml=lambda n: n.Flatten(),
    ),
    LayerCase(
        "Dense 256x784->512",
        Target(2, 0.8, 0.85),
        normal(256, 784),
        epynn=lambda e: e.Dense(512, e.identity),
        numpy_ml=lambda n: n.FullyConnected(512),
        **_dense(256, 784, 512),
    ),
    LayerCase(
        "Dense (64, 50, 128)->256", Target(None, 0.8, 0.85), normal(64, 50, 128), **_dense(3200, 128, 256)
    ),
    LayerCase("Conv2D 28x28x1->8, 3x3, m=64", Target(15, 1.0, 0.3), **_convolution(64, 28, 1, 8)),
    LayerCase("Conv2D 32x32x16->32, 3x3, m=32", Target(80, 0.45, 0.6), **_convolution(32, 32, 16, 32)),
    LayerCase(
        "MaxPooling2D 2x2 on 32x32x32x32",
        Target(4, 0.6, 0.25),
        normal(32, 32, 32, 32),
        refold.MaxPooling2D,
        lambda nn: nn.MaxPool2d(2),
        forward=[copy(32, 32, 32, 32)],
        epynn=lambda e: e.Pooling(2),
        numpy_ml=lambda n: n.Pool2D((2, 2), stride=2),
    ),
    LayerCase(
        "SimpleRNN m=64, 50 steps, 32->64",
        Target(4.5, 1.5, 0.4),
        layer=lambda: refold.SimpleRNN(64, return_sequences=True),
        pytorch=lambda nn: nn.RNN(32, 64, batch_first=True),
        epynn=lambda e: e.RNN(64, sequences=True, clip_gradients=False),
        numpy_ml=lambda n: n.RNN(64),
        **_recurrent(1),
    ),
    LayerCase(
        "LSTM m=64, 50 steps, 32->64",
        Target(5, 0.5, 0.35),
        layer=lambda: refold.LSTM(64, return_sequences=True),
        pytorch=lambda nn: nn.LSTM(32, 64, batch_first=True),
        epynn=lambda e: e.LSTM(64, sequences=True),
        numpy_ml=lambda n: n.LSTM(64),
        **_recurrent(4),
    ),
    LayerCase(
        "GRU m=64, 50 steps, 32->64",
        Target(4, 1.0, 0.28),
        layer=lambda: refold.GRU(64, return_sequences=True),
        pytorch=lambda nn: nn.GRU(32, 64, batch_first=True),
        epynn=lambda e: e.GRU(64, sequences=True),
        **_recurrent(3),
    ),
    LayerCase(
        "Embedding 10,000x128, 3,200 ids",
        Target(None, 1.0, 0.5),
        integers(10_000, 64, 50),
        lambda: refold.Embedding(10_000, 128),
        lambda nn: nn.Embedding(10_000, 128),
        forward=[copy(3200, 128)],
        backward=[fill(10_000, 128), copy(3200, 128)],
        numpy_ml=lambda n: n.Embedding(128, 10_000),
    ),
    LayerCase(
        "LayerNormalization 4096x256",
        Target(None, 0.3, 0.15),
        normal(4096, 256),
        refold.LayerNormalization,
        lambda nn: nn.LayerNorm(256, eps=1e-3),
        forward=[copy(4096, 256)],
        backward=[copy(4096, 256)],
        numpy_ml=lambda n: n.LayerNorm1D(),
    ),
    LayerCase(
        "MultiHeadAttention m=16, 128 steps, 128 wide, 4 heads",
        Target(None, 0.7, 0.5),
        normal(16, 128, 128),
        lambda: refold.MultiHeadAttention(4, 32),
        lambda nn: nn.MultiheadAttention(128, 4, batch_first=True),
        **_attention(16, 128, 128, 4),
    ),
]
