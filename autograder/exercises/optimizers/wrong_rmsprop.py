"""The mistakes that students make in a step of RMSprop."""

from __future__ import annotations

import numpy as np


def without_squares(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G
    return P - rate * G / (np.sqrt(V) + epsilon), V


def sizes_for_squares(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * np.abs(G)
    return P - rate * G / (np.sqrt(V) + epsilon), V


def without_root(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / (V + epsilon), V


def epsilon_inside(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / np.sqrt(V + epsilon), V


def without_epsilon(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / np.sqrt(V), V


def epsilon_outside(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    with np.errstate(all="ignore"):
        return P - rate * (G / np.sqrt(V) + epsilon), V


def epsilon_on_p(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    with np.errstate(all="ignore"):
        return P - rate * G / np.sqrt(V) + epsilon, V


def epsilon_remembered(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2 + epsilon
    return P - rate * G / np.sqrt(V), V


def shares_exchanged(P, G, V, rate, rho, epsilon):
    V = (1 - rho) * V + rho * G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def without_brackets(P, G, V, rate, rho, epsilon):
    V = rho * V + 1 - rho * G**2
    with np.errstate(all="ignore"):
        return P - rate * G / (np.sqrt(V) + epsilon), V


def gradient_whole(P, G, V, rate, rho, epsilon):
    V = rho * V + G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def all_since_the_start(P, G, V, rate, rho, epsilon):
    V = V + G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def this_gradient_alone(P, G, V, rate, rho, epsilon):
    V = G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def old_v(P, G, V, rate, rho, epsilon):
    new = rho * V + (1 - rho) * G**2
    return P - rate * G / (np.sqrt(V) + epsilon), new


def old_v_returned(P, G, V, rate, rho, epsilon):
    new = rho * V + (1 - rho) * G**2
    return P - rate * G / (np.sqrt(new) + epsilon), V


def root_remembered(P, G, V, rate, rho, epsilon):
    V = np.sqrt(rho * V + (1 - rho) * G**2)
    return P - rate * G / (V + epsilon), V


def one_for_all(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * np.mean(G**2)
    return P - rate * G / (np.sqrt(V) + epsilon), V


def one_sum_for_all(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * np.sum(G**2)
    return P - rate * G / (np.sqrt(V) + epsilon), V


def square_of_the_mean(P, G, V, rate, rho, epsilon):
    V = (rho * V + (1 - rho) * G) ** 2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def kept_whole(P, G, V, rate, rho, epsilon):
    V = V + (1 - rho) * G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def square_in_the_step(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G**2 / (np.sqrt(V) + epsilon), V


def without_rate(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - G / (np.sqrt(V) + epsilon), V


def p_left(P, G, V, rate, rho, epsilon):
    return P, rho * V + (1 - rho) * G**2


def uphill(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P + rate * G / (np.sqrt(V) + epsilon), V


def not_divided(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G, V


def multiplied(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G * (np.sqrt(V) + epsilon), V


def without_gradient(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate / (np.sqrt(V) + epsilon), V


def exchanged(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return V, P - rate * G / (np.sqrt(V) + epsilon)


def p_alone(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / (np.sqrt(V) + epsilon)


def in_place(P, G, V, rate, rho, epsilon):
    V *= rho
    V += (1 - rho) * G**2
    P -= rate * G / (np.sqrt(V) + epsilon)
    return P, V


def v_in_place(P, G, V, rate, rho, epsilon):
    V *= rho
    V += (1 - rho) * G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def nothing_returned(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    P = P - rate * G / (np.sqrt(V) + epsilon)
