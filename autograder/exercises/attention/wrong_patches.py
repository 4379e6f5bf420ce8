"""Wrong answers to patches, as students write them (the words are in patches_sentences.py)."""

from __future__ import annotations

import numpy as np


def reshaped_alone(X, size):
    return X.reshape(len(X), -1, size * size * X.shape[3])


def down_the_columns(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 3, 1, 2, 4, 5).reshape(m, -1, size * size * channels)


def pixels_turned(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 4, 2, 5).reshape(m, -1, size * size * channels)


def channels_apart(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 5, 2, 4).reshape(m, -1, size * size * channels)


def factors_changed(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, size, height // size, size, width // size, channels)
    return X.transpose(0, 2, 4, 1, 3, 5).reshape(m, -1, size * size * channels)


def patches_in_a_grid(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5)


def pixels_not_joined(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size, size, channels)


def joined_with_the_batch(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(-1, size * size * channels)


def values_first(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 2, 4, 5, 1, 3).reshape(m, size * size * channels, -1)


def mixed_with_the_batch(X, size):
    """The patches were collected place by place, and then given the right shape."""
    m, height, width, channels = X.shape
    every = [
        X[:, y : y + size, x : x + size].reshape(m, -1)
        for y in range(0, height, size)
        for x in range(0, width, size)
    ]
    return np.array(every).reshape(m, -1, size * size * channels)


def overlapping(X, size):
    m, height, width, _ = X.shape
    rows, columns = range(height - size + 1), range(width - size + 1)
    return np.stack([X[:, i : i + size, j : j + size].reshape(m, -1) for i in rows for j in columns], axis=1)


def square_images(X, size):
    m, height, _, channels = X.shape
    X = X.reshape(m, height // size, size, height // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels)


def size_for_count(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, size, height // size, size, width // size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, size * size, -1)


def first_channel(X, size):
    m, height, width, _ = X.shape
    X = X[..., 0].reshape(m, height // size, size, width // size, size)
    return X.transpose(0, 1, 3, 2, 4).reshape(m, -1, size * size)


def column_major(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels, order="F")


def width_first(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, width // size, size, height // size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels)


def divided_with_a_fraction(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height / size, size, width / size, size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels)


def whole_numbers(X, size):
    rows, columns = range(0, X.shape[1], size), range(0, X.shape[2], size)
    cut = [X[:, i : i + size, j : j + size].reshape(len(X), -1) for i in rows for j in columns]
    A = np.zeros((len(X), len(cut), cut[0].shape[1]), dtype=int)
    for k, patch in enumerate(cut):
        A[:, k] = patch
    return A


def factors_changed_then_permuted(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, size, height // size, size, width // size, channels)
    return X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels)


def one_pixel_on(X, size):
    rows, columns = range(X.shape[1] // size), range(X.shape[2] // size)
    cut = [X[:, i : i + size, j : j + size].reshape(len(X), -1) for i in rows for j in columns]
    return np.stack(cut, axis=1)


def patches_before_samples(X, size):
    rows, columns = range(0, X.shape[1], size), range(0, X.shape[2], size)
    return np.array([X[:, i : i + size, j : j + size].reshape(len(X), -1) for i in rows for j in columns])


def in_one_row(X, size):
    rows, columns = range(0, X.shape[1], size), range(0, X.shape[2], size)
    cut = [X[:, i : i + size, j : j + size].reshape(len(X), -1) for i in rows for j in columns]
    return np.concatenate(cut, axis=1)


def first_image(X, size):
    rows, columns = range(0, X.shape[1], size), range(0, X.shape[2], size)
    return np.array([X[0, i : i + size, j : j + size].ravel() for i in rows for j in columns])


def in_lists(X, size):
    rows, columns = range(0, X.shape[1], size), range(0, X.shape[2], size)
    return [[x[i : i + size, j : j + size].ravel() for i in rows for j in columns] for x in X]


def nothing_returned(X, size):
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    print(X.transpose(0, 1, 3, 2, 4, 5).reshape(m, -1, size * size * channels))
