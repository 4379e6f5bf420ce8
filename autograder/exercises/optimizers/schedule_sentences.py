"""What is said of the mistakes in a schedule."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.optimizers import wrong_schedule as wrong

ANCHOR = "schedule"

_SENTENCES = {
    wrong.in_degrees: (
        "cosine in degrees",
        "Half a turn was taken as 180. `cos` counts in radians: half a turn is pi.",
    ),
    wrong.without_pi: (
        "pi left out",
        "The cosine was taken of the share itself, which goes from 0 to 1. Its angle goes from 0 to pi, half "
        "a turn.",
    ),
    wrong.warmed_up_early: (
        "warm-up one step ahead",
        "In the warm-up, each step has the rate of the next one, so that two steps have the peak. Step 0 has "
        "the rate at which it starts.",
    ),
    wrong.one_step_ahead: (
        "one step ahead",
        "Each step has the rate of the next one. Steps are counted from 0, and the first has the rate at "
        "which the warm-up starts.",
    ),
    wrong.counted_from_one: (
        "steps counted from 1",
        "Your steps begin at 1, so that all rates come a step late. Steps are counted from 0: that many were "
        "taken before.",
    ),
    wrong.cosine_from_the_first_step: (
        "decay counted from the first step",
        "The decay counts from step 0, so that it has begun before the warm-up is over, and the rate jumps. "
        "Count from where the warm-up ends.",
    ),
    wrong.decay_with_the_warmup: (
        "warm-up counted as part of the decay",
        "The cosine was spread over warm-up and decay together, so that the rate falls from below the peak. "
        "It begins where the warm-up ends, and takes its own steps.",
    ),
    wrong.warmup_within_the_decay: (
        "decay that is shorter by the warm-up",
        "The decay is over too early: the steps of the warm-up were taken off its own. They come before it.",
    ),
    wrong.divided_by_no_warmup: (
        "division by a warm-up of no steps",
        "Where there is no warm-up, your function divides by `warmup_steps`, which is 0 then. A step belongs "
        "to the warm-up only while it is below that number.",
    ),
    wrong.over_a_step_early: (
        "decay a step too short",
        "The decay is over one step too early. It takes `decay_steps` steps from the peak: divide by them as "
        "they are.",
    ),
    wrong.warm_a_step_early: (
        "warm-up a step too short",
        "The last step of the warm-up has the peak already. The peak comes with the step after it: divide by "
        "`warmup_steps` as they are.",
    ),
    wrong.end_not_added: (
        "end not added",
        "The rate falls to 0, by the difference of peak and end. Add the end, so that it falls from the one "
        "to the other.",
    ),
    wrong.rising_cosine: (
        "decay turned round",
        "The rate rises from the end to the peak in the decay: 1 minus a cosine goes from 0 to 2. It falls "
        "with 1 plus a cosine.",
    ),
    wrong.rising_again: (
        "rising again after the end",
        "After the decay the cosine goes on, and the rate rises again. It should stay where it ended.",
    ),
    wrong.nothing_afterwards: (
        "nothing after the end",
        "After the last step of the decay nothing comes back. Training may go on: the rate stays where it "
        "ended.",
    ),
    wrong.zero_afterwards: (
        "0 after the end",
        "After the decay your rate is 0, and nothing is learned any more. It stays where the decay ended.",
    ),
    wrong.down_to_zero: (
        "down to 0",
        "The rate falls to 0. It ends at the rate that is given for the end: the cosine has to do the rest "
        "of the way from the peak.",
    ),
    wrong.above_the_end: (
        "end added to the whole fall",
        "The last rate was added to a fall from the whole peak, so that it begins above the peak. What falls "
        "is the difference of the two.",
    ),
    wrong.from_the_start: (
        "decay from the start",
        "The decay begins at the rate of step 0, and so the rate jumps where the warm-up ends. It falls from "
        "the peak.",
    ),
    wrong.from_zero: (
        "warm-up from 0",
        "The warm-up begins at 0. It begins at the rate that is given for the start, and rises from there to "
        "the peak.",
    ),
    wrong.on_top_of_the_start: (
        "warm-up by the whole peak",
        "The warm-up adds the whole peak to the start, and ends above the peak. What it rises by is the "
        "difference of the two.",
    ),
    wrong.whole_division: (
        "whole numbers alone",
        "The rate stays where it begins until this part is over, as if the share of the way were 0. Was it "
        "divided with //, which leaves whole numbers? Divide with /.",
    ),
    wrong.down_on_a_line: (
        "decay on a line",
        "The rate falls on a line. It falls along a cosine: slowly at first, fast in the middle, slowly "
        "towards the end.",
    ),
    wrong.quarter: (
        "a quarter of a turn",
        "The cosine went through a quarter of a turn, so that the rate falls ever faster and then stops. In "
        "half a turn it comes to rest at both ends.",
    ),
    wrong.whole_period: (
        "a whole turn",
        "The cosine went through a whole turn, so that the rate comes back to the peak. Half a turn leads "
        "down.",
    ),
    wrong.brackets_of_the_cosine: (
        "brackets of the cosine left out",
        "1 and the cosine are added first, and their sum is halved and multiplied: as it stands, the cosine "
        "alone is halved, and added to the rate. Mind the brackets.",
    ),
    wrong.brackets_of_the_share: (
        "brackets of the share left out",
        "In the share of the decay, the division comes first, so that it is 1 nearly from the start. The "
        "difference is divided: mind the brackets.",
    ),
    wrong.not_halved: (
        "not halved",
        "1 plus a cosine goes from 2 to 0, so that the rate begins far above the peak. Half of it goes from "
        "1 to 0.",
    ),
    wrong.cosine_alone: (
        "cosine alone",
        "A cosine goes from 1 to -1 in half a turn, so that the rate falls below its end. Bring it to the "
        "range from 1 to 0 first.",
    ),
    wrong.no_warmup: (
        "warm-up left out",
        "The rate has the peak from the first step. While fewer steps than `warmup_steps` were taken, it "
        "rises on a line.",
    ),
    wrong.no_decay: (
        "decay left out",
        "The rate stays at the peak. Once the warm-up is over, it falls along half a cosine.",
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back, in one of its parts at least. The rate has to be "
        "returned, so that the optimizer can read it.",
    ),
}

MISTAKES = [Misconception(name, answer, says, ANCHOR) for answer, (name, says) in _SENTENCES.items()]
