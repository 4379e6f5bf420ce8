"""Models in files: one npz with the arrays and a JSON description, never pickle."""

import json
import os
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy

import refold

from . import activations, initializers, losses, metrics, optimizers, schedules
from .backend import asarray, to_numpy
from .errors import FileFormatError, UnknownNameError, WrongValueError, check_whole, look_up
from .layers.arguments import made_of
from .layers.base import Layer
from .layers.within import within
from .rows import widened

if TYPE_CHECKING:
    from .model import Sequential

Model = TypeVar("Model", bound="Sequential")

FORMAT = {"format": "refold-model", "version": 2}
"""Version 2 keeps the weights of blocks in the order of Keras's models; version 1 had another one."""


def path_of(who: str, path: Any) -> Path:
    """The path, or a WrongValueError for what is none."""
    try:
        return Path(path)
    except TypeError:
        raise WrongValueError(f"{who}: path must be text or a pathlib.Path, got {path!r}.") from None


def save(model: "Sequential", path: Path) -> None:
    """Write the model to `path`, all or nothing: a file that was there stays until the new one is whole."""
    arrays = {f"weight/{number}": weight for number, weight in enumerate(model.get_weights())}
    if model.optimizer is not None:
        for key, memory in model.optimizer.state.items():
            arrays |= {f"optimizer/{key}/{name}": to_numpy(asarray(value)) for name, value in memory.items()}
    try:
        description = json.dumps(_describe(model), indent=1, default=_plain)
    except TypeError as error:
        raise WrongValueError(f"Sequential.save: {error}") from error
    if not path.name or path.is_dir():
        raise WrongValueError(f"Sequential.save: path must name a file, and {str(path)!r} is a folder.")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"Sequential.save: there is no folder {path.parent}. Make it first.")
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            numpy.savez(file, description=numpy.asarray(description), **arrays)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def load(cls: type[Model], path: Path, custom_objects: dict[str, type]) -> Model:
    """The model in the file at `path`. Raises FileFormatError for a file that is damaged or none of ours."""
    if not isinstance(custom_objects, Mapping):
        raise WrongValueError(
            "Sequential.load: custom_objects must be a dict of your classes by name, such as "
            f"{{'Scale': Scale}}, got {custom_objects!r}."
        )
    if not path.is_file():
        raise FileNotFoundError(f"Sequential.load: there is no file {path}.")
    try:
        arrays = _read_arrays(path)
        if "description" not in arrays:
            raise ValueError("it holds arrays, and no model")
        description = json.loads(str(arrays.pop("description")))
        if {key: description[key] for key in FORMAT} != FORMAT:
            raise ValueError(f"its format is {description['format']} {description['version']}")
        return _rebuild(cls, description, arrays, custom_objects)
    except Exception as error:  # zipfile, zlib, numpy, json and tokenize each have errors of their own
        raise FileFormatError(
            f"Sequential.load: {path} is damaged, or no model of this version's Sequential.save ({error})."
        ) from error


def _read_arrays(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:  # ours, because numpy.load leaves a damaged one open
        if not zipfile.is_zipfile(file):  # where numpy.load would try, and recommend, pickle
            raise ValueError("it is no npz file, or its end is missing")
        file.seek(0)
        with numpy.load(file, allow_pickle=False) as stored:
            return {key: stored[key] for key in stored.files}


def _describe(model: "Sequential") -> dict[str, Any]:
    return {
        **FORMAT,
        "name": model.name,
        "seed": model.seed,
        "input_shape": model.input_shape,
        "layers": [_layer_call(step) for step in model.steps],
        "random": [[_state(each.rng) for each in within(step.layer)] for step in model.steps],
        "training": None if model.optimizer is None else _describe_training(model, model.optimizer),
    }


def _state(rng: Any) -> Any:
    """How far it is; None for a kind that a layer of somebody's own brought along."""
    bits = getattr(rng, "bit_generator", None)
    return bits.state if isinstance(bits, numpy.random.PCG64) else None


def _layer_call(step: Any) -> dict[str, Any]:
    if not step.ours:
        raise WrongValueError(
            f"Sequential.save: layer {step.name!r} ({step.kind}) is not one of Refold's, so that a file "
            "cannot say how to make it again. Keep model.get_weights(), and set them on a new model."
        )
    return _plain(step.layer)


def _describe_training(model: "Sequential", optimizer: optimizers.Optimizer) -> dict[str, Any]:
    for metric in model.given_metrics:
        if not isinstance(metric, str | losses.Loss) and not is_dataclass(metric):
            name = getattr(metric, "__name__", repr(metric))
            look_up("metric that can be saved", f"{name}, a function of your own", metrics.METRICS)
    for made, known in ((optimizer, optimizers.OPTIMIZERS), (model.loss, losses.LOSSES)):
        if type(made) not in known.values():
            raise WrongValueError(
                f"Sequential.save: {made!r} is not one of Refold's. Compile with one that is."
            )
    return {
        "optimizer": {
            "class": type(optimizer).__name__,
            "config": optimizer.config,
            "steps": optimizer.steps,
        },
        "loss": model.loss,
        "metrics": model.given_metrics,
    }


def _plain(value: Any) -> Any:
    """What JSON can hold: NumPy's numbers as Python's, functions by name, objects as class and config.

    Objects are layers inside layers, losses, and dataclasses such as initializers and schedules.
    """
    if getattr(value, "shape", None) == ():
        return value.item()
    functions = {name: known.forward for name, known in activations.FUNCTIONS.items()}
    for name, function in [*initializers.INITIALIZERS.items(), *functions.items()]:
        if value is function:
            return name
    if isinstance(value, losses.Loss):
        return {"class": type(value).__name__, "config": vars(value)}
    if isinstance(value, Layer):
        return {"class": type(value).__name__, "config": value.config}
    if is_dataclass(value) and not isinstance(value, type):
        config = {field.name: getattr(value, field.name) for field in fields(value) if field.init}
        return {"class": type(value).__name__, "config": config}
    raise TypeError(
        f"a file cannot say how to make {value!r} again. Use what Refold has by name, or an object of a "
        "dataclass, which Sequential.load finds by custom_objects; or keep model.get_weights()."
    )


def _rebuild(
    cls: type[Model], description: dict[str, Any], arrays: dict[str, Any], custom_objects: dict[str, type]
) -> Model:
    classes = {
        **layer_classes(),
        **initializers.CLASSES,
        **schedules.CLASSES,
        **metrics.CLASSES,
        **{kind.__name__: kind for kind in losses.LOSSES.values()},
        **custom_objects,
    }
    made = [_make(call, classes) for call in description["layers"]]
    model = cls(made, name=description["name"], seed=description["seed"])
    if description["input_shape"] is not None:
        model.build(description["input_shape"])
    model.set_weights(
        [arrays[f"weight/{n}"] for n in range(sum(key.startswith("weight/") for key in arrays))]
    )
    for step, states in zip(model.steps, description.get("random", ()), strict=False):
        for layer, state in zip(within(step.layer), states, strict=False):
            if state is not None:  # else Dropout would leave out again what it did at first
                layer.rng.bit_generator.state = state
    if description["training"] is not None:
        _restore_training(model, description["training"], arrays, classes)
    return model


def _make(call: dict[str, Any], classes: dict[str, type]) -> Any:
    config = {key: _argument(value, classes) for key, value in call["config"].items()}
    name = call["class"]
    if name not in classes:
        raise UnknownNameError(
            f"it has a {name}, and Refold has none: custom_objects={{'{name}': {name}}} says what it is"
        )
    kind = classes[name]
    return made_of(kind, config) if issubclass(kind, Layer) else kind(**config)


def _argument(value: Any, classes: dict[str, type]) -> Any:
    """JSON knows lists only, where arguments such as shapes were tuples; a call was an object."""
    if isinstance(value, list):
        return tuple(_argument(item, classes) for item in value)
    if isinstance(value, dict) and value.keys() == {"class", "config"}:
        return _make(value, classes)
    return value


def _restore_training(
    model: "Sequential", training: dict[str, Any], arrays: dict[str, Any], classes: dict[str, Any]
) -> None:
    how, loss = training["optimizer"], training["loss"]
    known = {kind.__name__: kind for kind in optimizers.OPTIMIZERS.values()}
    optimizer = _make(how, {**classes, **known})
    model.compile(optimizer, _make(loss, classes), _argument(training["metrics"], classes))
    optimizer.steps = check_whole("the steps of its optimizer", how["steps"], least=0)
    for key, value in arrays.items():
        if key.startswith("optimizer/"):
            parameter, _, name = key.removeprefix("optimizer/").rpartition("/")
            optimizer.state.setdefault(parameter, {})[name] = widened(value)


def layer_classes() -> dict[str, type[Layer]]:
    """Every layer of Refold that a model may hold, by the name of its class."""
    return {name: getattr(refold, name) for name in refold.LAYERS}
