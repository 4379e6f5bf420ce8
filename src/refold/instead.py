"""Arguments that Keras has and Refold has not, and what to do instead."""

_ROLES = ("kernel", "bias", "recurrent", "embeddings", "beta", "gamma", "depthwise", "pointwise")
_PENALTIES = [f"{role}_regularizer" for role in (*_ROLES, "activity")]
_LIMITS = [f"{role}_constraint" for role in _ROLES]
_SPEED = ["unroll", "use_cudnn", "implementation", "flash_attention", "fused", "synchronized"]
_VARIANTS = ["renorm", "renorm_clipping", "renorm_momentum", "rms_scaling", "sliding_window", "use_gate"]
_VARIANTS += ["lora_rank", "lora_alpha", "quantization_config"]

OF_LAYERS = {
    **dict.fromkeys(_PENALTIES, "The optimizer AdamW(weight_decay=...) keeps weights small."),
    **dict.fromkeys(_LIMITS, "Weights have no limits: leave it out."),
    **dict.fromkeys(_SPEED, "It changes how Keras works the same numbers out: leave it out."),
    **dict.fromkeys(_VARIANTS, "That variant of the layer is not here: leave it out."),
    "alpha": "That of LeakyReLU is called negative_slope, as in Keras 3.",
    "attention_axes": "Attention goes along the steps of X (m, steps, features): leave it out.",
    "batch_input_shape": "Write input_shape=..., without the axis of the samples.",
    "batch_shape": "Write input_shape=..., without the axis of the samples.",
    "data_format": "Channels are last, (m, height, width, channels): leave it out.",
    "dropout": "Put a Dropout layer before this one.",
    "groups": "Every filter sees all channels; in a DepthwiseConv2D, one.",
    "input_dim": "Write input_shape=(..., features), without the axis of the samples.",
    "input_length": "Sequences may have any length: leave it out.",
    "interpolation": "Elements are repeated, as for 'nearest': leave it out.",
    "output_shape": "A has the shape of X; a Dense layer after this one changes that.",
    "recurrent_dropout": "Put a Dropout layer before this one.",
    "return_state": "After forward(X) the states are in cache: h (m, steps, units), and C of an LSTM.",
    "stateful": "Every sequence starts from the state 0: leave it out.",
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

OF_EARLY_STOPPING = {
    "baseline": "Look at the history after fit: leave it out.",
    "verbose": "After fit, best_epoch and stopped_epoch say what it did: leave it out.",
}

_AVERAGING = ("use_ema", "ema_momentum", "ema_overwrite_frequency")

OF_OPTIMIZERS = {
    **dict.fromkeys(_AVERAGING, "Averages of weights are not kept: leave it out."),
    "decay": "Give a schedule as learning_rate, such as ExponentialDecay(...).",
    "gradient_accumulation_steps": "Every batch is a step: take a larger batch_size.",
    "loss_scale_factor": "Losses are not scaled: leave it out.",
    "lr": "Write learning_rate=...",
    "name": "A model has one optimizer: leave it out.",
}

_RUNNING = ("auto_scale_loss", "jit_compile", "run_eagerly", "steps_per_execution")

OF_TRAINING = {
    **dict.fromkeys(_RUNNING, "It changes how Keras runs the same steps: leave it out."),
    **dict.fromkeys(("steps", "steps_per_epoch", "validation_steps"), "All samples are taken: give fewer."),
    "callbacks": "They are called between the epochs of fit.",
    "initial_epoch": "fit goes on from the weights that there are: say in epochs how many are to come.",
    "loss_weights": "A model has one loss: leave it out.",
    "validation_batch_size": "It is batch_size: leave it out.",
    "validation_freq": "They are measured after every epoch: leave it out.",
    "weighted_metrics": "Metrics count each sample once: write metrics=...",
}
