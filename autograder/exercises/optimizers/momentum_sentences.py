"""What is said of the mistakes in a step with momentum."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.optimizers import wrong_momentum as wrong

ANCHOR, NESTEROV = "momentum", "nesterov"

MISTAKES = [
    Misconception(
        "gradient added",
        wrong.uphill,
        "The gradient was added, and so the loss grows: it points to where the loss is larger. The new "
        "velocity takes it off.",
        ANCHOR,
    ),
    Misconception(
        "velocity subtracted",
        wrong.velocity_subtracted,
        "The velocity was taken off P. In this form the gradient is taken off in the velocity, which points "
        "downhill then, and is added.",
        ANCHOR,
    ),
    Misconception(
        "sign moved from the velocity to P",
        wrong.sign_in_p,
        "Your velocity points uphill and is taken off P, which comes to the same where all velocities are "
        "your own. The one that you are given points downhill: it is added.",
        ANCHOR,
    ),
    Misconception(
        "rate outside the velocity, as in PyTorch",
        wrong.rate_outside,
        "This is PyTorch's form, in which the velocity adds up gradients and the rate comes last. In Keras's "
        "form, which is asked for, the velocity is a step already: the rate is in it.",
        ANCHOR,
    ),
    Misconception(
        "rate used twice",
        wrong.rate_twice,
        "The step was multiplied by the rate once more. The rate is in the velocity already, so that P moves "
        "by the velocity as it is.",
        ANCHOR,
    ),
    Misconception(
        "rate on the velocity before",
        wrong.rate_on_everything,
        "The rate was also multiplied with what is kept of the velocity before. That has the rate in it "
        "already: only the gradient meets it.",
        ANCHOR,
    ),
    Misconception(
        "gradient weighed with 1 - momentum",
        wrong.damped,
        "The gradient was weighed with 1 - momentum, as in a moving average. Here it enters as it is, times "
        "the rate, so that steps in one direction add up to more.",
        ANCHOR,
    ),
    Misconception(
        "mean of the gradients",
        wrong.mean_of_gradients,
        "Your velocity is a moving mean of gradients, as in Adam. Here it is a step: it adds up gradients "
        "times the rate, and points downhill.",
        ANCHOR,
    ),
    Misconception(
        "rate left out",
        wrong.without_rate,
        "The gradient was followed by its full length. How far it is followed, the rate says.",
        ANCHOR,
    ),
    Misconception(
        "momentum left out",
        wrong.without_momentum,
        "This is a step of SGD without momentum: nothing is kept of the velocity before.",
        ANCHOR,
    ),
    Misconception(
        "P moved by the gradient alone",
        wrong.gradient_alone,
        "P was moved by the gradient alone, as in SGD without momentum, and nobody follows the velocity. P "
        "moves by the new velocity.",
        ANCHOR,
    ),
    Misconception(
        "P left as it was",
        wrong.p_left,
        "P came back as it was. The velocity has heard of the gradient; what is missing is that P moves.",
        ANCHOR,
    ),
    Misconception(
        "rate and momentum exchanged",
        wrong.rates_exchanged,
        "The rate and the momentum have changed places. The momentum is the share that is kept of the "
        "velocity, and the rate says how far the gradient is followed.",
        ANCHOR,
    ),
    Misconception(
        "velocity kept whole",
        wrong.never_slower,
        "The velocity before was kept whole. Only a share of it goes on, and momentum is that share; a ball "
        "without friction never comes to rest.",
        ANCHOR,
    ),
    Misconception(
        "momentum on the gradient",
        wrong.momentum_on_both,
        "The momentum was multiplied with the gradient, too. It is the share that is kept of the velocity "
        "before, and the new gradient comes to it whole.",
        ANCHOR,
    ),
    Misconception(
        "Nesterov left out",
        wrong.nesterov_left_out,
        "The step is the same with Nesterov and without. Where nesterov is True, P moves by a share of the "
        "new velocity, and by the gradient once more.",
        NESTEROV,
    ),
    Misconception(
        "P moved by the velocity before",
        wrong.velocity_before,
        "P was moved with the velocity as it was before this step. First the velocity hears of the gradient, "
        "and then P follows the new one.",
        ANCHOR,
    ),
    Misconception(
        "gradient followed beside the velocity",
        wrong.gradient_beside,
        "Without Nesterov, P was moved by the velocity and by the gradient as well. The gradient is in the "
        "new velocity already.",
        ANCHOR,
    ),
    Misconception(
        "always Nesterov",
        wrong.nesterov_always,
        "P was moved in Nesterov's way each time. Do so only where nesterov is True.",
        NESTEROV,
    ),
    Misconception(
        "Nesterov turned round",
        wrong.nesterov_turned_round,
        "P is moved in Nesterov's way where nesterov is False, and plainly where it is True. It is the other "
        "way round.",
        NESTEROV,
    ),
    Misconception(
        "Nesterov with the gradient's sign turned round",
        wrong.nesterov_uphill,
        "In Nesterov's step the gradient was added, and so it leads uphill. It is taken off there as it is "
        "in the velocity.",
        NESTEROV,
    ),
    Misconception(
        "Nesterov without the gradient",
        wrong.nesterov_without_gradient,
        "In Nesterov's step P was moved by a share of the velocity alone. The gradient itself moves it as "
        "well, times the rate.",
        NESTEROV,
    ),
    Misconception(
        "Nesterov as the velocity and a share of it",
        wrong.nesterov_on_top,
        "In Nesterov's step the share of the velocity came on top of the whole velocity. It comes on top of "
        "the gradient's own step.",
        NESTEROV,
    ),
    Misconception(
        "Nesterov with the velocity whole",
        wrong.nesterov_without_momentum,
        "In Nesterov's step the new velocity was added whole. A share of it is, momentum times the velocity, "
        "beside the gradient's own step.",
        NESTEROV,
    ),
    Misconception(
        "Nesterov's step kept as the velocity",
        wrong.nesterov_remembered,
        "Nesterov's step was handed on as the velocity. What is remembered is the same with Nesterov and "
        "without; only P moves differently.",
        NESTEROV,
    ),
    Misconception(
        "P and velocity exchanged",
        wrong.exchanged,
        "The two results have changed places: first the new P, then the new velocity.",
        least=WHOLE,
    ),
    Misconception(
        "move returned in place of P",
        wrong.the_move_alone,
        "What P should move by came back in place of P. Add it to P: the new parameter is asked for.",
    ),
    Misconception(
        "P alone",
        wrong.p_alone,
        "Only P came back. The next step needs the new velocity as well: return both.",
        least=WHOLE,
    ),
    Misconception(
        "old velocity returned",
        wrong.old_velocity_returned,
        "The velocity came back as it was before the step. The next step has to go on with the new one.",
        ANCHOR,
    ),
    Misconception(
        "P changed in place",
        wrong.p_in_place,
        "The numbers are right, and P itself was changed on the way. Make a new array: P = P + step does so, "
        "and P += step does not.",
    ),
    Misconception(
        "velocity changed in place",
        wrong.velocity_in_place,
        "The numbers are right, and the velocity that you were given was changed on the way. Make a new one: "
        "velocity * 2 is a new array, and velocity *= 2 is not.",
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. Inside of it P is a name for a new array, which "
        "nobody else sees unless it is returned.",
        least=WHOLE,
    ),
]
