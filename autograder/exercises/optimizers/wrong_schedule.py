"""The mistakes that students make in a schedule."""

from __future__ import annotations

import math

from autograder.exercise import Misconception


def falls(share, peak, end):
    """The half cosine, which ends where the share is 1."""
    return end + (peak - end) * (1 + math.cos(math.pi * min(1, share))) / 2


def in_degrees(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)
    return end + (peak - end) * (1 + math.cos(180 * share)) / 2


def without_pi(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)
    return end + (peak - end) * (1 + math.cos(share)) / 2


def one_step_ahead(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * (step + 1) / warmup_steps
    return falls((step + 1 - warmup_steps) / decay_steps, peak, end)


def warmed_up_early(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * (step + 1) / warmup_steps
    return falls((step - warmup_steps) / decay_steps, peak, end)


def counted_from_one(step, start, peak, end, warmup_steps, decay_steps):
    if step - 1 < warmup_steps:
        return start + (peak - start) * (step - 1) / max(1, warmup_steps)
    return falls((step - 1 - warmup_steps) / decay_steps, peak, end)


def cosine_from_the_first_step(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return falls(step / decay_steps, peak, end)


def decay_with_the_warmup(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return falls(step / (warmup_steps + decay_steps), peak, end)


def warmup_within_the_decay(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return falls((step - warmup_steps) / max(1, decay_steps - warmup_steps), peak, end)


def rising_again(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = (step - warmup_steps) / decay_steps
    return end + (peak - end) * (1 + math.cos(math.pi * share)) / 2


def nothing_afterwards(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    if step < warmup_steps + decay_steps:
        return falls((step - warmup_steps) / decay_steps, peak, end)


def zero_afterwards(step, start, peak, end, warmup_steps, decay_steps):
    if step >= warmup_steps + decay_steps:
        return 0.0
    return nothing_afterwards(step, start, peak, end, warmup_steps, decay_steps)


def down_to_zero(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return falls((step - warmup_steps) / decay_steps, peak, 0.0)


def above_the_end(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return end + falls((step - warmup_steps) / decay_steps, peak, 0.0)


def from_the_start(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return falls((step - warmup_steps) / decay_steps, start, end)


def from_zero(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return peak * step / warmup_steps
    return falls((step - warmup_steps) / decay_steps, peak, end)


def on_top_of_the_start(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + peak * step / warmup_steps
    return falls((step - warmup_steps) / decay_steps, peak, end)


def whole_division(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * (step // warmup_steps)
    return falls((step - warmup_steps) // decay_steps, peak, end)


def down_on_a_line(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return peak + (end - peak) * min(1, (step - warmup_steps) / decay_steps)


def quarter(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)
    return end + (peak - end) * math.cos(math.pi / 2 * share)


def whole_period(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)
    return end + (peak - end) * (1 + math.cos(2 * math.pi * share)) / 2


def not_halved(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)
    return end + (peak - end) * (1 + math.cos(math.pi * share))


def cosine_alone(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)
    return end + (peak - end) * math.cos(math.pi * share)


def no_warmup(step, start, peak, end, warmup_steps, decay_steps):
    return falls((step - warmup_steps) / decay_steps if step > warmup_steps else 0, peak, end)


def no_decay(step, start, peak, end, warmup_steps, decay_steps):
    return start + (peak - start) * min(step, warmup_steps) / warmup_steps if warmup_steps else peak


def nothing_returned(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        start += (peak - start) * step / warmup_steps
    else:
        start = falls((step - warmup_steps) / decay_steps, peak, end)


ANCHOR = "schedule"

_SENTENCES = {
    in_degrees: (
        "cosine in degrees",
        "Half a turn was taken as 180. `cos` counts in radians: half a turn is pi.",
    ),
    without_pi: (
        "pi left out",
        "The cosine was taken of the share itself, which goes from 0 to 1. Its angle goes from 0 to pi, half "
        "a turn.",
    ),
    warmed_up_early: (
        "warm-up one step ahead",
        "In the warm-up, each step has the rate of the next one, so that two steps have the peak. Step 0 has "
        "the rate at which it starts.",
    ),
    one_step_ahead: (
        "one step ahead",
        "Each step has the rate of the next one. Steps are counted from 0, and the first has the rate at "
        "which the warm-up starts.",
    ),
    counted_from_one: (
        "steps counted from 1",
        "Your steps begin at 1, so that all rates come a step late. Steps are counted from 0: that many were "
        "taken before.",
    ),
    cosine_from_the_first_step: (
        "decay counted from the first step",
        "The decay counts from step 0, so that it has begun before the warm-up is over, and the rate jumps. "
        "Count from where the warm-up ends.",
    ),
    decay_with_the_warmup: (
        "warm-up counted as part of the decay",
        "The cosine was spread over warm-up and decay together, so that the rate falls from below the peak. "
        "It begins where the warm-up ends, and takes its own steps.",
    ),
    warmup_within_the_decay: (
        "decay that is shorter by the warm-up",
        "The decay is over too early: the steps of the warm-up were taken off its own. They come before it.",
    ),
    rising_again: (
        "rising again after the end",
        "After the decay the cosine goes on, and the rate rises again. It should stay where it ended.",
    ),
    nothing_afterwards: (
        "nothing after the end",
        "After the last step of the decay nothing comes back. Training may go on: the rate stays where it "
        "ended.",
    ),
    zero_afterwards: (
        "0 after the end",
        "After the decay your rate is 0, and nothing is learned any more. It stays where the decay ended.",
    ),
    down_to_zero: (
        "down to 0",
        "The rate falls to 0. It ends at the rate that is given for the end: the cosine has to do the rest "
        "of the way from the peak.",
    ),
    above_the_end: (
        "end added to the whole fall",
        "The last rate was added to a fall from the whole peak, so that it begins above the peak. What falls "
        "is the difference of the two.",
    ),
    from_the_start: (
        "decay from the start",
        "The decay begins at the rate of step 0, and so the rate jumps where the warm-up ends. It falls from "
        "the peak.",
    ),
    from_zero: (
        "warm-up from 0",
        "The warm-up begins at 0. It begins at the rate that is given for the start, and rises from there to "
        "the peak.",
    ),
    on_top_of_the_start: (
        "warm-up by the whole peak",
        "The warm-up adds the whole peak to the start, and ends above the peak. What it rises by is the "
        "difference of the two.",
    ),
    whole_division: (
        "whole numbers alone",
        "The share of the way was divided with //, which leaves whole numbers: 0 until all is over. Divide "
        "with /.",
    ),
    down_on_a_line: (
        "decay on a line",
        "The rate falls on a line. It falls along a cosine: slowly at first, fast in the middle, slowly "
        "towards the end.",
    ),
    quarter: (
        "a quarter of a turn",
        "The cosine went through a quarter of a turn, so that the rate falls ever faster and then stops. In "
        "half a turn it comes to rest at both ends.",
    ),
    whole_period: (
        "a whole turn",
        "The cosine went through a whole turn, so that the rate comes back to the peak. Half a turn leads "
        "down.",
    ),
    not_halved: (
        "not halved",
        "1 plus a cosine goes from 2 to 0, so that the rate begins far above the peak. Half of it goes from "
        "1 to 0.",
    ),
    cosine_alone: (
        "cosine alone",
        "A cosine goes from 1 to -1 in half a turn, so that the rate falls below its end. Bring it to the "
        "range from 1 to 0 first.",
    ),
    no_warmup: (
        "warm-up left out",
        "The rate has the peak from the first step. While fewer steps than `warmup_steps` were taken, it "
        "rises on a line.",
    ),
    no_decay: (
        "decay left out",
        "The rate stays at the peak. Once the warm-up is over, it falls along half a cosine.",
    ),
    nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. The rate has to be returned, so that the "
        "optimizer can read it.",
    ),
}

MISTAKES = [Misconception(name, answer, says, ANCHOR) for answer, (name, says) in _SENTENCES.items()]
