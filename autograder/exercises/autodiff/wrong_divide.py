"""The mistakes that students make in the rule of a quotient."""

from __future__ import annotations

import numpy as np


def sign_left_out(G, X, Y):
    return G / Y, G * X / Y**2


def written_with_a_caret(G, X, Y):
    return G / Y, -G * X / Y ^ 2


def square_left_out(G, X, Y):
    return G / Y, -G * X / Y


def x_left_out(G, X, Y):
    return G / Y, -G / Y**2


def slopes_alone(G, X, Y):
    return 1 / Y, -X / Y**2


def slope_of_x_alone(G, X, Y):
    return 1 / Y, -G * X / Y**2


def slope_of_y_alone(G, X, Y):
    return G / Y, -X / Y**2


def rule_of_the_product(G, X, Y):
    return G * Y, G * X


def rule_of_the_difference(G, X, Y):
    return G, -G


def x_as_in_a_sum(G, X, Y):
    return G, -G * X / Y**2


def multiplied_by_y(G, X, Y):
    return G * Y, -G * X / Y**2


def shared_by_x(G, X, Y):
    return G / X, -G * X / Y**2


def times_x_as_well(G, X, Y):
    return G * X / Y, -G * X / Y**2


def cubed(G, X, Y):
    return G / Y, -G * X / Y**3


def halved(G, X, Y):
    return G / Y, -G * X / (2 * Y**2)


def doubled(G, X, Y):
    return G / Y, -2 * G * X / Y**2


def integrated(G, X, Y):
    return G / Y, G * X * np.log(np.abs(Y))


def brackets_left_out(G, X, Y):
    return G / Y, -G * X / Y * Y


def squares_exchanged(G, X, Y):
    return G / Y, -G * Y / X**2


def x_squared(G, X, Y):
    return G / Y, -G * X**2 / Y**2


def of_the_quotient_turned_round(G, X, Y):
    return -G * Y / X**2, G / X


def exchanged(G, X, Y):
    return -G * X / Y**2, G / Y


def quotient_rule_of_one_variable(G, X, Y):
    dA = (G * Y - G * X) / Y**2
    return dA, dA


def divided_by_g(G, X, Y):
    return 1 / (G * Y), -X / (G * Y**2)


def added_up(G, X, Y):
    return (G / Y).sum(), (-G * X / Y**2).sum()


def moved_by_the_gradient(G, X, Y):
    return X - G / Y, Y + G * X / Y**2


def dx_alone(G, X, Y):
    return (G / Y,)


def the_quotient(G, X, Y):
    return X / Y


def g_in_place(G, X, Y):
    G /= Y
    return G, -G * X / Y


def nothing_returned(G, X, Y):
    G, Y = G / Y, -G * X / Y**2
