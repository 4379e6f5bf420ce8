"""What is said of the mistakes that students make in lstm_backward."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.lstm import wrong_backwards as wrong

TIME, SHARED, BEFORE = "through-time", "shared-by-steps", "first-step"

MISTAKES = [
    Misconception(
        "from first to last",
        wrong.first_to_last,
        "The steps were taken from the first to the last. What a step is to blame for is known only when "
        "all later ones have sent back theirs.",
        TIME,
    ),
    Misconception(
        "nothing carried back",
        wrong.nothing_carried,
        "Each step hears only from its own output. It also made the state and the memory of the next step, "
        "and hears back from there.",
        TIME,
    ),
    Misconception(
        "state not carried back",
        wrong.state_not_carried,
        "What comes back to a state from the sums of the next step is missing: dz of that step goes "
        "through U, and adds to dA.",
        TIME,
    ),
    Misconception(
        "memory not carried back",
        wrong.memory_not_carried,
        "The gradient of the memory begins at 0 in every step. What the step before gave as dC_before is "
        "the dC of the one that comes now.",
        TIME,
    ),
    Misconception(
        "last gradient alone",
        wrong.last_gradient_alone,
        "Only the last state's gradient was used. Every state was handed to the layer above, so each step "
        "adds its own part of dA.",
        TIME,
    ),
    Misconception(
        "last gradient counted twice",
        wrong.last_gradient_twice,
        "The gradient of the last state was counted twice: you began with it, and added it in the loop "
        "again. After the last step there is nothing to hear from.",
        TIME,
    ),
    Misconception(
        "gradients piled up",
        wrong.piled_up,
        "The dh of a step was kept and that of the one before added to it. What goes on is only what came "
        "through dz and U: it takes the place of dh.",
        TIME,
    ),
    Misconception(
        "dX left out",
        wrong.inputs_left_out,
        "Three arrays came back, and dX is not among them. It is asked for first: the layer below will need "
        "it.",
        TIME,
        least=WHOLE,
    ),
    Misconception(
        "db as a row",
        wrong.bias_as_a_row,
        "db has two axes, and b has one: a gradient has the very shape of its parameter.",
        SHARED,
    ),
    Misconception(
        "state's gradient piled up",
        wrong.state_piled_up,
        "What came through dz and U was added to the dh that was there. Step t - 1 hears from step t alone: "
        "dh is made anew in each turn.",
        TIME,
    ),
    Misconception(
        "memory's gradient piled up",
        wrong.memory_piled_up,
        "dC_before was added to the dC that was there. In it is already all that comes back along the "
        "memory: it takes the place of dC.",
        TIME,
    ),
    Misconception(
        "dh and dC exchanged",
        wrong.exchanged_in_the_call,
        "dh and dC have changed places on their way into a step. Its first argument is what comes back to "
        "the state, its second what comes back to the memory.",
        TIME,
    ),
    Misconception(
        "one array for dh and dC",
        wrong.one_array_for_two,
        "At the last step, what comes from above was taken for the dC of its memory as well. Nothing comes "
        "to that. Did dh and dC begin as one array, so that += into the one changed the other?",
        TIME,
    ),
    Misconception(
        "first step left out",
        wrong.first_step_left_out,
        "What the first step asks for is missing, in dX as well: your loop ends before it. Its sums saw x "
        "and W and b as all others did.",
        TIME,
    ),
    Misconception(
        "weights without the first step",
        wrong.weights_without_the_first_step,
        "What the first step asks for is missing. Its sums saw x and W and b as all others did; it is only "
        "the state before it that was 0.",
        BEFORE,
    ),
    Misconception(
        "candidate last",
        wrong.candidate_last,
        "The four gradients were joined in the order i, f, o, g. They go back through the columns that they "
        "came from: i, f, g, o.",
        "blocks",
    ),
    Misconception(
        "every fourth column",
        wrong.every_fourth_column,
        "The four gradients were joined unit by unit. They go back through the columns that they came from: "
        "all units of i first, then all of f, and so on.",
        "blocks",
    ),
    Misconception(
        "joined as samples",
        wrong.joined_as_samples,
        "Left to itself, np.concatenate joins along the first axis, as if the four were further samples. The "
        "blocks stand side by side, as columns.",
        "blocks",
    ),
    Misconception(
        "memory and state after for before",
        wrong.both_after,
        "Memory and state of the step itself were taken for those before it. At t the step began with what "
        "step t - 1 had left.",
        BEFORE,
    ),
    Misconception(
        "memory for state",
        wrong.memory_for_state,
        "dU was worked out with the memory. What U was multiplied by is the state that the step began with.",
        SHARED,
    ),
    Misconception(
        "state for memory",
        wrong.state_for_memory,
        "The state before was taken for the memory before. What the forget gate was laid on is C of the step "
        "before.",
        TIME,
    ),
    Misconception(
        "memory after for before",
        wrong.memory_after,
        "The memory of the step itself was taken for the one before. At t the forget gate was laid on the "
        "memory that the step before had left.",
        BEFORE,
    ),
    Misconception(
        "memory before the first step",
        wrong.memory_wrapped_round,
        "Before the first step the last one was read: the index -1 counts from the end. There the memory "
        "and the state were 0.",
        BEFORE,
    ),
    Misconception(
        "state before the first step",
        wrong.state_wrapped_round,
        "In dU the first step met the state of the last: the index -1 counts from the end. Before the first "
        "step the state was 0.",
        BEFORE,
    ),
    Misconception(
        "state after for before",
        wrong.state_after,
        "dU was worked out with the state that a step gave. What U was multiplied by is the state that the "
        "step began with.",
        BEFORE,
    ),
    Misconception(
        "U not transposed",
        wrong.state_not_transposed,
        "The gradient went through U in the direction of forward. On the way back, the 4 blocks of dz have "
        "to meet those of U.",
        TIME,
    ),
    Misconception(
        "W not transposed",
        wrong.inputs_not_transposed,
        "The gradient went through W in the direction of forward. On the way back, the 4 blocks of dz have "
        "to meet those of W.",
        TIME,
    ),
    Misconception(
        "overwritten by each step",
        wrong.overwritten,
        "The gradients of the weights are those of one step alone: each step wrote over the others. All "
        "steps share the weights, and what is shared adds up.",
        SHARED,
    ),
    Misconception(
        "averaged over the steps",
        wrong.averaged_over_steps,
        "The gradients of the weights are too small by the number of steps. What each step asks for is "
        "added up, not averaged.",
        SHARED,
    ),
    Misconception(
        "averaged over the batch",
        wrong.averaged_over_the_batch,
        "The gradients of the weights are m times too small. If the loss is a mean, that m is in dA already.",
        SHARED,
    ),
    Misconception(
        "db not summed over the batch",
        wrong.bias_not_summed,
        "db still has a row for each sample, and b is one row that all samples and all steps share.",
        SHARED,
    ),
    Misconception(
        "dz added to db as it is",
        wrong.bias_added_as_it_is,
        "dz has a row for each sample, and does not fit into db, which is one row that all of them share. "
        "What is shared adds up, over the samples, too.",
        SHARED,
    ),
    Misconception(
        "db summed over the columns",
        wrong.bias_summed_over_the_columns,
        "For db, the columns of dz were added up, and each of them has a bias of its own. The sum goes over "
        "the samples: which axis is that?",
        SHARED,
    ),
    Misconception(
        "dX with the steps first",
        wrong.steps_first,
        "dX has the steps on its first axis. It has the shape of X: samples first.",
        TIME,
    ),
    Misconception(
        "dX in the order of the walk",
        wrong.inputs_in_the_order_of_the_walk,
        "dX has the steps from last to first, as they came. Its first step belongs to the first of X.",
        TIME,
    ),
    Misconception(
        "dA changed in place",
        wrong.in_place,
        "What came back from later steps was added into dA itself. The layer above may still need it: add "
        "into an array of your own.",
    ),
    Misconception(
        "cache changed in place",
        wrong.cache_changed,
        "The numbers are right, and the states in the cache were changed on the way. Whoever goes back once "
        "more needs them as they were: work on a copy.",
    ),
    Misconception(
        "dX last",
        wrong.inputs_last,
        "The gradients of the weights came first and dX after them. What is asked for is dX, dW, dU, db.",
        least=WHOLE,
    ),
    Misconception(
        "returned in a dict",
        wrong.in_a_dict,
        "The gradients came back in a dict. Here they are returned side by side, as a tuple: dX, dW, dU, db.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. Four arrays are asked for: dX, dW, dU, db.",
        least=WHOLE,
    ),
]
