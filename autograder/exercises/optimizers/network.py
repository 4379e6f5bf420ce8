"""The network that the notebook gives, word for word: Dense, ReLU, Dense and softmax, of units 2 and 3."""

import numpy as np


def forward(params, X):
    """X (m, n) -> the scores Z (m, classes), and the cache that backward needs."""
    H = np.maximum(0, X @ params["W1"] + params["b1"])  # (m, units)
    return H @ params["W2"] + params["b2"], (X, H)


def cross_entropies(Z, y):
    """Scores Z (m, classes), labels y (m,) -> the loss of each sample (m,)."""
    Z = Z - Z.max(axis=1, keepdims=True)
    return np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y]


def cross_entropies_gradient(Z, y):
    """Scores Z (m, classes), labels y (m,) -> the gradient of each sample's own loss, (m, classes)."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    dZ = E / E.sum(axis=1, keepdims=True)
    dZ[np.arange(len(y)), y] -= 1
    return dZ


def backward(dZ, params, cache):
    """dZ (m, classes) -> the gradients, with the keys and shapes of params, added up over the samples."""
    X, H = cache
    dH = dZ @ params["W2"].T * (H > 0)  # (m, units)
    return {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": H.T @ dZ, "b2": dZ.sum(axis=0)}
