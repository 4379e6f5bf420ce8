"""The mistakes that students make in next_token_loss."""

from __future__ import annotations

import numpy as np


def _log_softmax(S, axis=-1):
    S = S - S.max(axis=axis, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=axis, keepdims=True))


def _loss_and_slopes(S, targets, count, axis=-1):
    """Loss and gradient of scores and the ids that are right, divided by a count."""
    log_P, Y = _log_softmax(S, axis), np.eye(S.shape[-1])[targets]
    return -(log_P * Y).sum() / count, (np.exp(log_P) - Y) / count


def _right(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], ids[:, 1:].size)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def not_shifted(Z, ids):
    return _loss_and_slopes(Z, ids, ids.size)


def not_shifted_nor_the_last(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, :-1], ids[:, 1:].size)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def the_token_before(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, 1:], ids[:, :-1], ids[:, 1:].size)
    return loss, np.pad(slopes, ((0, 0), (1, 0), (0, 0)))


def first_after_last(Z, ids):
    return _loss_and_slopes(Z, np.roll(ids, -1, axis=1), ids.size)


def over_all_steps(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], ids.size)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def over_texts(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], len(ids))
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def over_steps(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], ids.shape[1] - 1)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def over_the_vocabulary(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss / Z.shape[-1], slopes / Z.shape[-1]


def summed(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], 1)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def slopes_summed(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, slopes * ids[:, 1:].size


def slopes_over_texts(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, slopes * (ids.shape[1] - 1)


def slopes_over_all_steps(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, slopes * ids[:, 1:].size / ids.size


def last_step_left_out(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, slopes[:, :-1]


def one_step_late(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, np.roll(slopes, 1, axis=1)


def probabilities_at_the_last(Z, ids):
    loss, slopes = _right(Z, ids)
    slopes[:, -1] = np.exp(_log_softmax(Z[:, -1])) / ids[:, 1:].size
    return loss, slopes


def one_hot_forgotten(Z, ids):
    loss, slopes = _right(Z, ids)
    slopes[:, :-1] = np.exp(_log_softmax(Z[:, :-1])) / ids[:, 1:].size
    return loss, slopes


def slopes_turned_round(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, -slopes


def loss_turned_round(Z, ids):
    loss, slopes = _right(Z, ids)
    return -loss, slopes


def over_steps_softmax(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], ids[:, 1:].size, axis=1)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def not_moved(Z, ids):
    E = np.exp(Z[:, :-1])
    P, Y = E / E.sum(axis=-1, keepdims=True), np.eye(Z.shape[-1])[ids[:, 1:]]
    count = ids[:, 1:].size
    dZ = np.zeros(Z.shape)
    dZ[:, :-1] = (P - Y) / count
    return -np.log((P * Y).sum(axis=-1)).sum() / count, dZ


def logarithm_not_moved(Z, ids):
    S = Z[:, :-1]
    log_P = S - np.log(np.exp(S).sum(axis=-1, keepdims=True))
    Y, count = np.eye(Z.shape[-1])[ids[:, 1:]], ids[:, 1:].size
    return -(log_P * Y).sum() / count, np.pad((np.exp(log_P) - Y) / count, ((0, 0), (0, 1), (0, 0)))


def logarithm_last(Z, ids):
    _, dZ = _right(Z, ids)
    P, Y = np.exp(_log_softmax(Z[:, :-1])), np.eye(Z.shape[-1])[ids[:, 1:]]
    return -np.log((P * Y).sum(axis=-1)).sum() / ids[:, 1:].size, dZ


def _of_the_next(Z, ids):
    """The probability of each token that came, (m, steps - 1)."""
    return (np.exp(_log_softmax(Z[:, :-1])) * np.eye(Z.shape[-1])[ids[:, 1:]]).sum(axis=-1)


def something_added(little, Z, ids):
    return -np.log(_of_the_next(Z, ids) + little).mean(), _right(Z, ids)[1]


def cut_off(little, Z, ids):
    return -np.log(np.maximum(_of_the_next(Z, ids), little)).mean(), _right(Z, ids)[1]


def right_token_alone(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, slopes * np.pad(np.eye(Z.shape[-1])[ids[:, 1:]], ((0, 0), (0, 1), (0, 0)))


def softmax_passed_by(Z, ids):
    loss, _ = _right(Z, ids)
    P, Y = np.exp(_log_softmax(Z[:, :-1])), np.eye(Z.shape[-1])[ids[:, 1:]]
    return loss, np.pad(-Y / P / ids[:, 1:].size, ((0, 0), (0, 1), (0, 0)))


def moved_by_one_maximum(Z, ids):
    return not_moved(Z - Z.max(), ids)


def perplexity(Z, ids):
    loss, slopes = _right(Z, ids)
    return np.exp(loss), slopes


def in_bits(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss / np.log(2), slopes


def loss_of_each(Z, ids):
    log_P, Y = _log_softmax(Z[:, :-1]), np.eye(Z.shape[-1])[ids[:, 1:]]
    return -(log_P * Y).sum(axis=-1), _right(Z, ids)[1]


def loss_alone(Z, ids):
    return _right(Z, ids)[0]


def gradient_alone(Z, ids):
    return _right(Z, ids)[1]


def rolled_the_other_way(Z, ids):
    return _loss_and_slopes(Z, np.roll(ids, 1, axis=1), ids.size)


def exchanged(Z, ids):
    return _right(Z, ids)[::-1]


def nothing_returned(Z, ids):
    loss, _ = _right(Z, ids)
    print(loss)
