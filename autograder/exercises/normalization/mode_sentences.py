"""What is said of classes BatchNormalization that remember or use the wrong mean and variance."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.normalization import wrong_modes as wrong

MOVING, MODES = "moving", "two-modes"

OF_MODES = [
    Misconception(
        "buffers never moved",
        wrong.NeverMoved,
        "The moving values are still those of the beginning, 0 and 1. Every batch of the training moves "
        "them.",
        MOVING,
    ),
    Misconception(
        "gamma and beta forgotten in prediction",
        wrong.GammaAndBetaLostInPrediction,
        "In prediction, gamma and beta are missing. They were learned for this.",
        MODES,
    ),
    Misconception(
        "momentum the other way round",
        wrong.MomentumTurnedRound,
        "The new batch got the momentum, and the moving values what is left. Here momentum is the share that "
        "stays.",
        MOVING,
    ),
    Misconception(
        "moving variance forgotten",
        wrong.MeanAloneMoved,
        "The moving mean follows the batches, and the moving variance is still 1. Both are needed in "
        "prediction.",
        MOVING,
    ),
    Misconception(
        "last batch alone",
        wrong.LastBatchAlone,
        "The buffers hold the statistics of the last batch alone. They follow slowly, by the share that "
        "momentum leaves.",
        MOVING,
    ),
    Misconception(
        "moved in prediction",
        wrong.MovedInPrediction,
        "A prediction changed the buffers, so that the next one gives other results for the same sample. "
        "Training alone moves them.",
        MODES,
    ),
    Misconception(
        "moved in prediction before use",
        wrong.MovedInPredictionFirst,
        "A prediction moved the buffers, and was worked out with them. What a sample gets would depend on "
        "those that are predicted with it: training alone moves them.",
        MODES,
    ),
    Misconception(
        "one less in the buffers",
        wrong.OneLessInTheBuffers,
        "The moving variance follows one that was divided by one less, as in PyTorch. Here, as in Keras, it "
        "is the variance that the batch was normalized with.",
        MOVING,
    ),
    Misconception(
        "deviations in the buffers",
        wrong.DeviationsMoved,
        "Roots went into the moving variance. It is the variances that are averaged, and the root is taken "
        "in prediction.",
        MOVING,
    ),
    Misconception(
        "epsilon in the buffers",
        wrong.EpsilonMoved,
        "The moving variance has epsilon in it, and gets it once more in prediction. The variance alone is "
        "remembered.",
        MOVING,
    ),
    Misconception(
        "statistics of N",
        wrong.MovedAfterwards,
        "The buffers follow what has been normalized already, with mean 0 and variance 1 for every batch. It "
        "is those of X that prediction needs.",
        MOVING,
    ),
    Misconception(
        "statistics of A",
        wrong.OfTheOutput,
        "The buffers follow what came out of the layer, which are beta and the square of gamma. It is mean "
        "and variance of X that prediction needs.",
        MOVING,
    ),
    Misconception(
        "always in training",
        wrong.AlwaysTraining,
        "Prediction is treated like training. `training` says which of the two it is.",
        MODES,
    ),
    Misconception(
        "batch statistics in prediction",
        wrong.BatchInPrediction,
        "In prediction, the batch was normalized with its own statistics: a sample alone would give beta, "
        "whatever it is. What is used there are the moving ones.",
        MODES,
    ),
    Misconception(
        "moving statistics in training",
        wrong.NeverTraining,
        "In training, the moving statistics were used. They lag behind: a batch is normalized with its own, "
        "and the gradient goes through these.",
        MODES,
    ),
    Misconception(
        "training and prediction exchanged",
        wrong.TurnedRound,
        "Training and prediction have changed places. Batch statistics belong to training, moving ones to "
        "prediction.",
        MODES,
    ),
    Misconception(
        "mode of the first call kept",
        wrong.ModeOfTheFirstCall,
        "The layer stays what it was in its first call, in training or in prediction. Each call of `forward` "
        "says by `training` which of the two it is.",
        MODES,
    ),
    Misconception(
        "gradient of the first mode",
        wrong.GradientOfTheFirstMode,
        "The way back goes by how `forward` was called first. It is the last call that it belongs to: "
        "training and prediction take turns.",
        MODES,
    ),
    Misconception(
        "moving mean alone in prediction",
        wrong.MeanAloneInPrediction,
        "In prediction, the mean is the moving one and the variance that of the batch. Both come from the "
        "buffers there.",
        MODES,
    ),
    Misconception(
        "root forgotten in prediction",
        wrong.NotRootedInPrediction,
        "In prediction, you divided by the moving variance itself. It is its root, with epsilon, that makes "
        "an s of it.",
        MODES,
    ),
    Misconception(
        "epsilon forgotten in prediction",
        wrong.EpsilonLostInPrediction,
        "In prediction, epsilon is missing. The two ways differ in the statistics alone, and what is made of "
        "them is the same.",
        MODES,
    ),
    Misconception(
        "epsilon of its own",
        wrong.EpsilonOfItsOwn,
        "epsilon is 0.001 here, whatever the layer was made with. The layer has its own, self.epsilon: was "
        "it handed on?",
        "normalize",
    ),
    Misconception(
        "epsilon outside of the root in prediction",
        wrong.EpsilonOutsideInPrediction,
        "In prediction, epsilon was added to the root. As in training, it stands under it, beside the "
        "variance.",
        MODES,
    ),
    Misconception(
        "gradient of training always",
        wrong.TrainingGradientAlways,
        "After a prediction, the gradient went back through mean and variance. There they came from the "
        "buffers, and X moves neither: they are constants.",
        MODES,
    ),
    Misconception(
        "mean and variance constant in training",
        wrong.ConstantsAlways,
        "After training, the gradient did not go through mean and variance. That is right for prediction "
        "alone, where they are constants.",
        MODES,
    ),
    Misconception(
        "first batch whole",
        wrong.FirstBatchWhole,
        "The first batch took the place of the zeros and ones that the buffers begin with. Like every "
        "other, it comes in with its share of 1 - momentum.",
        MOVING,
    ),
    Misconception(
        "s in the buffers",
        wrong.DividedByTheBuffer,
        "The moving variance holds s, and prediction divides by it. Its name, and whoever reads it from a "
        "file, says that it is a variance: the root and epsilon come in prediction.",
        MOVING,
    ),
    Misconception(
        "moving variance alone in prediction",
        wrong.MovingVarianceAlone,
        "In prediction, the variance is the moving one and the mean that of the batch. Both come from the "
        "buffers there.",
        MODES,
    ),
    Misconception(
        "gamma lost on the way back of a prediction",
        wrong.GammaLostOnTheWayBack,
        "After a prediction, gamma is missing in dX. Mean and variance are constants there, and gamma "
        "stands between N and A as ever.",
        MODES,
    ),
    Misconception(
        "s lost on the way back of a prediction",
        wrong.DeviationLostOnTheWayBack,
        "After a prediction, s is missing in dX. It is a constant there, and X was divided by it all the "
        "same.",
        MODES,
    ),
    Misconception(
        "dA handed on after a prediction",
        wrong.HandedOnInPrediction,
        "After a prediction, dA was handed on as it came. X was divided by s and multiplied by gamma there, "
        "too.",
        MODES,
    ),
]
