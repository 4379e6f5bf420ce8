"""What is said of the mistakes in what is measured, when to stop, and what to keep."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.optimizers import wrong_epochs
from autograder.exercises.optimizers import wrong_stops as wrong

ANCHOR = "early-stopping"
NONE_IS_BEST = (
    "No epoch was ever the best. No loss is smaller than a smallest one that begins with 0, nor than itself, "
    "where it stands in the list already. Begin with a number that every loss is below, and compare before a "
    "loss comes into the list."
)
OF_A_WHOLE = (wrong.params_alone, wrong.exchanged, wrong.nothing_returned)

_SENTENCES = {
    wrong.kept_as_a_name: (
        "best parameters kept as a reference",
        "The parameters of the last epoch came back, not those of the best. Did you keep them? Another name "
        "for a dictionary is no copy: it shows all that happens to it later.",
    ),
    wrong.never_stopping: (
        "never stopped",
        "All epochs were learned from. Once `patience` epochs in a row brought no smaller loss, stop.",
    ),
    wrong.never_stopping_nor_looking_back: (
        "neither stopped nor looked back",
        "All epochs were learned from, and the last parameters came back. Stop once `patience` epochs in a "
        "row brought nothing, and return those of the best.",
    ),
    wrong.first_returned: (
        "first parameters returned",
        "The parameters of the first epoch came back. Take new ones each time that the held-out loss is "
        "smaller than all before.",
    ),
    wrong.returned_in_the_loop: (
        "returned in the loop",
        "Only the first epoch was tried. Is something returned inside the loop over the epochs? Return once "
        "that loop is over, or left.",
    ),
    wrong.given_returned: (
        "the given parameters returned",
        "The parameters came back as they were given, from before the first step. Keep those of an epoch "
        "whenever its held-out loss is smaller than all before.",
    ),
    wrong.before_the_best_epoch: (
        "parameters from before the best epoch",
        "What was kept are the parameters from before the best epoch. The loss was measured after it, with "
        "the parameters that it led to.",
    ),
    wrong.never_patient_again: (
        "patience not renewed",
        "All epochs without success were counted together. After one that is the best so far, patience "
        "begins anew: count those in a row.",
    ),
    wrong.compared_with_the_one_before_to_stop: (
        "patience renewed by any recovery",
        "Your patience begins anew whenever a loss is smaller than the one before. It does so only where a "
        "loss is smaller than all so far.",
    ),
    wrong.compared_with_the_one_before: (
        "compared with the epoch before",
        "Each loss was compared with the one before, so that a small recovery after a bad epoch counts as "
        "the best. Compare with the smallest of all so far.",
    ),
    wrong.equal_taken_for_smaller: (
        "equal losses taken for smaller ones",
        "A loss that equals the smallest so far was taken for a smaller one, so that training goes on where "
        "nothing changes any more. Patience begins anew for smaller ones alone.",
    ),
    wrong.an_epoch_too_late: (
        "stopped an epoch too late",
        "Training goes on for one epoch too many. Stop as soon as there are `patience` epochs in a row "
        "without a smaller loss.",
    ),
    wrong.an_epoch_too_early: (
        "stopped an epoch too early",
        "Training stops one epoch too early. It goes on until there are `patience` epochs in a row without a "
        "smaller loss.",
    ),
    wrong.at_the_first_that_is_worse: (
        "stopped at the first that is worse",
        "Training stops at the first epoch that is worse. Losses go up and down: wait for `patience` of them "
        "in a row.",
    ),
    wrong.after_so_many_epochs: (
        "patience taken for the number of epochs",
        "Training stops after `patience` epochs. They count only where they bring no smaller loss, and in a "
        "row.",
    ),
    wrong.smallest_from_zero: ("smallest loss from 0", NONE_IS_BEST),
    wrong_epochs.none_is_best: ("smallest loss from 0, and the last kept", NONE_IS_BEST),
    wrong.the_largest_loss: (
        "largest loss taken for the best",
        "The epoch with the largest loss was taken for the best. Of a loss, less is better.",
    ),
    wrong.losses_added_up: (
        "held-out losses added up",
        "The losses of all held-out samples were added up. Their mean is asked for, which does not depend on "
        "how many there are.",
    ),
    wrong.of_the_last_batch: (
        "loss of the last batch",
        "What was measured is the loss of the last batch, which was learned from just before. Measure on the "
        "held-out part.",
    ),
    wrong.measured_before_the_epoch: (
        "measured before the epoch",
        "The held-out loss was measured before the steps of the epoch. Measure it after the last batch, with "
        "the parameters as they are then.",
    ),
    wrong_epochs.measured_after_each_batch: (
        "measured after each batch",
        "The held-out loss was measured after each batch. There is one loss for each epoch, and patience "
        "counts epochs: measure when the loop over the batches is over.",
    ),
    wrong.measured_while_learning: (
        "measured while learning",
        "What was measured are the losses of the batches that were learned from. Measure on the held-out "
        "part, when the epoch is over.",
    ),
    wrong.measured_before_training: (
        "measured before training as well",
        "The loss before the first epoch was one to be beaten. The loss is measured after each epoch, and so "
        "that of the first is the smallest until then.",
    ),
    wrong.last_loss_left_out: (
        "last loss left out",
        "The loss of the epoch at which training stops is missing. That epoch was tried, too: put its loss "
        "into the list before you stop.",
    ),
    wrong.accuracy_for_the_loss: (
        "accuracy in place of the loss",
        "What was measured is the share that is classified correctly. The loss is asked for: it also says "
        "how sure the network is, and less of it is better.",
    ),
    wrong.lowest_loss_alone: (
        "smallest loss alone",
        "Only the smallest loss came back. The list of all is asked for, one for each epoch that was tried.",
    ),
    wrong.params_alone: (
        "losses not returned",
        "Only the parameters came back. Return two things: the parameters of the best epoch, and the list of "
        "held-out losses.",
    ),
    wrong.exchanged: (
        "results exchanged",
        "The two results have changed places: first the parameters of the best epoch, then the list of "
        "held-out losses.",
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. Return the parameters of the best epoch, and the "
        "list of held-out losses.",
    ),
}

LEAST = {
    wrong.before_the_best_epoch: 3,
    wrong.returned_in_the_loop: 2,
    wrong.an_epoch_too_early: 2,
    wrong.an_epoch_too_late: 2,
    wrong.lowest_loss_alone: 2,
    wrong.after_so_many_epochs: 2,
    **dict.fromkeys(OF_A_WHOLE, WHOLE),
}

STOPS = [
    Misconception(name, answer, says, ANCHOR, LEAST.get(answer, 1))
    for answer, (name, says) in _SENTENCES.items()
]
