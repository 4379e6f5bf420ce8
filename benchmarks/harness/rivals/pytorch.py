"""PyTorch, with one thread: gradients by autograd, images channels-first as it likes them."""

from collections.abc import Callable
from typing import Any

import numpy

from ..calls import Calls


def load() -> Any:
    """PyTorch itself."""
    import torch

    torch.set_num_threads(1)
    torch.backends.cudnn.allow_tf32 = False  # float32 on a GPU too, as ours
    return torch


def tensor(X: numpy.ndarray, place: str) -> Any:
    """X (m, ...) as a tensor on `place`; images (m, height, width, channels) become channels-first."""
    moved = numpy.moveaxis(X, -1, 1) if X.ndim == 4 else X
    return load().tensor(numpy.ascontiguousarray(moved), device=place)


def layer(make: Callable[[Any], Any], X: numpy.ndarray, dA: numpy.ndarray, place: str) -> Calls:
    """The module that `make` makes from torch.nn, with the gradients of X and of all parameters."""
    torch = load()
    module = make(torch.nn).to(place)
    x, d_a = tensor(X, place), tensor(dA, place)
    wanted = list(module.parameters())
    if x.is_floating_point():
        wanted.append(x.requires_grad_())

    def output() -> Any:
        if isinstance(module, torch.nn.MultiheadAttention):
            return module(x, x, x, need_weights=False)[0]
        A = module(x)
        return A[0] if isinstance(A, tuple) else A  # recurrent layers give their last state too

    def forward() -> None:
        with torch.no_grad():
            output()

    def both() -> None:
        torch.autograd.grad(output(), wanted, d_a)

    return Calls(forward, both)


def softmax_crossentropy(Z: numpy.ndarray, Y: numpy.ndarray, place: str) -> Calls:
    """The mean cross-entropy of softmax(Z) against probabilities Y, and its gradient."""
    torch = load()
    z, y = tensor(Z, place).requires_grad_(), tensor(Y, place)
    loss = torch.nn.functional.cross_entropy

    def forward() -> float:
        with torch.no_grad():
            return loss(z, y).item()

    def both() -> float:
        mean = loss(z, y)
        torch.autograd.grad(mean, [z])
        return mean.item()

    return Calls(forward, both)


def training(make: Callable[[Any], Any], X: numpy.ndarray, Y: numpy.ndarray, place: str) -> Calls:
    """Prediction, and one step of stochastic gradient descent, of the layers that `make` gives."""
    torch = load()
    layers = torch.nn.ModuleList(make(torch.nn)).to(place)
    x, y = tensor(X, place), load().tensor(Y, device=place)
    optimizer = torch.optim.SGD(layers.parameters(), lr=0.01)

    def output() -> Any:
        A = x
        for each in layers:
            A = each(A)
            A = A[0] if isinstance(A, tuple) else A
        return A

    def forward() -> None:
        with torch.no_grad():
            output()

    def step() -> float:
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(output(), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return Calls(forward, step)
