"""What is said of the mistakes that students make in lstm_forward."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.lstm import wrong_forwards as wrong

ANCHOR = "sequence"

MISTAKES = [
    Misconception(
        "states as wide as b",
        wrong.as_wide_as_b,
        "Your first state is as wide as b, which holds four blocks side by side. State and memory have a "
        "number for each unit.",
        ANCHOR,
    ),
    Misconception(
        "nothing carried",
        wrong.nothing_carried,
        "Every step begins anew with zeros, as if it were the first. What a step gives, state and memory, "
        "is what the next one begins with.",
        ANCHOR,
    ),
    Misconception(
        "memory not carried",
        wrong.memory_not_carried,
        "The state goes on from step to step, and the memory is 0 again each time. Both are handed on.",
        ANCHOR,
    ),
    Misconception(
        "state not carried",
        wrong.state_not_carried,
        "The memory goes on from step to step, and the state is 0 again each time. Both are handed on.",
        ANCHOR,
    ),
    Misconception(
        "state and memory exchanged on the way",
        wrong.exchanged_on_the_way,
        "From one step to the next, h and C change places. In which order does your step give them, and in "
        "which does it take them?",
        ANCHOR,
    ),
    Misconception(
        "begins with ones",
        wrong.begins_with_ones,
        "Before the first step there is nothing to remember: state and memory begin at 0.",
        ANCHOR,
    ),
    Misconception(
        "returned in the loop",
        wrong.first_step_alone,
        "Only the first step was taken, since the loop ends there. How far is the return indented?",
        ANCHOR,
    ),
    Misconception(
        "from last to first",
        wrong.last_to_first,
        "The steps are taken from the last to the first. That is the way of the gradient; forward begins "
        "with the first.",
        ANCHOR,
    ),
    Misconception(
        "samples taken for steps",
        wrong.samples_as_steps,
        "Your loop goes over the samples, so that one sample remembers another. The axis of the steps is "
        "the second one.",
        ANCHOR,
    ),
    Misconception(
        "first input for every step",
        wrong.same_x,
        "Every step was given the input of the first. Step t has an input of its own.",
        ANCHOR,
    ),
    Misconception(
        "loop ends early",
        wrong.loop_ends_early,
        "At the last step stand only zeros: your loop ends before it. range(steps) goes from 0 to steps - 1.",
        ANCHOR,
    ),
    Misconception(
        "loop begins late",
        wrong.loop_begins_late,
        "At the first step stand only zeros: your loop begins after it. The first step is one like the "
        "others, with zeros for what was before.",
        ANCHOR,
    ),
    Misconception(
        "as many steps as samples",
        wrong.as_many_steps_as_samples,
        "Your loop has as many turns as there are samples: len counts along the first axis. The steps are on "
        "the second one.",
        ANCHOR,
    ),
    Misconception(
        "sample taken for a step",
        wrong.sample_for_step,
        "X[t] is sample t with all of its steps. What comes in at step t, for all samples, has t on the "
        "second axis.",
        ANCHOR,
    ),
    Misconception(
        "kept as a sample",
        wrong.kept_as_a_sample,
        "What step t worked out was put where sample t belongs. In the arrays of the cache, t stands on the "
        "second axis.",
        ANCHOR,
    ),
    Misconception(
        "carried from sample to sample",
        wrong.carried_from_sample_to_sample,
        "Each sequence begins with what the one before has left. Samples know nothing of each other: state "
        "and memory begin at 0 for each of them.",
        ANCHOR,
    ),
    Misconception(
        "steps first",
        wrong.steps_first,
        "The numbers are right, with the steps on the first axis. In this course samples come first: "
        "(m, steps, units).",
        ANCHOR,
    ),
    Misconception(
        "reshaped, not exchanged",
        wrong.reshaped,
        "The shape is right and the numbers are at other places: a list of steps has the steps first, and "
        "reshape lets no two axes change places.",
        ANCHOR,
    ),
    Misconception(
        "steps side by side",
        wrong.side_by_side,
        "The steps were laid side by side along the units. They have an axis of their own, between samples "
        "and units.",
        ANCHOR,
    ),
    Misconception(
        "last step alone",
        wrong.last_step_alone,
        "Only the last step came back. The way back through time needs what every step worked out.",
        ANCHOR,
    ),
    Misconception(
        "last step missing",
        wrong.one_step_short,
        "The last step is missing. A sequence of four steps has four states after them.",
        ANCHOR,
    ),
    Misconception(
        "kept before the step",
        wrong.kept_before_the_step,
        "C and h are one step late: they were noted before the step. At t stands what step t gave.",
        ANCHOR,
    ),
    Misconception(
        "one array for all steps",
        wrong.one_array_for_all,
        "All steps look like the last: one array was written over and over, and kept each time. Each step "
        "needs an array of its own.",
        ANCHOR,
    ),
    Misconception(
        "one array for all names",
        wrong.one_array_for_all_names,
        "Under all names stands the same. If one array was given six names, what is written to one is in all "
        "of them: each name needs zeros of its own.",
        ANCHOR,
    ),
    Misconception(
        "zeros in front",
        wrong.with_zeros_in_front,
        "C and h have a step too many: the zeros before the first one stand in front. At t stands what step "
        "t gave, so that all six have as many steps as X.",
        ANCHOR,
    ),
    Misconception(
        "sums kept",
        wrong.sums_kept,
        "Under the names of the gates stand the sums that they are made of. The way back wants the gates "
        "themselves, as sigmoid and tanh gave them.",
        ANCHOR,
    ),
    Misconception(
        "state and memory exchanged in the cache",
        wrong.state_and_memory_exchanged,
        'The memory stands under "h" and the state under "C". The capital letter is that of the memory.',
        ANCHOR,
    ),
    Misconception(
        "gates missing",
        wrong.gates_missing,
        'The gates are not in your cache. The way back needs what each step worked out: "i", "f", "g" and '
        '"o", '
        "too.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "no name known",
        wrong.no_name_known,
        'None of the six names is in your cache. Its keys are to be "i", "f", "g", "o", "C" and "h", just '
        "so.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "six in a row",
        wrong.six_in_a_row,
        "The six arrays came back in a row. One dict is asked for, so that each can be found by its name.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "other names",
        wrong.other_names,
        'The memory is looked for under "C" and the state under "h", and your cache has other names for '
        "them.",
        ANCHOR,
    ),
    Misconception(
        "states alone",
        wrong.states_alone,
        "The states came back, and nothing else. A dict is asked for, with the arrays i, f, g, o, C and h "
        "in it.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "list of steps",
        wrong.list_of_steps,
        "There is something for every step, in a list. What is asked for is one dict, in which each name "
        "has one array for all steps.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "lists in the dict",
        wrong.lists_in_a_dict,
        "Each name has a list of steps. An array is asked for, with the steps on its second axis.",
        ANCHOR,
    ),
    Misconception(
        "states beside the cache",
        wrong.with_the_states,
        "Two things came back. The states are in the dict already, and it alone is asked for.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. The dict is asked for.",
        least=WHOLE,
    ),
]
