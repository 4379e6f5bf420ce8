"""The mistakes that students make in adding up what was repeated."""

from __future__ import annotations

import numpy as np


def front_of(G, shape):
    return tuple(range(G.ndim - len(shape)))


def ones_of(shape):
    return tuple(axis for axis, size in enumerate(shape) if size == 1)


def means(G, shape):
    G = G.mean(axis=front_of(G, shape))
    return G.mean(axis=ones_of(shape), keepdims=True)


def means_in_front(G, shape):
    G = G.mean(axis=front_of(G, shape))
    return G.sum(axis=ones_of(shape), keepdims=True)


def first_of_each(G, shape):
    G = G[(0,) * (G.ndim - len(shape))]
    return G[tuple(slice(0, 1) if size == 1 else slice(None) for size in shape)]


def largest(G, shape):
    G = G.max(axis=front_of(G, shape))
    return G.max(axis=ones_of(shape), keepdims=True)


def axes_in_a_list(G, shape):
    G = G.sum(axis=list(front_of(G, shape)))
    return G.sum(axis=list(ones_of(shape)), keepdims=True)


def axes_lost(G, shape):
    G = G.sum(axis=front_of(G, shape))
    return G.sum(axis=ones_of(shape))


def front_kept_as_ones(G, shape):
    G = G.sum(axis=front_of(G, shape), keepdims=True)
    behind = G.ndim - len(shape)
    return G.sum(axis=tuple(behind + axis for axis in ones_of(shape)), keepdims=True)


def front_alone(G, shape):
    return G.sum(axis=front_of(G, shape))


def ones_alone(G, shape):
    return G.sum(axis=ones_of(shape), keepdims=True)


def ones_counted_in_g(G, shape):
    axes = front_of(G, shape) + ones_of(shape)
    return G.sum(axis=tuple(set(axes)), keepdims=True).reshape(shape)


def ones_added_up_first(G, shape):
    return front_alone(ones_alone(G, shape), shape)


def reshaped_into_copies(G, shape):
    return G.reshape(-1, *shape).sum(axis=0)


def axes_lost_one_by_one(G, shape):
    G = G.sum(axis=front_of(G, shape))
    for axis in ones_of(shape):
        G = G.sum(axis=axis)
    return G


def axes_counted_on(G, shape):
    """After each sum, the next axis in front is axis 0 again."""
    for axis in front_of(G, shape):
        G = G.sum(axis=axis)
    return G.sum(axis=ones_of(shape), keepdims=True)


def from_the_left(G, shape):
    G = G.sum(axis=tuple(range(len(shape), G.ndim)))
    return G.sum(axis=ones_of(shape), keepdims=True)


def batch_alone(G, shape):
    return G.sum(axis=0)


def batch_alone_where_shapes_differ(G, shape):
    return G if G.shape == shape else G.sum(axis=0)


def last_axis_alone(G, shape):
    return G.sum(axis=-1, keepdims=True) if len(shape) == G.ndim else G.sum(axis=-1)


def one_axis_in_front(G, shape):
    if G.ndim > len(shape):
        G = G.sum(axis=0)
    return G.sum(axis=ones_of(shape), keepdims=True) if G.ndim == len(shape) else G


def first_one_alone(G, shape):
    G = G.sum(axis=front_of(G, shape))
    return G.sum(axis=ones_of(shape)[:1], keepdims=True)


def everything(G, shape):
    return G.sum()


def everything_spread(G, shape):
    return np.full(shape, G.sum())


def the_other_axes(G, shape):
    G = G.sum(axis=front_of(G, shape))
    others = tuple(axis for axis, size in enumerate(shape) if size != 1)
    return G.sum(axis=others, keepdims=True)


def as_it_came(G, shape):
    return G


def reshaped(G, shape):
    return G.reshape(shape)


def cut_off(G, shape):
    return np.resize(G, shape)


def repeated_again(G, shape):
    G = G.sum(axis=front_of(G, shape), keepdims=True)
    behind = G.ndim - len(shape)
    axes = tuple(behind + axis for axis in ones_of(shape))
    return G.sum(axis=axes, keepdims=True) + np.zeros((2,) * behind + tuple(shape))


def ones_multiplied(G, shape):
    """As many times as it was repeated, whatever G says."""
    return np.full(shape, G.size / max(1, int(np.prod(shape, dtype=int))))


def sign_turned_round(G, shape):
    G = G.sum(axis=front_of(G, shape))
    return -G.sum(axis=ones_of(shape), keepdims=True)


def products(G, shape):
    G = G.prod(axis=front_of(G, shape))
    return G.prod(axis=ones_of(shape), keepdims=True)


def numbers_left_out(G, shape):
    if not shape:
        return G
    G = G.sum(axis=front_of(G, shape))
    return G.sum(axis=ones_of(shape), keepdims=True)


def nothing_returned(G, shape):
    G = G.sum(axis=front_of(G, shape))
    G.sum(axis=ones_of(shape), keepdims=True)
