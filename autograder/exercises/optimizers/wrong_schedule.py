"""The mistakes that students make in a schedule."""

from __future__ import annotations

import math


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


def brackets_of_the_cosine(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)
    return end + (peak - end) * 1 + math.cos(math.pi * share) / 2


def brackets_of_the_share(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return falls(step - warmup_steps / decay_steps, peak, end)


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
    return falls((step - warmup_steps) / (decay_steps - warmup_steps), peak, end)


def divided_by_no_warmup(step, start, peak, end, warmup_steps, decay_steps):
    if step <= warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return falls((step - warmup_steps) / decay_steps, peak, end)


def over_a_step_early(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return falls((step - warmup_steps) / max(1, decay_steps - 1), peak, end)


def warm_a_step_early(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / max(1, warmup_steps - 1)
    return falls((step - warmup_steps) / decay_steps, peak, end)


def end_not_added(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    return falls((step - warmup_steps) / decay_steps, peak, end) - end


def rising_cosine(step, start, peak, end, warmup_steps, decay_steps):
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)
    return end + (peak - end) * (1 - math.cos(math.pi * share)) / 2


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
