"""Layers as students write them: the four stages and no base class."""

from typing import Any


class Flatten:
    """As short as it gets: no params, no name, and -1 in the shape."""

    def compute_shapes(self, X: Any) -> None:
        self.X_shape = X.shape

    def forward(self, X: Any) -> Any:
        return X.reshape(len(X), -1)

    def backward(self, dA: Any) -> Any:
        return dA.reshape(self.X_shape)

    def compute_gradients(self) -> None:
        pass


class Scale:
    """A layer with one parameter: A = s X."""

    name = "scale"

    def __init__(self) -> None:
        self.params: dict[str, Any] = {}
        self.grads: dict[str, Any] = {}

    def compute_shapes(self, X: Any) -> None:
        self.params.setdefault("s", X[:0].sum(axis=0) + 1.0)

    def forward(self, X: Any) -> Any:
        self.X = X
        return X * self.params["s"]

    def backward(self, dA: Any) -> Any:
        self.dA = dA
        return dA * self.params["s"]

    def compute_gradients(self) -> None:
        self.grads["s"] = (self.dA * self.X).sum(axis=0)


class Remote:
    """A stand-in for a layer that lives elsewhere: methods only, nothing can be set, nothing compared."""

    __slots__ = ("_asked", "_layer")

    def __init__(self, layer: Any) -> None:
        object.__setattr__(self, "_layer", layer)
        object.__setattr__(self, "_asked", [])

    def __getattr__(self, name: str) -> Any:
        self._asked.append(name)
        return getattr(self._layer, name)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AssertionError("nothing may be set on a layer that is not ours")

    def __eq__(self, other: object) -> bool:
        raise AssertionError("a remote layer cannot be compared")

    __hash__ = None  # type: ignore[assignment]
