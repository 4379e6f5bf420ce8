"""What is said of the mistakes that students make in the class BatchNormalization."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.normalization import wrong_layers as wrong

MOVING, MODES, STATE = "moving", "two-modes", "state"

MISTAKES = [
    Misconception(
        "cache shared by all layers of the class",
        wrong.CacheOfTheClass,
        "One layer works, two disturb each other: cache and grads belong to the class, so that all layers "
        "write into the same ones. Give each object its own when it is made.",
        STATE,
    ),
    Misconception(
        "buffers shared by all layers of the class",
        wrong.BuffersOfTheClass,
        "Two layers move the same values: buffers belongs to the class. Give each object its own when it is "
        "made.",
        STATE,
    ),
    Misconception(
        "buffers never moved",
        wrong.NeverMoved,
        "The moving values are still those of the beginning, 0 and 1. Every batch of the training moves "
        "them.",
        MOVING,
    ),
    Misconception(
        "buffers kept apart",
        wrong.BuffersKeptApart,
        "The moving values live in attributes of their own, so that whoever saves and loads buffers misses "
        "them. Read them there, and put the new ones there.",
        STATE,
    ),
    Misconception(
        "buffers in params",
        wrong.BuffersInParams,
        "The moving values went into params, where an optimizer looks for a gradient of each. What is kept "
        "and not trained has its place in buffers.",
        STATE,
    ),
    Misconception(
        "gamma and beta forgotten in prediction",
        wrong.GammaAndBetaLostInPrediction,
        "In prediction, gamma and beta are missing. They were learned for this.",
        MODES,
    ),
    Misconception(
        "parameters kept apart",
        wrong.ParametersKeptApart,
        "After a step of the optimizer, the layer still works with the first gamma and beta. They live in "
        "params, and are read there each time.",
        STATE,
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
        "prediction not kept",
        wrong.PredictionNotKept,
        "After a prediction, backward finds nothing of it in the cache. forward notes there what it worked "
        "with, each time.",
        STATE,
    ),
    Misconception(
        "gradients not in grads",
        wrong.GradientsUnderOtherNames,
        "compute_gradients works, and grads has no entry gamma or beta afterwards. An optimizer looks for "
        "them there, under the keys that params has.",
        STATE,
    ),
    Misconception(
        "compute_gradients not written",
        wrong.GradientsNotWritten,
        "compute_gradients still raises NotImplementedError, and this layer has two parameters that wait for "
        "their gradients.",
        STATE,
    ),
    Misconception(
        "gamma's gradient from X",
        wrong.GradientOfX,
        "The gradient of gamma was made of X. gamma is multiplied by N, what has been normalized: that is "
        "what its gradient needs.",
        "back-to-gamma-and-beta",
    ),
    Misconception(
        "cache returned by forward",
        wrong.CacheReturned,
        "forward returns two things. A layer has its own self.cache, and the next layer wants A alone.",
        STATE,
    ),
    Misconception(
        "nothing returned by forward",
        wrong.ForwardReturnsNothing,
        "forward works A out and keeps it to itself. The next layer can only go on with what forward "
        "returns.",
        STATE,
    ),
    Misconception(
        "nothing returned by backward",
        wrong.BackwardReturnsNothing,
        "backward works dX out and keeps it to itself. The layer below can only go on with what backward "
        "returns.",
        STATE,
    ),
    Misconception(
        "three gradients returned by backward",
        wrong.BackwardReturnsAll,
        "backward returns three things. The layer below wants dX alone: the gradients of gamma and beta go "
        "into grads, by compute_gradients.",
        STATE,
    ),
]
