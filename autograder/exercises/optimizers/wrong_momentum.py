"""The mistakes that students make in a step with momentum."""

from __future__ import annotations


def uphill(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity + rate * G
    return P + (momentum * velocity + rate * G if nesterov else velocity), velocity


def velocity_subtracted(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P - (momentum * velocity - rate * G if nesterov else velocity), velocity


def sign_in_p(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity + rate * G
    return P - (momentum * velocity + rate * G if nesterov else velocity), velocity


def rate_outside(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity + G
    return P - rate * (momentum * velocity + G if nesterov else velocity), velocity


def rate_twice(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + rate * (momentum * velocity - rate * G if nesterov else velocity), velocity


def rate_on_everything(P, G, velocity, rate, momentum, nesterov=False):
    velocity = rate * (momentum * velocity - G)
    return P + (momentum * velocity - rate * G if nesterov else velocity), velocity


def damped(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - (1 - momentum) * rate * G
    return P + (momentum * velocity - (1 - momentum) * rate * G if nesterov else velocity), velocity


def mean_of_gradients(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity + (1 - momentum) * G
    return P - rate * (momentum * velocity + (1 - momentum) * G if nesterov else velocity), velocity


def without_rate(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - G
    return P + (momentum * velocity - G if nesterov else velocity), velocity


def without_momentum(P, G, velocity, rate, momentum, nesterov=False):
    return P - rate * G, -rate * G


def gradient_alone(P, G, velocity, rate, momentum, nesterov=False):
    return P - rate * G, momentum * velocity - rate * G


def p_left(P, G, velocity, rate, momentum, nesterov=False):
    return P, momentum * velocity - rate * G


def rates_exchanged(P, G, velocity, rate, momentum, nesterov=False):
    velocity = rate * velocity - momentum * G
    return P + (rate * velocity - momentum * G if nesterov else velocity), velocity


def never_slower(P, G, velocity, rate, momentum, nesterov=False):
    velocity = velocity - rate * G
    return P + (momentum * velocity - rate * G if nesterov else velocity), velocity


def momentum_on_both(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * (velocity - rate * G)
    return P + (momentum * velocity - rate * G if nesterov else velocity), velocity


def velocity_before(P, G, velocity, rate, momentum, nesterov=False):
    new = momentum * velocity - rate * G
    return P + (momentum * velocity - rate * G if nesterov else velocity), new


def gradient_beside(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + (momentum * velocity if nesterov else velocity) - rate * G, velocity


def nesterov_left_out(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + velocity, velocity


def nesterov_always(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + momentum * velocity - rate * G, velocity


def nesterov_turned_round(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + (velocity if nesterov else momentum * velocity - rate * G), velocity


def nesterov_uphill(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + (momentum * velocity + rate * G if nesterov else velocity), velocity


def nesterov_without_gradient(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + (momentum * velocity if nesterov else velocity), velocity


def nesterov_on_top(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + (velocity + momentum * velocity if nesterov else velocity), velocity


def nesterov_without_momentum(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + (velocity - rate * G if nesterov else velocity), velocity


def nesterov_remembered(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    if nesterov:
        velocity = momentum * velocity - rate * G
    return P + velocity, velocity


def exchanged(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return velocity, P + (momentum * velocity - rate * G if nesterov else velocity)


def the_move_alone(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return (momentum * velocity - rate * G if nesterov else velocity), velocity


def p_alone(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    return P + (momentum * velocity - rate * G if nesterov else velocity)


def old_velocity_returned(P, G, velocity, rate, momentum, nesterov=False):
    new = momentum * velocity - rate * G
    return P + (momentum * new - rate * G if nesterov else new), velocity


def p_in_place(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    P += momentum * velocity - rate * G if nesterov else velocity
    return P, velocity


def velocity_in_place(P, G, velocity, rate, momentum, nesterov=False):
    velocity *= momentum
    velocity -= rate * G
    return P + (momentum * velocity - rate * G if nesterov else velocity), velocity


def nothing_returned(P, G, velocity, rate, momentum, nesterov=False):
    velocity = momentum * velocity - rate * G
    P = P + (momentum * velocity - rate * G if nesterov else velocity)
