"""Arguments and attributes that Keras, PyTorch or EpyNN has and Refold has not, and what to do instead."""

_ROLES = ("kernel", "bias", "recurrent", "embeddings", "beta", "gamma", "depthwise", "pointwise")
_PENALTIES = [f"{role}_regularizer" for role in (*_ROLES, "activity")]
_LIMITS = [f"{role}_constraint" for role in _ROLES]
_SPEED = ["unroll", "use_cudnn", "implementation", "flash_attention", "fused", "synchronized"]
_VARIANTS = ["renorm", "renorm_clipping", "renorm_momentum", "rms_scaling", "sliding_window"]
_VARIANTS += ["use_gate", "lora_rank", "lora_alpha", "quantization_config", "add_bias_kv"]
_VARIANTS += ["add_zero_attn", "align_corners", "count_include_pad", "divisor_override", "max_norm"]
_VARIANTS += ["norm_type", "padding_mode", "proj_size", "recompute_scale_factor", "return_indices"]
_VARIANTS += ["scale_grad_by_freq", "sparse", "track_running_stats"]
_INPUTS = ["in_features", "in_channels", "input_size", "num_features", "num_channels", "embed_dim"]

OF_LAYERS = {
    **dict.fromkeys(_PENALTIES, "The optimizer AdamW(weight_decay=...) keeps weights small."),
    **dict.fromkeys(_LIMITS, "Weights have no limits: leave it out."),
    **dict.fromkeys(_SPEED, "It changes how Keras works the same numbers out: leave it out."),
    **dict.fromkeys(_VARIANTS, "That variant of the layer is not here: leave it out."),
    **dict.fromkeys(_INPUTS, "The first X says how many there are: leave it out."),
    "Linear": "PyTorch's Linear(n, units) is Dense(units).",  # of values without a name
    "activate": "Write activation=...",
    "affine": "Write scale=... and center=...",
    "alpha": "That of LeakyReLU is called negative_slope, as in Keras 3.",
    "autocast": "X always comes in the dtype that the layer computes in: leave it out.",
    "attention_axes": "Attention goes along the steps of X (m, steps, features): leave it out.",
    "batch_first": "Samples are always first: leave it out.",
    "batch_input_shape": "Write input_shape=..., without the axis of the samples.",
    "batch_shape": "Write input_shape=..., without the axis of the samples.",
    "bias": "Write use_bias=...",
    "bidirectional": "Write Bidirectional(layer).",
    "ceil_mode": "Write padding='same'.",
    "clip_gradients": "Write clip_gradient=..., the most that an element may be.",
    "data_format": "Channels are last, (m, height, width, channels): leave it out.",
    "device": "A layer computes where X is: leave it out.",
    "dilation": "Write dilation_rate=...",
    "dim": "Write axis=...",
    "dropout": "Put a Dropout layer before this one.",
    "drop_prob": "Write rate=...",
    "elementwise_affine": "Write scale=... and center=...",
    "embedding_dim": "Write output_dim=...",
    "end_dim": "All axes but the first are joined; Reshape(...) joins others.",
    "eps": "Write epsilon=...",
    "filter_size": "Write kernel_size=...",
    "groups": "Every filter sees all channels; in a DepthwiseConv2D, one.",
    "hidden_size": "Write units=...",
    "initialization": "Write kernel_initializer=...",
    "inplace": "A is always new, and X stays as it is: leave it out.",
    "input_dim": "Write input_shape=(..., features), without the axis of the samples.",
    "input_length": "Sequences may have any length: leave it out.",
    "interpolation": "Elements are repeated, as for 'nearest': leave it out.",
    "kdim": "Write key_dim=...",
    "kernel_size": "Write pool_size=...",
    "nonlinearity": "Write activation=...",
    "normalized_shape": "Write axis=..., which is -1.",
    "num_embeddings": "Write input_dim=...",
    "num_groups": "Write groups=...",
    "num_layers": "Write one layer after another.",
    "out_channels": "Write filters=...",
    "out_features": "Write Dense(units).",
    "output_shape": "A has the shape of X; a Dense layer after this one changes that.",
    "p": "Write rate=...",
    "padding_idx": "mask_zero=True takes 0 for padding.",
    "recurrent_dropout": "Put a Dropout layer before this one.",
    "return_state": "After forward(X) the states are in cache: h (m, steps, units), and C of an LSTM.",
    "scale_factor": "Write size=...",
    "se_hPars": "The optimizer takes learning_rate=..., and an activation its own arguments.",
    "sequences": "Write return_sequences=...",
    "start_dim": "All axes but the first are joined; Reshape(...) joins others.",
    "stateful": "Every sequence starts from the state 0: leave it out.",
    "stride": "Write strides=...",
    "unit_cells": "Write units=...",
    "unit_filters": "Write filters=...",
    "vdim": "Write value_dim=...",
    "zero_output_for_mask": "Where a step does not count the state stays: leave it out.",
    "weights": "Call set_weights(...) on the layer.",
}

ONE_INPUT = "Query, key and value are all made from X: write layer(X)."

OF_A_CALL = {
    **dict.fromkeys(("query", "key", "value", "key_mask", "query_mask", "value_mask"), ONE_INPUT),
    **dict.fromkeys(("inputs", "sequences"), "Write layer(X)."),
    "attention_mask": "mask (m, steps) says which steps are seen; use_causal_mask=True hides those to come.",
    "initial_state": "Every sequence starts from the state 0: leave it out.",
    "return_attention_scores": "After forward(X) they are in cache: P (m heads, steps, steps).",
    "use_causal_mask": "Say it when the layer is made: MultiHeadAttention(..., use_causal_mask=True).",
}

OF_LOSSES = {
    "axis": "Outputs are on the last axis: leave it out.",
    "dtype": "A loss is computed in the dtype of the predictions: leave it out.",
    "ignore_class": "Give those samples the sample_weight 0.",
    "name": "A model has one loss, which the history calls loss: leave it out.",
    "reduction": "A loss is the mean over the samples; loss.of_each(y_true, y_pred) has that of each.",
}

OF_METRICS = {
    "class_id": "average=None gives the score of each class.",
    "dtype": "A score is worked out from whole numbers: leave it out.",
    "name": "A history calls it by its class: leave it out.",
    "num_classes": "y_pred says how many there are: leave it out.",
    "thresholds": "Write threshold=...",
    "top_k": "The class is where an output is largest: leave it out.",
}

_TALLY = ["update_state", "result", "reset_state"]
OF_A_METRIC = dict.fromkeys(_TALLY, "Call it on all samples: score(y_true, y_pred).")

OF_EARLY_STOPPING = {
    "baseline": "Look at the history after fit: leave it out.",
    "verbose": "After fit, best_epoch and stopped_epoch say what it did: leave it out.",
}

_AVERAGING = ("use_ema", "ema_momentum", "ema_overwrite_frequency")

OF_OPTIMIZERS = {
    **dict.fromkeys(_AVERAGING, "Averages of weights are not kept: leave it out."),
    "betas": "Write beta_1=... and beta_2=...",
    "decay": "Give a schedule as learning_rate, such as ExponentialDecay(...).",
    "eps": "Write epsilon=...",
    "gradient_accumulation_steps": "Every batch is a step: take a larger batch_size.",
    "loss_scale_factor": "Losses are not scaled: leave it out.",
    "lr": "Write learning_rate=...",
    "name": "A model has one optimizer: leave it out.",
}

OF_AN_OPTIMIZER = {
    **OF_OPTIMIZERS,
    **dict.fromkeys(
        ("apply", "apply_gradients", "minimize", "step"), "model.train_on_batch(X, Y) is a step."
    ),
    **dict.fromkeys(("get_config", "from_config"), "Write config, and type(optimizer)(**config)."),
    **dict.fromkeys(("param_groups", "state_dict", "variables"), "state has what it remembers."),
    "iterations": "Write steps.",
    "lr": "Write learning_rate.",
    "zero_grad": "Gradients are new at each step: leave it out.",
}

OF_SPLIT = {
    "random_state": "Write seed=...",
    "shuffle": "Samples are always shuffled: leave it out.",
    "test_size": "Write held_out=...",
    "train_size": "Write held_out=..., the share that is not trained on.",
}

OF_ONE_HOT = {"depth": "Write classes=...", "num_classes": "Write classes=..."}

_RUNNING = ("auto_scale_loss", "jit_compile", "run_eagerly", "steps_per_execution")

OF_TRAINING = {
    **dict.fromkeys(_RUNNING, "It changes how Keras runs the same steps: leave it out."),
    **dict.fromkeys(
        ("learning_rate", "lr"), "The optimizer has it: model.compile(SGD(learning_rate=0.1), ...)."
    ),
    **dict.fromkeys(
        ("optimizer", "loss", "metrics"), "It is said before: model.compile(optimizer, loss, metrics)."
    ),
    **dict.fromkeys(("steps", "steps_per_epoch", "validation_steps"), "All samples are taken: give fewer."),
    "callbacks": "They are called between the epochs of fit.",
    "initial_epoch": "fit goes on from the weights that there are: say in epochs how many are to come.",
    "loss_weights": "A model has one loss: leave it out.",
    "validation_batch_size": "It is batch_size: leave it out.",
    "validation_freq": "They are measured after every epoch: leave it out.",
    "weighted_metrics": "Metrics count each sample once: write metrics=...",
}

_WEIGHTS = ["weights", "variables", "trainable_weights", "trainable_variables", "non_trainable_weights"]
_WEIGHTS += ["non_trainable_variables", "parameters", "state_dict"]
_ARRAYS = ["W", "b", "U", "weight", "kernel", "bias", "recurrent_kernel", "depthwise_kernel", "gamma", "beta"]
_ARRAYS += ["pointwise_kernel", "embeddings"]
_STATISTICS = ["moving_mean", "moving_variance", "running_mean", "running_var"]
_GENERATORS = ["fit_generator", "evaluate_generator", "predict_generator", "train_step", "test_step"]
_INSIDE = ["input", "inputs", "output", "outputs"]
_RECORD = "With refold.record(model) as trace, a pass leaves X and A of each layer in trace."
_CONFIG = ["get_config", "from_config", "to_json"]
_OF_THE_PAST = ["recurrent_dropout", "return_state", "stateful", "zero_output_for_mask"]
_NO_MODE = ["eval", "train", "zero_grad", "to", "cuda", "cpu"]

OF_MODELS = {
    **dict.fromkeys(_WEIGHTS, "get_weights() copies all; params of a layer, model.layers[0], has its own."),
    **dict.fromkeys(_GENERATORS, "A loop takes batches: for X, Y in ...: model.train_on_batch(X, Y)."),
    **dict.fromkeys(_INSIDE, _RECORD),
    **dict.fromkeys(_CONFIG, "save(path) writes it to a file, and Sequential.load(path) makes it again."),
    **dict.fromkeys(("learning_rate", "lr"), "The optimizer has it: model.optimizer.learning_rate."),
    **dict.fromkeys(_NO_MODE, "fit trains, predict does not, and a model is where X is: leave it out."),
    "call": "Write model(X), or model.forward(X).",
    "export": "save(path) writes it to a file, and Sequential.load(path) makes it again.",
    "load_state_dict": "set_weights(weights) takes what get_weights() gave.",
    "load_weights": "Sequential.load(path) makes the model that save(path) wrote.",
    "metrics_names": 'They are "loss" and the keys of metrics.',
    "output_shape": "summary() shows the shapes after each layer.",
    "pop": "Sequential(model.layers[:-1]) is a model without the last layer.",
    "predict_classes": "They are predict(x).argmax(axis=-1); of one unit, predict(x) > 0.5.",
    "predict_on_batch": "Write predict(x).",
    "predict_proba": "Write predict(x).",
    "save_weights": "save(path) writes weights and all else.",
    "score": "Write evaluate(x, y).",
    "test_on_batch": "Write evaluate(x, y).",
    "transform": "Write predict(x).",
}

OF_A_LAYER = {
    **{name: OF_LAYERS[name] for name in (*_PENALTIES, *_LIMITS, *_OF_THE_PAST, "data_format")},
    **dict.fromkeys(
        _WEIGHTS, "get_weights() copies them, set_weights(...) sets them; params has them by name."
    ),
    **dict.fromkeys(_INSIDE, _RECORD),
    **dict.fromkeys(_ARRAYS, 'params has them by name, such as params["W"].'),
    **dict.fromkeys(_STATISTICS, 'buffers has them by name: buffers["moving_mean"] and "moving_variance".'),
    **dict.fromkeys(("dW", "db"), 'grads has them by the names of params, such as grads["W"].'),
    **dict.fromkeys(("get_config", "from_config"), "Write config, and type(layer)(**config)."),
    **dict.fromkeys(_NO_MODE, "layer(X, training=True) trains, and a layer is where X is: leave it out."),
    "add_weight": "Write add_param(key, shape, initializer) in build.",
    "call": "Write layer(X), or layer.forward(X).",
    "compute_output_shape": 'After compute_shapes(X) it is shapes["A"].',
    "output_shape": 'After forward(X) it is shapes["A"].',
}
