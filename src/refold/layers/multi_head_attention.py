"""MultiHeadAttention: every step takes what it needs from all the others."""

import math
from typing import Any

from .. import activations, initializers
from ..backend import Array, Shape, namespace
from ..errors import ShapeError, check_flag, check_whole
from ..initializers import Initializer
from ..instead import ONE_INPUT
from ..rows import narrowed, reshaped, sum_of_rows, widened
from .base import Layer
from .dropout import Dropout
from .stages import check_mask


class MultiHeadAttention(Layer):
    """Self-attention: X (m, steps, n) -> A (m, steps, n), query, key and value all made from X.

    For each of h heads, with k = key_dim, v = value_dim and t steps:

        Q = X Wq + bq,  K = X Wk + bk,  V = X Wv + bv     (t, k), (t, k), (t, v)
        P = softmax(S),  S = Q K^T / sqrt(k)              (t, t), row i: how much step i takes from each step
        C = P V                                           (t, v)

    and A = [C of all heads] Wo + bo. The way back, with dC = dA Wo^T:

        dV = P^T dC,  dP = dC V^T
        dS = P (dP - sum of dP P over the row)            where that sum is dC . C, which is shorter
        dQ = dS K / sqrt(k),  dK = dS^T Q / sqrt(k)
        dX = dQ Wq^T + dK Wk^T + dV Wv^T                  over all heads

    Splitting into heads is Reshape((t, h, k)) and Permute((2, 1, 3)); merging them goes the other way round.

    `use_causal_mask` (an argument of the call in Keras): a step sees only itself and the steps before.
    Where a `mask` (m, steps) is False, no step sees that one; a step that sees none has C = 0.
    `dropout` is that of P, while training.

    `params`, in Keras's order and layout: Wq (n, h, k), bq (h, k), Wk, bk, Wv (n, h, v), bv (h, v),
    Wo (h, v, n), bo (n,). It is Keras's layer called as layer(X, X).

    Source: Vaswani et al. 2017, Attention is all you need, 3.2; dC . C from Dao et al. 2022,
    FlashAttention, B.2.

    >>> import numpy
    >>> MultiHeadAttention(num_heads=2, key_dim=3).forward(numpy.zeros((4, 5, 6))).shape
    (4, 5, 6)
    """

    takes_mask = True
    supports_masking = True
    examples = (
        ({"num_heads": 2, "key_dim": 3}, (2, 4, 5)),
        ({"num_heads": 3, "key_dim": 2, "value_dim": 4, "use_causal_mask": True}, (2, 3, 4)),
        ({"num_heads": 1, "key_dim": 2, "use_bias": False, "dropout": 0.5}, (3, 4, 2)),
    )

    def __init__(
        self,
        num_heads: int,
        key_dim: int,
        value_dim: int | None = None,
        dropout: float = 0.0,
        use_bias: bool = True,
        *,
        use_causal_mask: bool = False,
        kernel_initializer: str | Initializer = "glorot_uniform",
        bias_initializer: str | Initializer = "zeros",
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.heads = check_whole("MultiHeadAttention: num_heads", num_heads, least=1)
        k = check_whole("MultiHeadAttention: key_dim", key_dim, least=1)
        v = k if value_dim is None else check_whole("MultiHeadAttention: value_dim", value_dim, least=1)
        self.widths = {"q": k, "k": k, "v": v}
        self.scale = 1.0 / math.sqrt(k)
        self.dropout = Dropout(dropout)
        self.use_bias = check_flag("MultiHeadAttention: use_bias", use_bias)
        self.use_causal_mask = check_flag("MultiHeadAttention: use_causal_mask", use_causal_mask)
        self.kernel_initializer = initializers.find(kernel_initializer)
        self.bias_initializer = initializers.find(bias_initializer)

    def build(self, X: Array) -> None:
        self.dropout.rng = self.rng
        n, h = self.dims["n"], self.heads
        for part, width in self.widths.items():
            self._add(part, (n, h, width), (h, width))
        self._add("o", (h, self.widths["v"], n), (n,))

    def _add(self, part: str, kernel: Shape, bias: Shape) -> None:
        draw = self.kernel_initializer
        # It is a matrix: of three axes `fans` would take n for a window.
        scaled = isinstance(draw, initializers.Scaled)
        self.add_param(f"W{part}", self.flat_shapes[part] if scaled else kernel, draw)
        self.params[f"W{part}"] = reshaped(self.params.pop(f"W{part}"), kernel)
        if self.use_bias:
            self.add_param(f"b{part}", bias, self.bias_initializer)

    def compute_shapes(self, X: Array) -> None:
        if len(X.shape) != 3:
            raise ShapeError(
                f"MultiHeadAttention.forward: X must have three axes, (m, steps, features), got shape "
                f"{tuple(X.shape)}. One sequence has shape (1, steps, features)."
            )
        m, t, n = X.shape
        expected = self.params["Wq"].shape[0] if self.params else n
        if n != expected:
            raise ShapeError(
                f"MultiHeadAttention.forward: X must have {expected} features on its last axis, got shape "
                f"{tuple(X.shape)}. The layer was built for {expected}. Change X, or use a new layer."
            )
        self.dims.update(m=m, steps=t, n=n, r=m * t)
        self.shapes.update(X=X.shape, A=X.shape, P=(m, self.heads, t, t))
        self.flat_shapes = {part: (n, self.heads * width) for part, width in self.widths.items()}
        self.flat_shapes["o"] = (self.heads * self.widths["v"], n)

    def forward(self, X: Array, mask: Array | None = None) -> Array:
        self.compute_shapes(X)
        if mask is not None:
            check_mask(self, X, mask, then=ONE_INPUT)
        xp = namespace(X)
        X = reshaped(X, (self.dims["r"], self.dims["n"]))  # (m, t, n) -> (r, n)
        q, k, v = (self._product(X, part) for part in "qkv")  # (r, h k), (r, h k), (r, h v)
        q *= self.scale
        Q = self._split(xp, q)  # (m h, t, k)
        P = self._weights(xp, Q @ self._split_turned(xp, k), mask)  # (m h, t, t)
        self.dropout.training = self.training
        dropped = self.dropout.forward(P)
        C = self._merge(xp, dropped @ self._split(xp, v))  # (m h, t, v) -> (r, h v)
        self.cache.update(X=X, Q=Q, k=k, v=v, P=P, dropped=dropped, C=C)
        return reshaped(self._product(C, "o"), self.shapes["A"])  # (m, t, n)

    def _weights(self, xp: Any, S: Array, mask: Array | None) -> Array:
        """The softmax of each row of S (m h, t, t), over the steps that are seen."""
        if mask is None and not self.use_causal_mask:
            return activations.softmax(xp, S)
        seen = xp.broadcast_to(self._seen(xp, S, mask), self.shapes["P"])  # (m, h, t, t)
        seen = reshaped(seen, S.shape)
        wide = widened(S)  # in 16 bits, the largest score taken off the least number is too much
        P = activations.softmax(xp, xp.where(seen, wide, float(xp.finfo(wide.dtype).min)))
        return narrowed(xp.where(seen, P, 0.0), S)

    def _seen(self, xp: Any, S: Array, mask: Array | None) -> Array:
        """True where step i sees step j, (m or 1, 1, t or 1, t)."""
        m, t = self.dims["m"], self.dims["steps"]
        seen = xp.ones((1, 1, t, t), dtype=xp.bool, device=S.device)
        if self.use_causal_mask:
            seen = xp.tril(seen)
        return seen if mask is None else seen & reshaped(xp.astype(mask, xp.bool), (m, 1, 1, t))

    def backward(self, dA: Array) -> Array:
        xp = namespace(dA)
        Q, k, v, P, C = (self.cache[key] for key in ("Q", "k", "v", "P", "C"))
        dA = reshaped(dA, (self.dims["r"], self.dims["n"]))  # (m, t, n) -> (r, n)
        dC = self._split(xp, dA @ self._flat("o").T)  # (r, h v) -> (m h, t, v)
        dS = self.dropout.backward(dC @ self._split_turned(xp, v))  # dP (m h, t, t)
        dS = dS - xp.vecdot(dC, self._split(xp, C))[..., None]
        dS *= P
        rows = self.cache["rows"] = {
            "q": self._merge(xp, dS @ self._split(xp, k)) * self.scale,  # (m h, t, k) -> (r, h k)
            "k": self._merge(xp, _turn(xp, dS) @ Q),  # the scale is in Q already
            "v": self._merge(xp, _turn(xp, self.cache["dropped"]) @ dC),
            "o": dA,
        }
        dX = rows["q"] @ self._flat("q").T  # (r, n)
        dX += rows["k"] @ self._flat("k").T
        dX += rows["v"] @ self._flat("v").T
        return reshaped(dX, self.shapes["X"])

    def compute_gradients(self) -> None:
        X, C = self.cache["X"], self.cache["C"]
        for part, dZ in self.cache["rows"].items():
            W = (C if part == "o" else X).T @ dZ
            self.grads[f"W{part}"] = reshaped(W, self.params[f"W{part}"].shape)
            if self.use_bias:
                self.grads[f"b{part}"] = reshaped(sum_of_rows(dZ), self.params[f"b{part}"].shape)

    def _flat(self, part: str) -> Array:
        """W as a matrix: (n, h, k) -> (n, h k), and (h, v, n) -> (h v, n)."""
        return reshaped(self.params[f"W{part}"], self.flat_shapes[part])

    def _product(self, rows: Array, part: str) -> Array:
        Z = rows @ self._flat(part)
        if self.use_bias:
            Z += reshaped(self.params[f"b{part}"], (-1,))
        return Z

    def _split(self, xp: Any, rows: Array, order: tuple[int, ...] = (0, 2, 1, 3)) -> Array:
        """Every head as a sample of its own: (r, h k) -> (m, t, h, k) -> (m, h, t, k) -> (m h, t, k)."""
        m, t, h = self.dims["m"], self.dims["steps"], self.heads
        k = rows.shape[-1] // h
        heads = xp.permute_dims(reshaped(rows, (m, t, h, k)), order)
        return reshaped(heads, (m * h, *heads.shape[2:]))

    def _split_turned(self, xp: Any, rows: Array) -> Array:
        """The same with rows as columns, (m h, k, t), laid out so that a product with it is fast."""
        return self._split(xp, rows, (0, 2, 3, 1))

    def _merge(self, xp: Any, heads: Array) -> Array:
        """(m h, t, k) -> (m, h, t, k) -> (m, t, h, k) -> (r, h k)."""
        m, t, h = self.dims["m"], self.dims["steps"], self.heads
        k = heads.shape[-1]
        return reshaped(xp.permute_dims(reshaped(heads, (m, h, t, k)), (0, 2, 1, 3)), (m * t, h * k))


def _turn(xp: Any, X: Array) -> Array:
    """Rows as columns: (m h, t, k) -> (m h, k, t)."""
    return xp.permute_dims(X, (0, 2, 1))
