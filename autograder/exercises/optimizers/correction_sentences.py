"""What is said of the mistakes in Adam's correction for means that begin at 0."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.optimizers import wrong_adam as wrong

ANCHOR = "bias-correction"

CORRECTIONS = [
    Misconception(
        "correction left out",
        wrong.not_corrected,
        "M and V were used as they are. They began at 0 and are too small at first: divide each by one minus "
        "its beta to the power of t.",
        ANCHOR,
    ),
    Misconception(
        "only M corrected",
        wrong.only_m_corrected,
        "M was corrected, and V was used as it is. Both began at 0, and each has a correction of its own.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "only V corrected",
        wrong.only_v_corrected,
        "V was corrected, and M was used as it is. Both began at 0, and each has a correction of its own.",
        ANCHOR,
    ),
    Misconception(
        "corrected means returned",
        wrong.corrections_kept,
        "A mean came back corrected, so the next step would correct it again. What is remembered are the "
        "means themselves; the correction is for this step alone.",
        ANCHOR,
    ),
    Misconception(
        "steps counted from 0",
        wrong.counted_from_zero,
        "Your correction counts steps from 0, and so divides by 0 at the first. t is 1 at the first step "
        "already: use it as it comes.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "steps counted one too far",
        wrong.one_step_ahead,
        "Your correction is that of the next step. t is 1 at the first step already: use it as it comes.",
        ANCHOR,
    ),
    Misconception(
        "always the first step's correction",
        wrong.always_the_first,
        "M and V were divided by 1 - beta in every step. That is right in the first; later ones need less "
        "correction, and the power of t says how much.",
        ANCHOR,
    ),
    Misconception(
        "times t, not to the power of t",
        wrong.times_t,
        "The betas were multiplied by t. They stand to the power of t: what is left of the 0 at the "
        "beginning, after t steps that each kept the share beta.",
        ANCHOR,
    ),
    Misconception(
        "multiplied by the correction",
        wrong.multiplied,
        "M and V were multiplied, and so they became smaller still. They are too small at first: divide.",
        ANCHOR,
    ),
    Misconception(
        "V corrected with beta_1",
        wrong.same_correction,
        "V was corrected with beta_1. It was made with beta_2, and that says how much is missing.",
        ANCHOR,
    ),
    Misconception(
        "epsilon added before the correction, as in Keras",
        wrong.as_in_keras,
        "Epsilon was added to the root of V before V was corrected, as Keras does it. Here, as in PyTorch, V "
        "is corrected first, and epsilon is added last.",
        ANCHOR,
    ),
    Misconception(
        "brackets left out of the correction",
        wrong.without_brackets,
        "The brackets below the line are missing, so that M and V were divided by 1, and the power was taken "
        "off after it. All of the difference is what to divide by.",
        ANCHOR,
    ),
    Misconception(
        "root taken before the correction",
        wrong.root_first,
        "The root of V was divided by the correction. V itself is what is too small: correct it first, and "
        "take the root then.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "corrections exchanged",
        wrong.corrections_exchanged,
        "M was corrected with beta_2, and V with beta_1. Each is corrected with the beta that it was made "
        "with.",
        ANCHOR,
    ),
    Misconception(
        "power of the bracket",
        wrong.power_of_the_bracket,
        "1 - beta was taken to the power of t. Only beta stands to that power: what is left of the 0 at the "
        "beginning, which is taken off 1.",
        ANCHOR,
    ),
]
