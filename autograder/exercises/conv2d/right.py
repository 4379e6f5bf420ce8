"""A right answer to each exercise of this unit."""

from __future__ import annotations

import numpy as np


def output_size(n, kernel, stride, padding):
    if padding == "valid":
        return (n - kernel) // stride + 1, 0, 0
    out = -(-n // stride)
    zeros = max((out - 1) * stride + kernel - n, 0)
    return out, zeros // 2, zeros - zeros // 2


def windows(X, kernel, strides):
    every = np.lib.stride_tricks.sliding_window_view(X, kernel, axis=(1, 2))
    return np.moveaxis(every[:, :: strides[0], :: strides[1]], 3, -1)


def conv2d_forward(X, W, b, strides):
    every = windows(X, W.shape[:2], strides)
    return every.reshape(*every.shape[:3], -1) @ W.reshape(-1, W.shape[-1]) + b


def conv2d_gradients(dA, X, kernel, strides):
    every, filters = windows(X, kernel, strides), dA.shape[-1]
    rows, dA = every.reshape(dA.size // filters, -1), dA.reshape(-1, filters)
    return (rows.T @ dA).reshape(*every.shape[3:], filters), dA.sum(axis=0)


def conv2d_backward(dA, W, shape, strides):
    kh, kw, channels, filters = W.shape
    each = (dA @ W.reshape(-1, filters).T).reshape(*dA.shape[:3], kh, kw, channels)
    return add_windows(each, shape, strides)


def add_windows(each, shape, strides):
    """The way back through `windows`: each (m, out_height, out_width, kh, kw, channels) -> dX of a shape."""
    dX, (_, out_height, out_width, kh, kw, _), (sh, sw) = np.zeros(shape), each.shape, strides
    for y in range(out_height):
        for x in range(out_width):
            dX[:, y * sh : y * sh + kh, x * sw : x * sw + kw] += each[:, y, x]
    return dX


def max_pooling_forward(X, size, strides):
    return windows(X, size, strides).max(axis=(3, 4))


def max_pooling_backward(dA, X, size, strides):
    every = windows(X, size, strides)
    flat = every.reshape(*every.shape[:3], -1, X.shape[-1])
    first = np.expand_dims(flat.argmax(axis=3), 3)  # of several equal ones, in row-major order
    largest = np.arange(flat.shape[3]).reshape(-1, 1) == first
    return add_windows((largest * dA[:, :, :, np.newaxis]).reshape(every.shape), X.shape, strides)
