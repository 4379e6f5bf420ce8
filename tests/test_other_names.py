import importlib
import pickle
import re

import pytest

import refold
from refold.other_names import OF_NAMES

from .oracles import keras

KERAS = ["layers", "losses", "metrics", "optimizers", "optimizers.schedules", "initializers", "callbacks"]
MODULES = [f"keras.{name}" for name in (*KERAS, "regularizers", "constraints")]
MODULES += ["torch.nn", "torch.optim", "torch.optim.lr_scheduler"]


@pytest.mark.parametrize("module", MODULES)
def test_every_class_of_keras_and_pytorch_is_here_or_has_a_word(module: str) -> None:
    keras()  # skips where one of them is missing
    package = module.partition(".")[0]
    theirs = {
        name
        for name, value in vars(importlib.import_module(module)).items()
        if isinstance(value, type) and name[0].isupper() and value.__module__.startswith(package)
    }
    assert theirs - {*refold.__all__, *OF_NAMES} == set()


@pytest.mark.parametrize("name", OF_NAMES)
def test_names(name: str) -> None:
    with pytest.raises(AttributeError) as caught:
        getattr(refold, name)
    assert str(caught.value) == f"refold has no {name!r}. {OF_NAMES[name]}"
    if "is Keras's: " in OF_NAMES[name]:
        assert OF_NAMES[name].split(": ")[1].rstrip(".").partition("(")[0] in refold.__all__
    for named in re.findall(r"([A-Z]\w+)\(", OF_NAMES[name]):
        assert named in refold.__all__


@pytest.mark.parametrize("part", refold.PARTS)
def test_each_module_says_what_there_is_instead(part: str) -> None:
    module, statement = getattr(refold, part), f"from refold.{part} import"
    for name, says in {
        "Poisson": OF_NAMES["Poisson"],
        "Sequential": "It is refold.Sequential.",
        "schedules": "It is refold.schedules.",
        "_path": f"module 'refold.{part}' has no attribute '_path'",
    }.items():
        assert not hasattr(module, name) and getattr(module, name, None) is None
        with pytest.raises(AttributeError, match=re.escape(says)):
            getattr(module, name)
        with pytest.raises(ImportError, match="cannot import name" if name == "_path" else re.escape(says)):
            exec(f"{statement} {name}")


class Homeless:
    """pickle asks every module that is loaded for it, and goes on where there is an AttributeError."""

    __module__ = None  # pyright: ignore[reportAssignmentType]

    def __reduce__(self) -> str:
        return "Poisson"


def test_who_asks_for_a_name_without_importing_it_gets_an_attribute_error() -> None:
    with pytest.raises(pickle.PicklingError, match="Poisson"):
        pickle.dumps(Homeless())


def test_a_name_that_nobody_has() -> None:
    with pytest.raises(AttributeError, match=r"^refold has no 'Quux'\. dir\(refold\) lists all there is\.$"):
        refold.Quux  # noqa: B018
