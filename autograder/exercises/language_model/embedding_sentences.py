"""What is said of the mistakes in embedding_gradient."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.language_model import wrong_embeddings as wrong

ANCHOR = "embedding-gradient"

MISTAKES = [
    Misconception(
        "last place alone",
        wrong.last_place_alone,
        "A token that comes several times hears from its last place alone: what was there is overwritten. "
        "`dW[ids] += dA` does so, too: it reads all rows first, and puts them back one over the other.",
        ANCHOR,
    ),
    Misconception(
        "first place alone",
        wrong.first_place_alone,
        "A token that comes several times hears from its first place alone. Its row was used in all of "
        "these places, and hears from each.",
        ANCHOR,
    ),
    Misconception(
        "last place of each text",
        wrong.last_place_of_each_sample,
        "The texts are added up. Within a text, a token that comes several times hears from its last place "
        "alone.",
        ANCHOR,
    ),
    Misconception(
        "last text at each step",
        wrong.last_text_at_each_step,
        "The steps are added up. At one step, a token that stands in several texts hears from the last of "
        "them alone.",
        ANCHOR,
    ),
    Misconception(
        "one-hot rows not turned",
        wrong.one_hot_not_turned,
        "The one-hot rows stand as they did on the way forward. What is added up in dW are the places, of "
        "both factors: they have to meet.",
        ANCHOR,
    ),
    Misconception(
        "all axes turned round",
        wrong.all_axes_turned,
        "The one-hot rows have three axes here, and `.T` turns all of them round. First put texts and steps "
        "into one axis, in the one-hot rows and in dA.",
        ANCHOR,
    ),
    Misconception(
        "mean for sum",
        wrong.mean_of_places,
        "The places of a token were averaged. Each of them moves the loss by itself, so that they add up: a "
        "token that comes often hears more.",
        ANCHOR,
    ),
    Misconception(
        "multiplied by the count",
        wrong.times_the_count,
        "The sum over the places of a token was multiplied by their number once more. Each place counts "
        "once.",
        ANCHOR,
    ),
    Misconception(
        "mean over the texts",
        wrong.mean_over_samples,
        "The gradient was divided by the number of texts. The mean is part of the loss, and is in dA "
        "already.",
        ANCHOR,
    ),
    Misconception(
        "mean over all places",
        wrong.mean_over_all_places,
        "The gradient was divided by the number of all places. The mean is part of the loss, and is in dA "
        "already.",
        ANCHOR,
    ),
    Misconception(
        "one gradient for each text",
        wrong.one_for_each_sample,
        "Each text has a gradient of its own here. All texts use the same W, so that W hears from all of "
        "them, and the parts add up.",
        ANCHOR,
    ),
    Misconception(
        "first text alone",
        wrong.first_sample_alone,
        "Only the first text was heard. All texts use the same W, and what comes from each is added up.",
        ANCHOR,
    ),
    Misconception(
        "last text alone",
        wrong.last_sample_alone,
        "Only the last text was heard: the others were overwritten, or never read. What comes from each is "
        "added up.",
        ANCHOR,
    ),
    Misconception(
        "features first",
        wrong.features_first,
        "The numbers are right, and rows and columns have changed places. W has a row for each token.",
        ANCHOR,
    ),
    Misconception(
        "tokens that occur alone",
        wrong.those_that_occur,
        "There is a row only for those tokens that come in the texts. The others have one as well, of "
        "zeros: dW has the shape of W.",
        ANCHOR,
    ),
    Misconception(
        "rows up to the largest id",
        wrong.up_to_the_largest,
        "The rows end with the largest id that comes in the texts. dW has the shape of W, with a row for "
        "each token of the vocabulary.",
        ANCHOR,
    ),
    Misconception(
        "looked up, not added",
        wrong.looked_up,
        "Rows were looked up in dA, as forward looks them up in W. Backward goes the other way: what came "
        "out of a row goes back into it.",
        ANCHOR,
    ),
    Misconception(
        "dA as it came",
        wrong.as_it_came,
        "dA came back as it was, with a row for each place. The gradient of W has a row for each token.",
        ANCHOR,
    ),
    Misconception(
        "rows of dA in a line",
        wrong.rows_in_a_line,
        "The rows of dA were put in a line, one for each place. Each of them has to go to the row of the "
        "token that stood there.",
        ANCHOR,
    ),
    Misconception(
        "features added up",
        wrong.all_features_added,
        "Each token has a single number, the sum over its features. Each feature is a parameter of its own.",
        ANCHOR,
    ),
    Misconception(
        "counted from one",
        wrong.counted_from_one,
        "Each row came to the token before its own. Ids count from 0: the id is the number of the row.",
        ANCHOR,
    ),
    Misconception(
        "counts alone",
        wrong.counts_alone,
        "The places of each token were counted. What is added up is dA, what the loss says to each place.",
        ANCHOR,
    ),
    Misconception(
        "begun with ones",
        wrong.begun_with_ones,
        "Each number is too large by 1. A sum begins with 0, and a token that comes nowhere keeps it.",
        ANCHOR,
    ),
    Misconception(
        "sign turned round",
        wrong.taken_off,
        "The sign is turned round. This is the gradient itself; to go against it is the optimizer's work.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. `np.add.at` changes an array and returns None; "
        "the array is asked for.",
    ),
]
