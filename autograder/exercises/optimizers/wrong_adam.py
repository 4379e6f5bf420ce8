"""The mistakes that students make in a step of Adam."""

from __future__ import annotations

import numpy as np

from autograder.exercises.optimizers.right import adam_reference


def means(G, M, V, beta_1, beta_2):
    return beta_1 * M + (1 - beta_1) * G, beta_2 * V + (1 - beta_2) * G**2


def not_corrected(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * M / (np.sqrt(V) + epsilon), M, V


def only_m_corrected(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * M / (1 - beta_1**t) / (np.sqrt(V) + epsilon), M, V


def only_v_corrected(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * M / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def corrections_kept(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    M, V = M / (1 - beta_1**t), V / (1 - beta_2**t)
    return P - rate * M / (np.sqrt(V) + epsilon), M, V


def counted_from_zero(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    with np.errstate(all="ignore"):
        M_corrected = M / np.float64(1 - beta_1 ** (t - 1))
        V_corrected = V / np.float64(1 - beta_2 ** (t - 1))
    return P - rate * M_corrected / (np.sqrt(V_corrected) + epsilon), M, V


def one_step_ahead(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    M_corrected, V_corrected = M / (1 - beta_1 ** (t + 1)), V / (1 - beta_2 ** (t + 1))
    return P - rate * M_corrected / (np.sqrt(V_corrected) + epsilon), M, V


def always_the_first(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M / (1 - beta_1)) / (np.sqrt(V / (1 - beta_2)) + epsilon), M, V


def times_t(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M / (1 - beta_1 * t)) / (np.sqrt(V / (1 - beta_2 * t)) + epsilon), M, V


def multiplied(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M * (1 - beta_1**t)) / (np.sqrt(V * (1 - beta_2**t)) + epsilon), M, V


def same_correction(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_1**t)) + epsilon), M, V


def betas_exchanged(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return adam_reference(P, G, M, V, t, rate, beta_2, beta_1, epsilon)


def beta_1_for_both(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return adam_reference(P, G, M, V, t, rate, beta_1, beta_1, epsilon)


def beta_2_for_both(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return adam_reference(P, G, M, V, t, rate, beta_2, beta_2, epsilon)


def shares_exchanged(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = (1 - beta_1) * M + beta_1 * G, (1 - beta_2) * V + beta_2 * G**2
    return P - rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def gradients_whole(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = beta_1 * M + G, beta_2 * V + G**2
    return P - rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def gradient_whole(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = beta_1 * M + G, beta_2 * V + (1 - beta_2) * G**2
    return P - rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def square_whole(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = beta_1 * M + (1 - beta_1) * G, beta_2 * V + G**2
    return P - rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def without_squares(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = beta_1 * M + (1 - beta_1) * G, beta_2 * V + (1 - beta_2) * G
    return P - rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def square_of_the_mean(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M = beta_1 * M + (1 - beta_1) * G
    V = beta_2 * V + (1 - beta_2) * M**2
    return P - rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def without_root(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M / (1 - beta_1**t)) / (V / (1 - beta_2**t) + epsilon), M, V


def epsilon_inside(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M / (1 - beta_1**t)) / np.sqrt(V / (1 - beta_2**t) + epsilon), M, V


def as_in_keras(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * np.sqrt(1 - beta_2**t) / (1 - beta_1**t) * M / (np.sqrt(V) + epsilon), M, V


def epsilon_outside(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * ((M / (1 - beta_1**t)) / np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def epsilon_on_p(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    with np.errstate(all="ignore"):
        return P - rate * (M / (1 - beta_1**t)) / np.sqrt(V / (1 - beta_2**t)) + epsilon, M, V


def without_brackets(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    with np.errstate(all="ignore"):
        return P - rate * (M / 1 - beta_1**t) / (np.sqrt(V / 1 - beta_2**t) + epsilon), M, V


def root_first(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M / (1 - beta_1**t)) / (np.sqrt(V) / (1 - beta_2**t) + epsilon), M, V


def without_epsilon(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M / (1 - beta_1**t)) / np.sqrt(V / (1 - beta_2**t)), M, V


def gradient_for_the_mean(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * G / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def rmsprops_step(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * G / (np.sqrt(V) + epsilon), M, V


def old_means_in_the_step(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    step = (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon)
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * step, M, V


def corrections_exchanged(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M / (1 - beta_2**t)) / (np.sqrt(V / (1 - beta_1**t)) + epsilon), M, V


def power_of_the_bracket(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * (M / (1 - beta_1) ** t) / (np.sqrt(V / (1 - beta_2) ** t) + epsilon), M, V


def turned_round(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - rate * np.sqrt(V / (1 - beta_2**t)) / (M / (1 - beta_1**t) + epsilon), M, V


def without_rate(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P - (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def usual_numbers(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return adam_reference(P, G, M, V, t, rate)


def exchanged(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    P, M, V = adam_reference(P, G, M, V, t, rate, beta_1, beta_2, epsilon)
    return P, V, M


def old_means_returned(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return adam_reference(P, G, M, V, t, rate, beta_1, beta_2, epsilon)[0], M, V


def p_left(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return P, *means(G, M, V, beta_1, beta_2)


def uphill(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    return P + rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


def p_alone(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    return adam_reference(P, G, M, V, t, rate, beta_1, beta_2, epsilon)[0]


def in_place(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M *= beta_1
    M += (1 - beta_1) * G
    V *= beta_2
    V += (1 - beta_2) * G**2
    P -= rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon)
    return P, M, V


def nothing_returned(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    M, V = means(G, M, V, beta_1, beta_2)
    P = P - rate * (M / (1 - beta_1**t)) / (np.sqrt(V / (1 - beta_2**t)) + epsilon)
