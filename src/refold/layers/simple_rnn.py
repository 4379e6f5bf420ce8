"""SimpleRNN: the state is a Dense layer of the input and of the state before."""

from typing import Any

from ..backend import Array
from ..rows import transposed
from .recurrent import Recurrent


class SimpleRNN(Recurrent):
    """h_t = f(x_t W + h_{t-1} U + b), h_0 = 0: X (m, steps, n) -> A (m, units), the last state.

    With `return_sequences`, A (m, steps, units) is every state. Backward, from the last step to the first,
    where dh_t is what A gives to h_t:

        dz_t = (dh_t + dz_{t+1} U^T) f'(z_t)      (m, units)

    `params`: W (n, units), U (units, units), b (units,). `cache`: h (m, steps, units). The other arguments,
    masks and errors are those of Recurrent.

    Source: Elman 1990, Finding structure in time; backward: Werbos 1990, Backpropagation through time.

    >>> import numpy
    >>> layer = SimpleRNN(1, "linear", kernel_initializer="ones", recurrent_initializer="ones")
    >>> layer.forward(numpy.asarray([[[1.0], [2.0], [3.0]]]))
    array([[6.]])
    """

    examples = (
        ({"units": 4}, (5, 3, 2)),
        ({"units": 3, "return_sequences": True}, (2, 4, 3)),
        ({"units": 2, "activation": "sigmoid", "use_bias": False, "go_backwards": True}, (3, 4, 2)),
    )

    def walk(self, xp: Any, Z: Array, counts: Array | None) -> Array:
        U, f, h = self.params["U"], self.activation.forward, self.first_states(xp, Z)
        Z, state = Z[0, ...], h[0, ...]  # (steps, m, units), (m, units)
        for t in range(Z.shape[0]):
            z = state @ U
            z += Z[t, ...]
            after = f(xp, z)
            state = after if counts is None else xp.where(counts[t, ...], after, state)
            h[t + 1, ...] = state
        return h

    def walk_back(self, xp: Any, dH: Array) -> Array:
        back, counts = self.activation.backward, self.cache["counts"]
        (h,) = self.remembered(xp, "h")
        U_T = transposed(self.params["U"])
        dZ, dh = xp.empty_like(h), 0.0
        for t in reversed(range(dH.shape[0])):
            dh += dH[t, ...]
            dz = self.clipped(xp, back(xp, dh, h[t, ...]))
            if counts is not None:
                dz = xp.where(counts[t, ...], dz, 0.0)
            dZ[t, ...] = dz
            before = dz @ U_T  # (m, units)
            dh = before if counts is None else xp.where(counts[t, ...], before, dh)
        return dZ
