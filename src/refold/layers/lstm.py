"""LSTM: a memory C beside the state, and gates that say what is written, kept and read."""

from typing import Any

from ..activations import Activated
from ..backend import Array, Shape, namespace
from ..errors import check_flag
from ..rows import transposed
from .recurrent import Recurrent, find_elementwise


class LSTM(Recurrent):
    """X (m, steps, n) -> A (m, units), the last state, or with `return_sequences` each, (m, steps, units).

    With z_t = x_t W + h_{t-1} U + b in four blocks of `units` columns, s the recurrent activation, act
    the activation, * element by element, and h_0 = C_0 = 0:

        i = s(z_i)    f = s(z_f)    g = act(z_g)    o = s(z_o)
        C_t = f * C_{t-1} + i * g                               what is kept, and what is written
        h_t = o * act(C_t)                                      what is read

    Backward, from the last step to the first, where dh_t is what A gives to h_t:

        dh_t += dz_{t+1} U^T
        dC_t  = dC_{t+1} * f_{t+1} + dh_t * o * act'(C_t)
        dz_i  = dC_t * g * s'(z_i)          dz_f = dC_t * C_{t-1} * s'(z_f)
        dz_g  = dC_t * i * act'(z_g)        dz_o = dh_t * act(C_t) * s'(z_o)

    `params`, blocks in the order i, f, g, o (Keras calls g "c"): W (n, 4 units), U (units, 4 units),
    b (4 units,). `unit_forget_bias` starts the bias of f at 1, so that at first little is forgotten
    (Jozefowicz 2015). `cache`, (m, steps, units) each: i, f, g, o, C, h, act(C) as read, and the states
    before as C_before, h_before. The other arguments, masks and errors are those of Recurrent.

    Source: Hochreiter & Schmidhuber 1997, Long short-term memory; the gate f: Gers et al. 2000.

    >>> import numpy
    >>> layer = LSTM(2, seed=0, return_sequences=True)
    >>> layer.forward(numpy.ones((1, 3, 1))).shape, layer.cache["f"].shape
    ((1, 3, 2), (1, 3, 2))
    """

    gates = (0, 1, 3, 2)  # i, f, o, then g: one call of s takes the first three
    examples = (
        ({"units": 3}, (4, 3, 2)),
        ({"units": 3, "return_sequences": True}, (2, 4, 3)),
        ({"units": 2, "activation": "sigmoid", "recurrent_activation": "tanh", "use_bias": False}, (3, 2, 2)),
        ({"units": 2, "go_backwards": True, "unit_forget_bias": False}, (3, 4, 2)),
    )

    def __init__(
        self,
        units: int,
        activation: Activated | None = "tanh",
        recurrent_activation: Activated | None = "sigmoid",
        use_bias: bool = True,
        *,
        unit_forget_bias: bool = True,
        **options: Any,
    ) -> None:
        super().__init__(units, activation, use_bias, **options)
        self.recurrent_activation = find_elementwise("LSTM: recurrent_activation", recurrent_activation)
        self.unit_forget_bias = check_flag("LSTM: unit_forget_bias", unit_forget_bias)

    def first_bias(self, shape: Shape, rng: Any) -> Any:
        b, u = self.bias_initializer(shape, rng), self.units
        if not self.unit_forget_bias:
            return b
        xp = namespace(b, "LSTM: what bias_initializer gives")
        return xp.concat([b[:u], xp.ones_like(b[:u]), b[2 * u :]])

    def walk(self, xp: Any, Z: Array, counts: Array | None) -> Array:
        s, act, U = self.recurrent_activation.forward, self.activation.forward, self.params["U"]
        U, h, C = self.by_gate(xp, U), self.first_states(xp, Z), self.first_states(xp, Z)
        read, state, memory = xp.empty_like(h[1:, ...]), h[0, ...], C[0, ...]  # read: act(C_t)
        for t in range(Z.shape[1]):
            z = state @ U  # (4, m, units)
            z += Z[:, t, ...]  # which is not needed again: the gates take its place
            gates = Z[:3, t, ...] = s(xp, z[:3, ...])
            i, f, o = gates[0, ...], gates[1, ...], gates[2, ...]
            g = Z[3, t, ...] = act(xp, z[3, ...])
            kept = f * memory + i * g
            seen = read[t, ...] = act(xp, kept)
            after = o * seen
            if counts is not None:
                kept = xp.where(counts[t, ...], kept, memory)
                after = xp.where(counts[t, ...], after, state)
            memory = C[t + 1, ...] = kept
            state = h[t + 1, ...] = after
        i, f, o, g = (Z[k, ...] for k in range(4))  # each (steps, m, units)
        self.remember(xp, i=i, f=f, g=g, o=o, read=read, C=C[1:, ...], C_before=C[: Z.shape[1], ...])
        return h

    def walk_back(self, xp: Any, dH: Array) -> Array:
        U_T, counts = transposed(self.params["U"]), self.cache["counts"]
        to_C, to_i, to_f, to_g, to_o, keeps = self.slopes(xp, counts)
        dZ = xp.empty((*dH.shape[:2], 4 * self.units), dtype=dH.dtype, device=dH.device)
        dh: Any = 0.0
        dC: Any = 0.0
        for t in reversed(range(dH.shape[0])):
            dh += dH[t, ...]
            dC += dh * to_C[t, ...]
            blocks = [dC * to_i[t, ...], dC * to_f[t, ...], dC * to_g[t, ...], dh * to_o[t, ...]]
            dz = self.clipped(xp, xp.concat(blocks, axis=1))  # (m, 4 units)
            dZ[t, ...] = dz
            dC = dC * keeps[t, ...]
            before = dz @ U_T
            dh = before if counts is None else xp.where(counts[t, ...], before, dh)
        return dZ

    def slopes(self, xp: Any, counts: Array | None) -> list[Array]:
        """What the gradient is multiplied by on its way, for all steps at once: (steps, m, units) each.

        From h to C; from C to z_i, z_f and z_g; from h to z_o; from C to the C before.
        """
        back, act_back = self.recurrent_activation.backward, self.activation.backward
        i, f, g, o, read, C_before = self.remembered(xp, "i", "f", "g", "o", "read", "C_before")
        slopes = [
            act_back(xp, o, read),
            back(xp, g, i),
            back(xp, C_before, f),
            act_back(xp, i, g),
            back(xp, read, o),
        ]
        if counts is None:
            return [*slopes, f]
        return [*(xp.where(counts, slope, 0.0) for slope in slopes), xp.where(counts, f, 1.0)]
