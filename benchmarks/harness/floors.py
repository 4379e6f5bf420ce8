"""What NumPy itself takes for the arithmetic of a layer: the same formulas, bare, without a layer around."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

Bare = Callable[[dict[str, Any], Any, Any], tuple[Callable[[], Any], Callable[[], Any]]]
"""Parameters, X and dA -> forward, and forward with backward and gradients."""


def flatten(params: dict[str, Any], X: Any, dA: Any) -> Any:
    return lambda: X.reshape(len(X), -1), lambda: (X.reshape(len(X), -1), dA.reshape(X.shape))


def linear(params: dict[str, Any], X: Any, dA: Any) -> Any:
    return lambda: X, lambda: (X, dA)


def relu(params: dict[str, Any], X: Any, dA: Any) -> Any:
    def both() -> Any:
        A = np.maximum(X, 0.0)
        return dA * (A > 0.0)

    return lambda: np.maximum(X, 0.0), both


def dense(params: dict[str, Any], X: Any, dA: Any) -> Any:
    W, b = params["W"], params["b"]
    return lambda: X @ W + b, lambda: (X @ W + b, dA @ W.T, X.T @ dA, dA.sum(axis=0))


def embedding(params: dict[str, Any], X: Any, dA: Any) -> Any:
    W = params["W"]

    def forward() -> Any:
        if X.min() < 0 or X.max() >= len(W):
            raise IndexError
        return W[X]

    def both() -> Any:
        forward()
        dW = np.zeros_like(W)
        np.add.at(dW, X, dA)
        return dW, np.zeros(X.shape, W.dtype)

    return forward, both


def batch_normalization(params: dict[str, Any], X: Any, dA: Any) -> Any:
    """Outside training, where the moving values are constants."""
    gamma, beta = params["gamma"], params["beta"]
    mean, variance = np.zeros_like(beta), np.ones_like(beta)

    def forward() -> Any:
        s = np.sqrt(variance + 1e-3)
        N = (X - mean) / s
        return N, s, gamma * N + beta

    def both() -> Any:
        N, s, _ = forward()
        return dA * gamma / s, (dA * N).sum(axis=0), dA.sum(axis=0)

    return forward, both


def layer_normalization(params: dict[str, Any], X: Any, dA: Any) -> Any:
    gamma, beta = params["gamma"], params["beta"]
    n = X.shape[-1]

    def means(rows: Any) -> Any:
        return rows.sum(axis=-1, keepdims=True) / n

    def forward() -> Any:
        N = X - means(X)
        s = np.sqrt(means(N * N) + 1e-3)
        N /= s
        return N, s, gamma * N + beta

    def both() -> Any:
        N, s, _ = forward()
        dN = dA * gamma
        return (dN - means(dN) - N * means(dN * N)) / s, (dA * N).sum(axis=0), dA.sum(axis=0)

    return forward, both


def attention(params: dict[str, Any], X: Any, dA: Any) -> Any:
    """One head, so that there is nothing to split and to merge."""
    n = X.shape[-1]
    W = {part: params[f"W{part}"].reshape(n, n) for part in "qkvo"}
    b = {part: params[f"b{part}"].reshape(n) for part in "qkvo"}
    scale = 1.0 / math.sqrt(n)

    def forward() -> Any:
        q, k, v = (X @ W[part] + b[part] for part in "qkv")
        S = q @ k.mT * scale
        P = np.exp(S - S.max(axis=-1, keepdims=True))
        P /= P.sum(axis=-1, keepdims=True)
        C = P @ v
        return q, k, v, P, C, C @ W["o"] + b["o"]

    def both() -> Any:
        q, k, v, P, C, _ = forward()
        dC = dA @ W["o"].T
        dP = dC @ v.mT
        dS = P * (dP - (dC * C).sum(axis=-1, keepdims=True)) * scale
        rows = {"q": dS @ k, "k": dS.mT @ q, "v": P.mT @ dC, "o": dA}
        dX = rows["q"] @ W["q"].T + rows["k"] @ W["k"].T + rows["v"] @ W["v"].T
        grads = []
        for part, dZ in rows.items():
            seen = (C if part == "o" else X).reshape(-1, n)
            grads += [seen.T @ dZ.reshape(-1, n), dZ.sum(axis=(0, 1))]
        return dX, grads

    return forward, both


FLOORS: dict[str, Bare] = {
    "Flatten": flatten,
    "Linear": linear,
    "ReLU": relu,
    "Dense": dense,
    "Embedding": embedding,
    "BatchNormalization": batch_normalization,
    "LayerNormalization": layer_normalization,
    "MultiHeadAttention": attention,
}
"""By the layer's name."""
