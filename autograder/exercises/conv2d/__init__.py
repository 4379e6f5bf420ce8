"""The unit 04_conv2d: the same weights for every window of an image."""

from autograder.exercise import Unit
from autograder.exercises.conv2d.backward import conv2d_backward
from autograder.exercises.conv2d.forward import conv2d_forward
from autograder.exercises.conv2d.gradients import conv2d_gradients
from autograder.exercises.conv2d.pooling_backward import max_pooling_backward
from autograder.exercises.conv2d.pooling_forward import max_pooling_forward
from autograder.exercises.conv2d.size import output_size
from autograder.exercises.conv2d.windows import windows

UNIT = Unit(
    "04_conv2d",
    [
        output_size,
        windows,
        conv2d_forward,
        conv2d_gradients,
        conv2d_backward,
        max_pooling_forward,
        max_pooling_backward,
    ],
    withheld=[  # the answers, and all that is made of them
        "layers/average_pooling.py",
        "layers/average_pooling1d.py",
        "layers/average_pooling2d.py",
        "layers/conv1d.py",
        "layers/conv1d_transpose.py",
        "layers/conv2d.py",
        "layers/conv2d_transpose.py",
        "layers/convolution.py",
        "layers/cropping.py",
        "layers/cropping1d.py",
        "layers/cropping2d.py",
        "layers/depthwise_conv2d.py",
        "layers/global_average_pooling1d.py",
        "layers/global_average_pooling2d.py",
        "layers/global_max_pooling.py",
        "layers/global_max_pooling1d.py",
        "layers/global_max_pooling2d.py",
        "layers/global_pooling.py",
        "layers/max_pooling.py",
        "layers/max_pooling1d.py",
        "layers/max_pooling2d.py",
        "layers/pooling.py",
        "layers/separable_conv2d.py",
        "layers/transposed_convolution.py",
        "layers/up_sampling.py",
        "layers/up_sampling1d.py",
        "layers/up_sampling2d.py",
        "layers/windows.py",
        "layers/zero_padding.py",
        "layers/zero_padding1d.py",
        "layers/zero_padding2d.py",
    ],
)
