import inspect

import pytest

import refold
from refold.layers.instead import INSTEAD

from ..oracles import keras


@pytest.mark.parametrize("name", refold.LAYERS)
def test_every_argument_of_kerass_layer_is_here_or_has_a_word(name: str) -> None:
    theirs = getattr(keras().layers, name, None)
    if theirs is None:  # a layer that Keras has not
        return
    known = {
        argument
        for base in getattr(refold, name).__mro__
        if base is not object
        for argument in inspect.signature(base.__init__).parameters
    }
    arguments, _ = getattr(refold, name).examples[0]
    for argument in set(inspect.signature(theirs).parameters) - known - {"kwargs"}:
        with pytest.raises(
            refold.UnknownNameError, match=rf"^{name} has no argument '{argument}'\. "
        ) as caught:
            getattr(refold, name)(**arguments, **{argument: None})
        assert INSTEAD[argument] in str(caught.value)
