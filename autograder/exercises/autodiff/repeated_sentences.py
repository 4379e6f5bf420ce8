"""What is said of the mistakes in adding up what was repeated."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.autodiff import wrong_repeated as wrong

ANCHOR, RULES = "repeated", "alignment"
LEAST = {wrong.nothing_returned: WHOLE, wrong.axes_in_a_list: WHOLE, wrong.ones_alone: 2}

_SENTENCES = {
    wrong.means: (
        "means in place of sums",
        "Means were taken where sums belong. What was used several times is heard of by the loss several "
        "times, and all that comes back is added up.",
        ANCHOR,
    ),
    wrong.means_in_front: (
        "means over the new axes",
        "Over the axes in front, means were taken where sums belong. All that comes back is added up: a "
        "mean over the batch, if there is one, is in G already.",
        ANCHOR,
    ),
    wrong.first_of_each: (
        "first of each taken",
        "Of all that comes back, only the first was taken. What was repeated hears from every place that it"
        " was repeated to: add up.",
        ANCHOR,
    ),
    wrong.largest: (
        "largest of each taken",
        "Of all that comes back, only the largest was taken. What was repeated hears from every place that "
        "it was repeated to: add up.",
        ANCHOR,
    ),
    wrong.axes_lost: (
        "axes of length 1 lost",
        "The axes of length 1 were added up, and are gone. The gradient has the shape of what it belongs "
        "to: keep them, with length 1.",
        RULES,
    ),
    wrong.axes_in_a_list: (
        "axes in a list",
        "`sum` was given a list of axes, which it does not take. Several axes are a tuple: `tuple` makes one "
        "of a list.",
        RULES,
    ),
    wrong.axes_lost_one_by_one: (
        "axes of length 1 lost one by one",
        "The axes of length 1 were added up, and are gone, so that those after them have other numbers. The "
        "gradient has the shape of what it belongs to: keep them, with length 1.",
        RULES,
    ),
    wrong.axes_counted_on: (
        "axes counted on in front",
        "Of the axes in front, the wrong ones were added up. When one is gone, those behind it move up: the "
        "next one is axis 0 again. (Or add up all of them at once.)",
        RULES,
    ),
    wrong.front_kept_as_ones: (
        "new axes kept",
        "The axes in front were added up, and are still there with length 1. They were new: the gradient "
        "has the shape that is asked for, without them.",
        RULES,
    ),
    wrong.front_alone: (
        "axes of length 1 left out",
        "Only the new axes in front were added up. Where the shape has an axis of length 1, it was repeated"
        " along that, too.",
        RULES,
    ),
    wrong.ones_alone: (
        "new axes left out",
        "Only axes of length 1 were added up. Where G has more axes than the shape, those in front are new,"
        " and it was repeated along them as well.",
        RULES,
    ),
    wrong.ones_counted_in_g: (
        "axes counted before the front was gone",
        "The axes of length 1 were looked up in the shape and added up in G, where the new axes stand in "
        "front of them. Add up the new axes first, or count on from them.",
        RULES,
    ),
    wrong.ones_added_up_first: (
        "axes of length 1 before the new ones",
        "The axes of length 1 were looked up in the shape and added up in G, where the new axes stand in "
        "front of them. Add up the new axes first, or count on from them.",
        RULES,
    ),
    wrong.reshaped_into_copies: (
        "reshaped into copies",
        "A reshape made copies of the shape, and these were added up. Where an axis of length 1 was "
        "repeated, copies do not lie one behind the other: add up along that axis.",
        RULES,
    ),
    wrong.from_the_left: (
        "aligned from the left",
        "The shapes were laid side by side from the left. Broadcasting lays them from the right: the last "
        "axes meet, and what is new stands in front.",
        RULES,
    ),
    wrong.batch_alone: (
        "always the first axis",
        "The first axis was added up, whatever the shape is. Compare the two shapes: along which axes was "
        "something repeated?",
        RULES,
    ),
    wrong.batch_alone_where_shapes_differ: (
        "first axis where shapes differ",
        "Wherever the shapes differ, the first axis was added up. Compare them axis by axis, from the last "
        "one: along which was something repeated?",
        RULES,
    ),
    wrong.last_axis_alone: (
        "always the last axis",
        "The last axis was added up, whatever the shape is. Compare the two shapes: along which axes was "
        "something repeated?",
        RULES,
    ),
    wrong.one_axis_in_front: (
        "one new axis alone",
        "One axis in front was added up, and there may be more: as many as G has more axes than the shape.",
        RULES,
    ),
    wrong.first_one_alone: (
        "first axis of length 1 alone",
        "Only the first axis of length 1 was added up. A shape may have several of them.",
        RULES,
    ),
    wrong.everything: (
        "everything added up",
        "All numbers were added up to one. Add up only along the axes that it was repeated along, so that "
        "the shape that is asked for is left.",
        ANCHOR,
    ),
    wrong.everything_spread: (
        "sum of everything in each place",
        "Each place has the sum of all numbers. It hears only from those places that it was itself repeated"
        " to.",
        ANCHOR,
    ),
    wrong.the_other_axes: (
        "the other axes added up",
        "The axes that are longer than 1 were added up, and those of length 1 were not. It was repeated "
        "along the axes of length 1.",
        RULES,
    ),
    wrong.as_it_came: (
        "G as it came",
        "G came back as it is. It has the shape of the result, and the gradient has the shape of what was "
        "repeated.",
        ANCHOR,
    ),
    wrong.reshaped: (
        "reshaped",
        "A reshape needs as many numbers as there were. G has more of them than the shape: they are to be "
        "added up.",
        ANCHOR,
    ),
    wrong.cut_off: (
        "first numbers taken",
        "As many numbers as fit were taken from the front of G, and the others dropped. They are to be "
        "added up.",
        ANCHOR,
    ),
    wrong.repeated_again: (
        "repeated again",
        "What was added up was then repeated along new axes once more. The gradient has the shape that is "
        "asked for.",
        RULES,
    ),
    wrong.ones_multiplied: (
        "counted in place of added up",
        "This is how often each number was repeated. Each of the places says something else: it is the "
        "numbers of G that are added up.",
        ANCHOR,
    ),
    wrong.sign_turned_round: (
        "signs turned round",
        "The signs are turned round. A repeated number has the slope 1 wherever it went.",
        ANCHOR,
    ),
    wrong.products: (
        "multiplied in place of added up",
        "What comes back was multiplied. Along a way the factors are multiplied; what comes back on several"
        " ways is added up.",
        ANCHOR,
    ),
    wrong.numbers_left_out: (
        "single numbers left out",
        "For the shape of a single number, which has no axes, G came back as it is. It was repeated to all "
        "places: nothing but a sum of all is left.",
        RULES,
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. `sum` gives a new array: return it.",
        ANCHOR,
    ),
}

MISTAKES = [
    Misconception(name, answer, says, anchor, LEAST.get(answer, 1))
    for answer, (name, says, anchor) in _SENTENCES.items()
]
