from refold.history import History


def entered() -> History:
    history = History()
    for loss in (0.5, 0.25):
        history.add({"loss": loss, "accuracy": 1 - loss, "val_loss": loss * 2})
    return history


def test_what_fit_gives_back() -> None:
    history = entered()
    assert history.history == {"loss": [0.5, 0.25], "accuracy": [0.5, 0.75], "val_loss": [1.0, 0.5]}
    assert history.epoch == [0, 1]
    assert repr(history) == "History(epochs=2, loss=0.25, accuracy=0.75, val_loss=0.5)"
    assert repr(History()) == "History(epochs=0)"


def test_the_picture_has_a_panel_for_each_measure() -> None:
    panels = entered().plot().axes
    assert [panel.get_title() for panel in panels] == ["loss", "accuracy"]
    assert [len(panel.lines) for panel in panels] == [2, 1]
    solid, dashed = panels[0].lines
    assert list(solid.get_xdata()) == [1, 2]
    assert list(dashed.get_ydata()) == [1.0, 0.5]
    assert solid.get_linestyle() != dashed.get_linestyle()
    assert [text.get_text() for text in panels[0].get_legend().get_texts()] == ["training", "validation"]


def test_a_history_of_nothing_can_be_drawn() -> None:
    assert len(History().plot().axes) == 1
