"""Refold: neural-network layers to re-derive, forward and backward, on any array library.

>>> import refold
>>> model = refold.Sequential([refold.Flatten(input_shape=(3, 2)), refold.Dense(4)])
>>> model.predict(refold.asarray([[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]])).shape
(1, 4)

Names are loaded when they are first used, so that `import refold` costs nothing and a module that
students write themselves can be swapped for a stand-in without touching the others.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .backend import asarray as asarray
    from .backend import namespace as namespace
    from .backend import to_numpy as to_numpy
    from .callbacks import Callback as Callback
    from .callbacks import EarlyStopping as EarlyStopping
    from .confusion import FScore as FScore
    from .confusion import NegativePredictiveValue as NegativePredictiveValue
    from .confusion import Precision as Precision
    from .confusion import Recall as Recall
    from .confusion import Specificity as Specificity
    from .confusion import confusion_matrix as confusion_matrix
    from .data.batches import batches as batches
    from .data.digits import load_digits as load_digits
    from .data.one_hot import one_hot_decode as one_hot_decode
    from .data.one_hot import one_hot_encode as one_hot_encode
    from .data.scaling import MinMaxScaler as MinMaxScaler
    from .data.scaling import StandardScaler as StandardScaler
    from .data.sequences import pad_sequences as pad_sequences
    from .data.split import split as split
    from .errors import ArrayError as ArrayError
    from .errors import DTypeError as DTypeError
    from .errors import FileFormatError as FileFormatError
    from .errors import NotFiniteError as NotFiniteError
    from .errors import NotReadyError as NotReadyError
    from .errors import RefoldError as RefoldError
    from .errors import ShapeError as ShapeError
    from .errors import UnknownNameError as UnknownNameError
    from .errors import WrongValueError as WrongValueError
    from .gradcheck import gradient_check as gradient_check
    from .initializers import Constant as Constant
    from .initializers import GlorotNormal as GlorotNormal
    from .initializers import GlorotUniform as GlorotUniform
    from .initializers import HeNormal as HeNormal
    from .initializers import HeUniform as HeUniform
    from .initializers import Ones as Ones
    from .initializers import Orthogonal as Orthogonal
    from .initializers import RandomNormal as RandomNormal
    from .initializers import RandomUniform as RandomUniform
    from .initializers import Zeros as Zeros
    from .layers.activation import ELU as ELU
    from .layers.activation import GELU as GELU
    from .layers.activation import Activation as Activation
    from .layers.activation import LeakyReLU as LeakyReLU
    from .layers.activation import Linear as Linear
    from .layers.activation import ReLU as ReLU
    from .layers.activation import Sigmoid as Sigmoid
    from .layers.activation import Softmax as Softmax
    from .layers.activation import Softplus as Softplus
    from .layers.activation import Tanh as Tanh
    from .layers.average_pooling1d import AveragePooling1D as AveragePooling1D
    from .layers.average_pooling2d import AveragePooling2D as AveragePooling2D
    from .layers.base import Layer as Layer
    from .layers.batch_normalization import BatchNormalization as BatchNormalization
    from .layers.bidirectional import Bidirectional as Bidirectional
    from .layers.conv1d import Conv1D as Conv1D
    from .layers.conv1d_transpose import Conv1DTranspose as Conv1DTranspose
    from .layers.conv2d import Conv2D as Conv2D
    from .layers.conv2d_transpose import Conv2DTranspose as Conv2DTranspose
    from .layers.cropping1d import Cropping1D as Cropping1D
    from .layers.cropping2d import Cropping2D as Cropping2D
    from .layers.dense import Dense as Dense
    from .layers.depthwise_conv2d import DepthwiseConv2D as DepthwiseConv2D
    from .layers.dropout import Dropout as Dropout
    from .layers.embedding import Embedding as Embedding
    from .layers.flatten import Flatten as Flatten
    from .layers.global_average_pooling1d import GlobalAveragePooling1D as GlobalAveragePooling1D
    from .layers.global_average_pooling2d import GlobalAveragePooling2D as GlobalAveragePooling2D
    from .layers.global_max_pooling1d import GlobalMaxPooling1D as GlobalMaxPooling1D
    from .layers.global_max_pooling2d import GlobalMaxPooling2D as GlobalMaxPooling2D
    from .layers.group_normalization import GroupNormalization as GroupNormalization
    from .layers.gru import GRU as GRU
    from .layers.layer_normalization import LayerNormalization as LayerNormalization
    from .layers.lstm import LSTM as LSTM
    from .layers.masking import Masking as Masking
    from .layers.max_pooling1d import MaxPooling1D as MaxPooling1D
    from .layers.max_pooling2d import MaxPooling2D as MaxPooling2D
    from .layers.multi_head_attention import MultiHeadAttention as MultiHeadAttention
    from .layers.permute import Permute as Permute
    from .layers.positional_embedding import PositionalEmbedding as PositionalEmbedding
    from .layers.repeat_vector import RepeatVector as RepeatVector
    from .layers.reshape import Reshape as Reshape
    from .layers.residual import Residual as Residual
    from .layers.separable_conv2d import SeparableConv2D as SeparableConv2D
    from .layers.simple_rnn import SimpleRNN as SimpleRNN
    from .layers.time_distributed import TimeDistributed as TimeDistributed
    from .layers.up_sampling1d import UpSampling1D as UpSampling1D
    from .layers.up_sampling2d import UpSampling2D as UpSampling2D
    from .layers.zero_padding1d import ZeroPadding1D as ZeroPadding1D
    from .layers.zero_padding2d import ZeroPadding2D as ZeroPadding2D
    from .losses import BinaryCrossentropy as BinaryCrossentropy
    from .losses import CategoricalCrossentropy as CategoricalCrossentropy
    from .losses import CategoricalHinge as CategoricalHinge
    from .losses import Hinge as Hinge
    from .losses import Huber as Huber
    from .losses import KLDivergence as KLDivergence
    from .losses import Loss as Loss
    from .losses import MeanAbsoluteError as MeanAbsoluteError
    from .losses import MeanSquaredError as MeanSquaredError
    from .losses import MeanSquaredLogarithmicError as MeanSquaredLogarithmicError
    from .losses import SparseCategoricalCrossentropy as SparseCategoricalCrossentropy
    from .losses import binary_crossentropy as binary_crossentropy
    from .losses import categorical_crossentropy as categorical_crossentropy
    from .losses import categorical_hinge as categorical_hinge
    from .losses import hinge as hinge
    from .losses import huber as huber
    from .losses import kl_divergence as kl_divergence
    from .losses import mean_absolute_error as mean_absolute_error
    from .losses import mean_squared_error as mean_squared_error
    from .losses import mean_squared_logarithmic_error as mean_squared_logarithmic_error
    from .losses import sparse_categorical_crossentropy as sparse_categorical_crossentropy
    from .metrics import accuracy as accuracy
    from .metrics import binary_accuracy as binary_accuracy
    from .model import Sequential as Sequential
    from .optimizers import SGD as SGD
    from .optimizers import Adagrad as Adagrad
    from .optimizers import Adam as Adam
    from .optimizers import AdamW as AdamW
    from .optimizers import RMSprop as RMSprop
    from .recording import record as record
    from .schedules import ConstantRate as ConstantRate
    from .schedules import CosineDecay as CosineDecay
    from .schedules import CyclicRate as CyclicRate
    from .schedules import ExponentialDecay as ExponentialDecay
    from .schedules import LinearDecay as LinearDecay

_MODULES = {
    "asarray": "backend",
    "namespace": "backend",
    "to_numpy": "backend",
    "Callback": "callbacks",
    "EarlyStopping": "callbacks",
    "FScore": "confusion",
    "NegativePredictiveValue": "confusion",
    "Precision": "confusion",
    "Recall": "confusion",
    "Specificity": "confusion",
    "confusion_matrix": "confusion",
    "batches": "data.batches",
    "one_hot_decode": "data.one_hot",
    "one_hot_encode": "data.one_hot",
    "MinMaxScaler": "data.scaling",
    "StandardScaler": "data.scaling",
    "pad_sequences": "data.sequences",
    "split": "data.split",
    "load_digits": "data.digits",
    "ArrayError": "errors",
    "DTypeError": "errors",
    "FileFormatError": "errors",
    "NotFiniteError": "errors",
    "NotReadyError": "errors",
    "RefoldError": "errors",
    "ShapeError": "errors",
    "UnknownNameError": "errors",
    "WrongValueError": "errors",
    "gradient_check": "gradcheck",
    "Constant": "initializers",
    "GlorotNormal": "initializers",
    "GlorotUniform": "initializers",
    "HeNormal": "initializers",
    "HeUniform": "initializers",
    "Ones": "initializers",
    "Orthogonal": "initializers",
    "RandomNormal": "initializers",
    "RandomUniform": "initializers",
    "Zeros": "initializers",
    "Activation": "layers.activation",
    "ELU": "layers.activation",
    "GELU": "layers.activation",
    "LeakyReLU": "layers.activation",
    "Softplus": "layers.activation",
    "Linear": "layers.activation",
    "ReLU": "layers.activation",
    "Sigmoid": "layers.activation",
    "Softmax": "layers.activation",
    "Tanh": "layers.activation",
    "Layer": "layers.base",
    "BatchNormalization": "layers.batch_normalization",
    "Bidirectional": "layers.bidirectional",
    "TimeDistributed": "layers.time_distributed",
    "AveragePooling1D": "layers.average_pooling1d",
    "AveragePooling2D": "layers.average_pooling2d",
    "Conv1D": "layers.conv1d",
    "Conv1DTranspose": "layers.conv1d_transpose",
    "Conv2D": "layers.conv2d",
    "Conv2DTranspose": "layers.conv2d_transpose",
    "Dense": "layers.dense",
    "DepthwiseConv2D": "layers.depthwise_conv2d",
    "Dropout": "layers.dropout",
    "Embedding": "layers.embedding",
    "Masking": "layers.masking",
    "LayerNormalization": "layers.layer_normalization",
    "MultiHeadAttention": "layers.multi_head_attention",
    "Flatten": "layers.flatten",
    "Permute": "layers.permute",
    "PositionalEmbedding": "layers.positional_embedding",
    "Reshape": "layers.reshape",
    "RepeatVector": "layers.repeat_vector",
    "Residual": "layers.residual",
    "GlobalAveragePooling1D": "layers.global_average_pooling1d",
    "GlobalAveragePooling2D": "layers.global_average_pooling2d",
    "GlobalMaxPooling1D": "layers.global_max_pooling1d",
    "GlobalMaxPooling2D": "layers.global_max_pooling2d",
    "GroupNormalization": "layers.group_normalization",
    "GRU": "layers.gru",
    "MaxPooling1D": "layers.max_pooling1d",
    "MaxPooling2D": "layers.max_pooling2d",
    "Cropping1D": "layers.cropping1d",
    "Cropping2D": "layers.cropping2d",
    "UpSampling1D": "layers.up_sampling1d",
    "UpSampling2D": "layers.up_sampling2d",
    "ZeroPadding1D": "layers.zero_padding1d",
    "ZeroPadding2D": "layers.zero_padding2d",
    "LSTM": "layers.lstm",
    "SeparableConv2D": "layers.separable_conv2d",
    "SimpleRNN": "layers.simple_rnn",
    "BinaryCrossentropy": "losses",
    "CategoricalCrossentropy": "losses",
    "CategoricalHinge": "losses",
    "Hinge": "losses",
    "KLDivergence": "losses",
    "categorical_hinge": "losses",
    "hinge": "losses",
    "kl_divergence": "losses",
    "Loss": "losses",
    "Huber": "losses",
    "MeanAbsoluteError": "losses",
    "MeanSquaredLogarithmicError": "losses",
    "huber": "losses",
    "mean_absolute_error": "losses",
    "mean_squared_logarithmic_error": "losses",
    "MeanSquaredError": "losses",
    "SparseCategoricalCrossentropy": "losses",
    "binary_crossentropy": "losses",
    "categorical_crossentropy": "losses",
    "mean_squared_error": "losses",
    "sparse_categorical_crossentropy": "losses",
    "accuracy": "metrics",
    "binary_accuracy": "metrics",
    "Sequential": "model",
    "SGD": "optimizers",
    "AdamW": "optimizers",
    "RMSprop": "optimizers",
    "Adagrad": "optimizers",
    "Adam": "optimizers",
    "ConstantRate": "schedules",
    "CosineDecay": "schedules",
    "CyclicRate": "schedules",
    "ExponentialDecay": "schedules",
    "LinearDecay": "schedules",
    "record": "recording",
}

# Modules that Keras has too: refold.optimizers.Adam is refold.Adam.
PARTS = (
    "activations",
    "callbacks",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "optimizers",
    "schedules",
)

__all__ = sorted(_MODULES)  # pyright: ignore[reportUnsupportedDunderAll]

LAYERS = sorted(name for name, module in _MODULES.items() if module.startswith("layers.") and name != "Layer")


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value
    if name in PARTS:
        return import_module(f"{__name__}.{name}")
    from .absent import absent

    raise absent(__name__, name)


def __dir__() -> list[str]:
    return sorted({*_MODULES, *PARTS, *(name for name in globals() if name.startswith("__"))})
