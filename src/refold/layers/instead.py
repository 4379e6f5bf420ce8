"""Arguments that layers have in Keras and not here, and what to do instead."""

_ROLES = ("kernel", "bias", "recurrent", "embeddings", "beta", "gamma")
_PENALTIES = [f"{role}_regularizer" for role in (*_ROLES, "activity")]
_LIMITS = [f"{role}_constraint" for role in _ROLES]
_SPEED = ["unroll", "use_cudnn", "implementation", "flash_attention", "fused", "synchronized"]
_VARIANTS = ["renorm", "renorm_clipping", "renorm_momentum", "rms_scaling", "sliding_window", "use_gate"]
_VARIANTS += ["lora_rank", "lora_alpha", "quantization_config"]

INSTEAD = {
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
    "groups": "Every filter sees all channels: leave it out.",
    "input_dim": "Write input_shape=(..., features), without the axis of the samples.",
    "input_length": "Sequences may have any length: leave it out.",
    "output_shape": "A has the shape of X; a Dense layer after this one changes that.",
    "recurrent_dropout": "Put a Dropout layer before this one.",
    "return_state": "After forward(X) the states are in cache: h (m, steps, units), and C of an LSTM.",
    "stateful": "Every sequence starts from the state 0: leave it out.",
    "weights": "Call set_weights(...) on the layer.",
}
