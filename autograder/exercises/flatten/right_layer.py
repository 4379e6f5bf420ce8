"""A right class Flatten."""

import math


class Flatten:
    """The reference, in the student's shape, and what the mistakes have in common."""

    def __init__(self):
        self.dims, self.shapes, self.cache, self.params, self.grads = {}, {}, {}, {}, {}

    def compute_shapes(self, X):
        m, *dims = X.shape
        self.dims.update(m=m, n=math.prod(dims))
        self.shapes.update(X=X.shape, A=(m, self.dims["n"]))

    def forward(self, X):
        self.compute_shapes(X)
        return X.reshape(self.shapes["A"])

    def backward(self, dA):
        return dA.reshape(self.shapes["X"])

    def compute_gradients(self):
        pass
