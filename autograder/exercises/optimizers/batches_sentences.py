"""What is said of batches that students cut wrongly."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.optimizers import wrong_batches as wrong

ANCHOR = "batches"

_SENTENCES = {
    wrong.last_dropped: (
        "last batch dropped",
        "What is left over at the end of an epoch was dropped, so that some samples are not learned from. "
        "The last batch may be smaller.",
    ),
    wrong.last_filled_up: (
        "last batch filled up",
        "The last batch was made as large as the others, so that there are samples that count twice. It may "
        "be smaller.",
    ),
    wrong.sizes_evened_out: (
        "sizes evened out",
        "The batches were made about equally large. All have `batch_size` samples, and the last one has what "
        "is left.",
    ),
    wrong.size_as_a_number: (
        "size taken for the number of batches",
        "As many batches were made as each should have samples. batch_size is the size of a batch.",
    ),
    wrong.permuted_apart: (
        "X and y permuted apart",
        "X and y were put into two different orders, so that samples get the targets of others. Draw one "
        "order, and take both by it.",
    ),
    wrong.columns_apart: (
        "rows that are not in X",
        "Some rows are none of X: are its columns shuffled, or each by itself? A sample is a whole row. Draw "
        "an order of the rows, and take them by it.",
    ),
    wrong.targets_left: (
        "y left in its order",
        "X was shuffled and y was not, so that samples get the targets of others. Both are taken by the same "
        "order.",
    ),
    wrong.seed_of_its_own: (
        "a seed of its own",
        "Every seed gives the same order. Make the generator with the seed that is given.",
    ),
    wrong.never_shuffled: (
        "not shuffled",
        "The samples come in the order in which they were given. Draw another order for each epoch.",
    ),
    wrong.samples_left: (
        "X left in its order",
        "y was shuffled and X was not, so that samples get the targets of others. Both are taken by the same "
        "order.",
    ),
    wrong.shuffled_once: (
        "the same order in every epoch",
        "All epochs have the same order. Is it drawn before the loop over the epochs, or by a generator that "
        "is made anew with the same seed each time?",
    ),
    wrong.seed_left_out: (
        "seed left out",
        "The same seed gives another order when you ask again. Make the generator with the given seed.",
    ),
    wrong.with_replacement: (
        "drawn with replacement",
        "In each epoch some samples come twice and others never. Put the numbers of the samples into a new "
        "order, so that each is there once.",
    ),
    wrong.each_batch_by_itself: (
        "each batch drawn by itself",
        "Each batch was drawn from all samples, so that some come in several batches of an epoch, and others "
        "in none. Draw one order for the epoch, and cut it.",
    ),
    wrong.first_epoch_unshuffled: (
        "first epoch not shuffled",
        "The first epoch has the samples in the order in which they were given, and only later ones are "
        "shuffled. Draw the order before an epoch is cut, not after it.",
    ),
    wrong.moved_on: (
        "moved on, not shuffled",
        "The samples still follow each other as they did before, from another place on or backwards, so that "
        "each keeps its company. Draw the order anew for each epoch.",
    ),
    wrong.batches_shuffled: (
        "batches shuffled, not samples",
        "The batches come in another order, and each has the same samples every time. Shuffle the samples "
        "first, and cut then.",
    ),
    wrong.within_batches: (
        "shuffled within the batches",
        "The samples were shuffled within their batches, so that the same ones are always together. Shuffle "
        "first, and cut then.",
    ),
    wrong.one_sample_short: (
        "one sample short",
        "One sample of the order is missing in each epoch, the first or the last. Numbers begin at 0; and "
        "the end of a slice is not in it, and may lie beyond the array.",
    ),
    wrong.one_too_many_in_each: (
        "one sample too many in each batch",
        "Each batch has one sample too many, the first of the next one. The end of a slice is not in it: "
        "nothing need be added or taken off.",
    ),
    wrong.an_epoch_too_few: (
        "an epoch too few",
        "There is an epoch too few. range(n) has n numbers, from 0 to n - 1.",
    ),
    wrong.the_first_epoch_alone: (
        "the first epoch alone",
        "Your function returns in the first round of its loop, and so only one epoch comes back. Return once "
        "the loop is over.",
    ),
    wrong.all_in_one_list: (
        "epochs joined",
        "The batches of all epochs came in one list. A list for each epoch is asked for, in one list of all.",
    ),
    wrong.one_list_for_all: (
        "one list for all epochs",
        "The batches of every epoch were put into the same list, which came back once for each epoch. Begin "
        "an empty one where an epoch begins.",
    ),
    wrong.empty_at_the_end: (
        "an empty batch at the end",
        "Where the samples divide evenly, an empty batch came at the end. There is one more than the whole "
        "ones only where something is left over.",
    ),
    wrong.targets_first: (
        "targets before samples",
        "In each batch, samples and targets have changed places: a batch is a pair of the samples and their "
        "targets, in this order.",
    ),
    wrong.rows_alone: (
        "targets missing",
        "The batches have no targets. Each batch is a pair: samples, and their targets.",
    ),
    wrong.lists_apart: (
        "batches of X and of y apart",
        "An epoch came as two lists, the batches of X and those of y. It is one list of pairs: each batch of "
        "samples together with its targets.",
    ),
    wrong.places_for_samples: (
        "numbers of samples in place of samples",
        "The numbers of the samples came back. Take the samples and the targets by them.",
    ),
    wrong.in_place: (
        "X and y changed in place",
        "X itself was changed on the way, and perhaps y. Others need them as they were: take new arrays by "
        "the order.",
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. Collect the batches of each epoch in a list, and "
        "return all.",
    ),
}

#: Samples that come twice tell nothing by themselves of why they do.
LEAST = {
    wrong.with_replacement: WHOLE,
    wrong.each_batch_by_itself: WHOLE,
    wrong.one_too_many_in_each: 2,
}

MISTAKES = [
    Misconception(name, answer, says, ANCHOR, LEAST.get(answer, 1))
    for answer, (name, says) in _SENTENCES.items()
]
