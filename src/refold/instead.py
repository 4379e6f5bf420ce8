"""Arguments and names that Keras or PyTorch has and Refold has not, and what to do instead."""

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

_KERAS = {  # names of PyTorch, and other names that Keras has for the same
    "AdaptiveAvgPool1d": "GlobalAveragePooling1D",
    "AdaptiveAvgPool2d": "GlobalAveragePooling2D",
    "AdaptiveMaxPool1d": "GlobalMaxPooling1D",
    "AdaptiveMaxPool2d": "GlobalMaxPooling2D",
    "AvgPool1D": "AveragePooling1D",
    "AvgPool1d": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "AvgPool2d": "AveragePooling2D",
    "BCELoss": "BinaryCrossentropy",
    "BCEWithLogitsLoss": "BinaryCrossentropy(from_logits=True)",
    "BatchNorm1d": "BatchNormalization",
    "BatchNorm2d": "BatchNormalization",
    "Conv1d": "Conv1D",
    "Conv2d": "Conv2D",
    "ConvTranspose1d": "Conv1DTranspose",
    "ConvTranspose2d": "Conv2DTranspose",
    "Convolution1D": "Conv1D",
    "Convolution1DTranspose": "Conv1DTranspose",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "CrossEntropyLoss": "SparseCategoricalCrossentropy(from_logits=True)",
    "DataLoader": "batches",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "GroupNorm": "GroupNormalization",
    "HingeEmbeddingLoss": "Hinge",
    "HuberLoss": "Huber",
    "KLDivLoss": "KLDivergence",
    "L1Loss": "MeanAbsoluteError",
    "LayerNorm": "LayerNormalization",
    "MSELoss": "MeanSquaredError",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool1d": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "MaxPool2d": "MaxPooling2D",
    "MultiheadAttention": "MultiHeadAttention",
    "SeparableConvolution2D": "SeparableConv2D",
    "SmoothL1Loss": "Huber",
    "Upsample": "UpSampling2D",
    "ZeroPad1d": "ZeroPadding1D",
    "ZeroPad2d": "ZeroPadding2D",
    "to_categorical": "one_hot_encode",
    "train_test_split": "split",
}
_CELLS = ("RNN", "SimpleRNNCell", "GRUCell", "LSTMCell", "StackedRNNCells")
_MERGES = ("Add", "Average", "Concatenate", "Dot", "Maximum", "Minimum", "Multiply", "Subtract")
_THREE = ("AveragePooling3D", "Conv3D", "Conv3DTranspose", "Cropping3D", "GlobalAveragePooling3D")
_THREE += ("GlobalMaxPooling3D", "MaxPooling3D", "UpSampling3D", "ZeroPadding3D")

OF_NAMES = {
    **{theirs: f"Its name is Keras's: {name}." for theirs, name in _KERAS.items()},
    **dict.fromkeys(_CELLS, "SimpleRNN, GRU and LSTM take their step along all of a sequence, be it of one."),
    **dict.fromkeys(
        _MERGES, "A model is a row of layers; Residual([...]) adds X to what its layers make of it."
    ),
    **dict.fromkeys(_THREE, "Windows move along one axis or two."),
    **dict.fromkeys(("Input", "InputLayer"), "The first layer may be told input_shape=(...), and need not."),
    **dict.fromkeys(("Lambda", "Module"), "A layer of your own builds on refold.Layer: docs/add_a_layer.md."),
    **dict.fromkeys(
        ("Model", "Functional"), "Sequential([...]) is a model; Residual([...]) is a way around."
    ),
    **dict.fromkeys(
        ("Tensor", "tensor", "array"), "Arrays are NumPy's or CuPy's: refold.asarray(...) makes one."
    ),
    **dict.fromkeys(
        ("Normalization", "Rescaling"), "Scale X beforehand: StandardScaler, MinMaxScaler, X / 255."
    ),
    "SpatialDropout1D": "Dropout(rate, noise_shape=(None, 1, None)) drops whole channels.",
    "SpatialDropout2D": "Dropout(rate, noise_shape=(None, 1, 1, None)) drops whole channels.",
    "load_model": "Sequential.load(path) gives what save(path) wrote.",
    "no_grad": "Gradients are worked out by backward alone: leave it out.",
}
