"""The mistakes that students make on the way back through a new order of the axes."""

from __future__ import annotations

import numpy as np


def shape_before(G, axes):
    return tuple(G.shape[k] for k in np.argsort(axes))


def the_same_order_again(G, axes):
    return G.transpose(axes)


def order_read_backwards(G, axes):
    return G.transpose(axes[::-1])


def all_axes_turned_round(G, axes):
    return G.T


def as_it_came(G, axes):
    return G


def reshaped(G, axes):
    return G.reshape(shape_before(G, axes))


def reshaped_by_the_order(G, axes):
    return G.reshape(tuple(G.shape[axis] for axis in axes))


def read_column_by_column(G, axes):
    return G.reshape(shape_before(G, axes), order="F")


def transposed_then_reshaped(G, axes):
    return G.T.reshape(shape_before(G, axes))


def twice(G, axes):
    return G.transpose(axes).transpose(axes)


def back_twice(G, axes):
    back = np.argsort(axes)
    return G.transpose(back).transpose(back)


def sorted_downwards(G, axes):
    return G.transpose(np.argsort(axes)[::-1])


def last_two_exchanged(G, axes):
    return G.swapaxes(-1, -2)


def first_two_exchanged(G, axes):
    return G.swapaxes(0, 1)


def first_and_last_exchanged(G, axes):
    return G.swapaxes(0, -1)


def one_place_further(G, axes):
    return np.moveaxis(G, 0, -1)


def one_place_back(G, axes):
    return np.moveaxis(G, -1, 0)


def flipped(G, axes):
    return np.flip(G.transpose(np.argsort(axes)))


def first_axis_kept(G, axes):
    back = [axis for axis in np.argsort(axes) if axis != 0]
    return G.transpose(0, *back)


def ones(G, axes):
    return np.ones(shape_before(G, axes))


def the_order_back(G, axes):
    return np.argsort(axes)


def the_shape(G, axes):
    return shape_before(G, axes)


def nothing_returned(G, axes):
    G = G.transpose(np.argsort(axes))
