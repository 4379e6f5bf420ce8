"""What is said of the mistakes in what a batch does to the parameters."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.optimizers import wrong_epochs
from autograder.exercises.optimizers import wrong_loops as wrong

ANCHOR, STATE = "the-loop", "state-of-each"

_SENTENCES = {
    wrong.added_up: (
        "gradients added up over the batch",
        "The gradients of all samples were added up. The loss of a batch is the mean over its samples, so "
        "that a larger batch does not take a longer step.",
        ANCHOR,
    ),
    wrong.by_the_first_batch: (
        "divided by the size of the first batch",
        "Every batch was divided by the size of the first. The last may be smaller, and its mean is over the "
        "samples that it has.",
        ANCHOR,
    ),
    wrong.by_all_samples: (
        "divided by all samples",
        "The gradients were divided by the number of samples of the whole epoch. Each step takes the mean "
        "over its own batch.",
        ANCHOR,
    ),
    wrong.by_all_numbers: (
        "divided by all scores",
        "The gradients were divided by the number of scores, samples times classes. The mean is over the "
        "samples: each has one loss.",
        ANCHOR,
    ),
    wrong.one_velocity: (
        "one velocity for all parameters",
        "All parameters share one velocity, and it does not even have their shapes. Keep one for each, in a "
        "dictionary with the same keys.",
        STATE,
    ),
    wrong.new_velocity_in_each_batch: (
        "new velocity in each batch",
        "Nothing is kept from one batch to the next, so that these are steps without momentum. Is there a "
        "velocity, and is it made before the loop over the epochs?",
        STATE,
    ),
    wrong.new_velocity_in_each_epoch: (
        "new velocity in each epoch",
        "The velocity begins at 0 in every epoch. It goes on from one epoch to the next: make it before the "
        "loop over them.",
        STATE,
    ),
    wrong.nesterovs_way: (
        "Nesterov's step",
        "The steps are Nesterov's. Plain momentum is asked for here.",
        ANCHOR,
    ),
    wrong.one_after_the_other: (
        "gradients anew after each parameter",
        "The gradients were worked out anew after each parameter had moved. All of a batch belong to one "
        "forward pass: first all gradients, then all steps.",
        ANCHOR,
    ),
    wrong.one_step_an_epoch: (
        "one step in each epoch",
        "The parameters take one step in each epoch. They take one after each batch, and the next batch "
        "finds them where it left them.",
        ANCHOR,
    ),
    wrong.first_batch_alone: (
        "first batch alone",
        "Only the first batch of each epoch was learned from. Is something returned, or left, inside the "
        "loop over the batches?",
        ANCHOR,
    ),
    wrong_epochs.first_epoch_again: (
        "first epoch again and again",
        "Each epoch was learned from with the batches of the first one. Every entry of `epochs` has batches "
        "of its own: the loop over the batches goes through those of its own epoch.",
        ANCHOR,
    ),
    wrong_epochs.first_batch_of_all: (
        "first batch of all again and again",
        "Step after step was taken with the first batch. Each turn of the loop brings a batch of its own: is "
        "it that one that goes forward?",
        ANCHOR,
    ),
    wrong.last_batch_alone: (
        "last batch alone",
        "Only the last batch of each epoch led to a step. The step belongs inside the loop over the batches.",
        ANCHOR,
    ),
    wrong.steps_thrown_away: (
        "steps thrown away",
        "The parameters never change. `momentum_step` leaves its arguments as they are and returns a new "
        "parameter: put that back into the dictionary.",
        ANCHOR,
    ),
    wrong.rates_exchanged: (
        "rate and momentum exchanged",
        "The rate and the momentum have changed places. Look at the order in which `momentum_step` takes "
        "them.",
        ANCHOR,
    ),
    wrong.divided_twice: (
        "divided twice",
        "The gradients were divided by the number of samples twice: before backward, and after it. Once is "
        "enough to make a mean of them.",
        ANCHOR,
    ),
    wrong.gradients_of_the_beginning: (
        "gradients of the epoch's beginning",
        "All gradients of an epoch were worked out with the parameters that it began with. Each batch goes "
        "forward with the parameters that the one before has left.",
        ANCHOR,
    ),
    wrong.learning_from_the_held_out: (
        "learning from the held-out part",
        "The held-out part was learned from, too. Then its loss no longer tells how well new samples are "
        "told: only measure it there.",
        "early-stopping",
    ),
    wrong.params_in_place: (
        "params changed in place",
        "The arrays in `params` were changed on the way. Whoever calls your function may need them as they "
        "were: make new ones, as `momentum_step` does.",
        STATE,
    ),
}

#: Parameters that come back as they were given need not be those that the losses were measured with; and
#: three steps with one batch are an epoch, or three of which each took one.
LEAST = {wrong.steps_thrown_away: 5, wrong_epochs.first_batch_of_all: 2}
LOOPS = [
    Misconception(name, answer, says, anchor, LEAST.get(answer, 1))
    for answer, (name, says, anchor) in _SENTENCES.items()
]
