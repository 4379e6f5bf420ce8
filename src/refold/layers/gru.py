"""GRU: one gate says how much of the state to keep, another what the new one may see of it."""

from typing import Any

from ..activations import Activated
from ..backend import Array, namespace
from ..errors import check_flag
from ..rows import reshaped, sum_of_rows, transposed
from .recurrent import Recurrent, find_elementwise


class GRU(Recurrent):
    """X (m, steps, n) -> A (m, units), the last state, or with `return_sequences` each, (m, steps, units).

    With x W + b, U and its bias c in three blocks of `units` columns, s the recurrent activation, act
    the activation, * element by element, h for h_{t-1}, and h_0 = 0:

        z   = s(x W_z + b_z + h U_z + c_z)                 how much to keep
        r   = s(x W_r + b_r + h U_r + c_r)                 how much to see
        hh  = act(x W_h + b_h + r * (h U_h + c_h))         with `reset_after`, the product comes first
        hh  = act(x W_h + b_h + (r * h) U_h)               without: and there is no c
        h_t = z * h + (1 - z) * hh

    Backward, from the last step to the first, where dh_t is what A and the step after give to h_t:

        dz_z = dh_t * (h - hh) * s'(z)      dz_h = dh_t * (1 - z) * act'(hh)
        dz_r = dz_h * (h U_h + c_h) * s'(r),    or without `reset_after` (dz_h U_h^T) * h * s'(r)

    `params`, blocks in the order z, r, h: W (n, 3 units), U (units, 3 units), b (2, 3 units), which holds b
    and c (without `reset_after`: (3 units,)). `cache`, (m, steps, units) each: z, r, hh, h, the state before
    as h_before, and h U_h + c_h as seen. The other arguments, masks and errors are those of Recurrent.

    Source: Cho et al. 2014, Learning phrase representations, (5)-(8); `reset_after`: as in cuDNN and Keras.

    >>> import numpy
    >>> layer = GRU(2, seed=0)
    >>> layer.forward(numpy.ones((1, 3, 1))).shape, layer.cache["z"].shape
    ((1, 2), (1, 3, 2))
    """

    gates = (0, 1, 2)
    examples = (
        ({"units": 3}, (4, 3, 2)),
        ({"units": 3, "return_sequences": True, "reset_after": False}, (2, 4, 3)),
        ({"units": 2, "activation": "sigmoid", "use_bias": False}, (3, 2, 2)),
        ({"units": 2, "go_backwards": True, "reset_after": False, "use_bias": False}, (3, 4, 2)),
    )

    def __init__(
        self,
        units: int,
        activation: Activated | None = "tanh",
        recurrent_activation: Activated | None = "sigmoid",
        use_bias: bool = True,
        *,
        reset_after: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(units, activation, use_bias, **options)
        self.recurrent_activation = find_elementwise("GRU: recurrent_activation", recurrent_activation)
        self.reset_after = check_flag("GRU: reset_after", reset_after)
        self.bias_shape = (2, 3 * self.units) if self.reset_after else (3 * self.units,)

    def input_bias(self) -> Array:
        return self.params["b"][0, :] if self.reset_after else self.params["b"]

    def walk(self, xp: Any, Z: Array, counts: Array | None) -> Array:
        s, act = self.recurrent_activation.forward, self.activation.forward
        U, c, h = self.by_gate(xp, self.params["U"]), 0.0, self.first_states(xp, Z)
        if self.use_bias and self.reset_after:
            c = self.by_gate(xp, self.params["b"][1:, :])
        first = U if self.reset_after else U[:2, ...]  # what is multiplied by the state as it is
        seen, before = xp.empty_like(h[1:, ...]), h[0, ...]
        for t in range(Z.shape[1]):
            x = Z[:, t, ...]  # (3, m, units), where z, r and hh take its place
            y = before @ first + c  # (3, m, units), without reset_after (2, m, units)
            gates = x[:2, ...] = s(xp, x[:2, ...] + y[:2, ...])
            z, r = gates[0, ...], gates[1, ...]
            if self.reset_after:
                seen[t, ...] = y[2, ...]
                hh = act(xp, x[2, ...] + r * y[2, ...])
            else:
                hh = act(xp, x[2, ...] + (r * before) @ U[2, ...])
            x[2, ...] = hh
            after = hh + z * (before - hh)
            before = after if counts is None else xp.where(counts[t, ...], after, before)
            h[t + 1, ...] = before
        z, r, hh = (Z[k, ...] for k in range(3))  # each (steps, m, units)
        self.remember(xp, z=z, r=r, hh=hh, **({"seen": seen} if self.reset_after else {}))
        return h

    def walk_back(self, xp: Any, dH: Array) -> Array:
        u, U, (r,) = self.units, self.params["U"], self.remembered(xp, "r")
        first_T, U_h_T = transposed(U if self.reset_after else U[:, : 2 * u]), transposed(U[:, 2 * u :])
        to_z, to_h, to_r, keeps = self.slopes(xp)
        dZ = xp.empty((*dH.shape[:2], 3 * u), dtype=dH.dtype, device=dH.device)
        dh: Any = 0.0
        for t in reversed(range(dH.shape[0])):
            dh += dH[t, ...]
            dz_z = self.clipped(xp, dh * to_z[t, ...])
            dz_h = self.clipped(xp, dh * to_h[t, ...])
            dseen = dz_h if self.reset_after else dz_h @ U_h_T  # of r * seen, or of r * h
            dz_r = self.clipped(xp, dseen * to_r[t, ...])
            dZ[t, ...] = xp.concat([dz_z, dz_r, dz_h], axis=1)
            dh = dh * keeps[t, ...]
            if self.reset_after:
                dh += xp.concat([dz_z, dz_r, dseen * r[t, ...]], axis=1) @ first_T
            else:
                dh += xp.concat([dz_z, dz_r], axis=1) @ first_T + dseen * r[t, ...]
        return dZ

    def slopes(self, xp: Any) -> tuple[Array, ...]:
        """What the gradient is multiplied by on its way, for all steps at once: (steps, m, units) each.

        From h_t to z_z and z_h; from what r is multiplied with to z_r; from h_t to the state before.
        """
        back, counts = self.recurrent_activation.backward, self.cache["counts"]
        z, r, hh, h_before = self.remembered(xp, "z", "r", "hh", "h_before")
        seen = self.remembered(xp, "seen")[0] if self.reset_after else h_before
        to_z, to_r = back(xp, h_before - hh, z), back(xp, seen, r)
        to_h = self.activation.backward(xp, 1.0 - z, hh)
        if counts is None:
            return to_z, to_h, to_r, z
        return xp.where(counts, to_z, 0.0), xp.where(counts, to_h, 0.0), to_r, xp.where(counts, z, 1.0)

    def compute_gradients(self) -> None:
        dZ, u = self.cache["dZ"], self.units
        xp = namespace(dZ)
        (r,) = self.remembered(xp, "r")
        r, h = reshaped(r, (-1, u)), self.states_before()  # (steps m, units)
        dZ_zr, dZ_h = dZ[:, : 2 * u], dZ[:, 2 * u :]
        if self.reset_after:
            by_h, dseen = h, dZ_h * r  # of h U_h + c_h
        else:
            by_h, dseen = r * h, dZ_h  # of (r * h) U_h
        self.grads["W"] = self.cache["X"].T @ dZ
        self.grads["U"] = xp.concat([h.T @ dZ_zr, by_h.T @ dseen], axis=1)
        if self.use_bias:
            db = self.grads["b"] = sum_of_rows(dZ)
            if self.reset_after:
                self.grads["b"] = xp.stack([db, xp.concat([db[: 2 * u], sum_of_rows(dseen)])])
