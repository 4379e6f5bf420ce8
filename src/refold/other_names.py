"""Names that Keras, PyTorch or EpyNN has and Refold has not, and what to do instead."""

_KERAS = {  # names of PyTorch, and other names that Keras has for the same
    "AvgPool1D": "AveragePooling1D",
    "AvgPool1d": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "AvgPool2d": "AveragePooling2D",
    "BCELoss": "BinaryCrossentropy",
    "BCEWithLogitsLoss": "BinaryCrossentropy(from_logits=True)",
    "BatchNorm1d": "BatchNormalization",
    "BatchNorm2d": "BatchNormalization",
    "BatchNorm3d": "BatchNormalization",
    "Conv1d": "Conv1D",
    "Conv2d": "Conv2D",
    "ConvTranspose1d": "Conv1DTranspose",
    "ConvTranspose2d": "Conv2DTranspose",
    "Convolution": "Conv2D",
    "Convolution1D": "Conv1D",
    "Convolution1DTranspose": "Conv1DTranspose",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "CrossEntropyLoss": "SparseCategoricalCrossentropy(from_logits=True)",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "GroupNorm": "GroupNormalization",
    "HuberLoss": "Huber",
    "InstanceNorm1d": "GroupNormalization(groups=-1)",
    "InstanceNorm2d": "GroupNormalization(groups=-1)",
    "InstanceNorm3d": "GroupNormalization(groups=-1)",
    "KLDivLoss": "KLDivergence",
    "L1Loss": "MeanAbsoluteError",
    "LayerNorm": "LayerNormalization",
    "LazyBatchNorm1d": "BatchNormalization",
    "LazyBatchNorm2d": "BatchNormalization",
    "LazyBatchNorm3d": "BatchNormalization",
    "LazyConv1d": "Conv1D",
    "LazyConv2d": "Conv2D",
    "LazyConvTranspose1d": "Conv1DTranspose",
    "LazyConvTranspose2d": "Conv2DTranspose",
    "LazyInstanceNorm1d": "GroupNormalization(groups=-1)",
    "LazyInstanceNorm2d": "GroupNormalization(groups=-1)",
    "LazyInstanceNorm3d": "GroupNormalization(groups=-1)",
    "LazyLinear": "Dense",
    "MSELoss": "MeanSquaredError",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool1d": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "MaxPool2d": "MaxPooling2D",
    "Pooling": "MaxPooling2D",
    "MultiheadAttention": "MultiHeadAttention",
    "OrthogonalInitializer": "Orthogonal",
    "ReLU6": "ReLU(max_value=6)",
    "SeparableConvolution2D": "SeparableConv2D",
    "SmoothL1Loss": "Huber",
    "Softmax2d": "Softmax",
    "SyncBatchNorm": "BatchNormalization",
    "Unflatten": "Reshape",
    "Upsample": "UpSampling2D",
    "UpsamplingNearest2d": "UpSampling2D",
    "ZeroPad1d": "ZeroPadding1D",
    "ZeroPad2d": "ZeroPadding2D",
    "kaiming_normal_": "HeNormal",
    "kaiming_uniform_": "HeUniform",
    "orthogonal_": "Orthogonal",
    "xavier_normal_": "GlorotNormal",
    "xavier_uniform_": "GlorotUniform",
}

_OTHERS = {  # a sentence, and the names that it is for
    # Layers
    "A model is a row of layers; Residual([...]) adds X to what its layers make of it.": """
        Add Average Concatenate Dot Maximum Minimum Multiply Subtract""",
    "Activation(name) takes those that there are; Activation('?') lists them.": """
        CELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh Mish Softmin Softshrink Softsign Tanhshrink""",
    "Activation('selu') is the layer.": "SELU selu",
    "Activation('silu') is the layer.": "SiLU silu swish",
    "LeakyReLU(negative_slope=...) has a slope that is the same for all and stays.": "PReLU RReLU",
    "ReLU(threshold=...) gives 0 below it.": "Threshold",
    "from_logits=True in a cross-entropy stands for it: leave the last activation out.": """
        LogSigmoid LogSoftmax""",
    "Linear() gives X as it is. First weights may be any function of (shape, rng).": """
        Identity IdentityInitializer""",
    "Dropout(rate, noise_shape=(None, 1, None)) drops whole channels.": "Dropout1d SpatialDropout1D",
    "Dropout(rate, noise_shape=(None, 1, 1, None)) drops whole channels.": "Dropout2d SpatialDropout2D",
    "Dropout(rate) is the noise that there is.": """
        AlphaDropout FeatureAlphaDropout GaussianDropout GaussianNoise""",
    "SimpleRNN, GRU and LSTM take their step along all of a sequence, be it of one.": """
        GRUCell LSTMCell RNN RNNBase RNNCell RNNCellBase SimpleRNNCell StackedRNNCells""",
    "TimeDistributed layers look at each step by itself, an LSTM after them at all steps.": """
        ConvLSTM1D ConvLSTM2D""",
    "MultiHeadAttention(num_heads, key_dim) is the attention that there is, of X to itself.": """
        AdditiveAttention Attention GroupQueryAttention GroupedQueryAttention""",
    "docs/transformer.md builds one: MultiHeadAttention and Dense in Residual blocks.": """
        Transformer TransformerDecoder TransformerDecoderLayer TransformerEncoder TransformerEncoderLayer""",
    "LayerNormalization() is the nearest: it takes the mean off, too.": """
        RMSNorm RMSNormalization UnitNormalization""",
    "BatchNormalization, LayerNormalization and GroupNormalization are what there is.": """
        CrossMapLRN2d LocalResponseNorm SpectralNormalization""",
    "Reshape((1, steps, channels)) makes images of sequences, for the layer that is called 2D.": """
        DepthwiseConv1D SeparableConv1D SeparableConvolution1D""",
    "Windows move along one axis or two.": """
        AdaptiveAveragePooling3D AdaptiveAvgPool3d AdaptiveMaxPool3d AdaptiveMaxPooling3D AveragePooling3D
        AvgPool3D AvgPool3d Conv3D Conv3DTranspose Conv3d ConvLSTM3D ConvTranspose3d Convolution3D
        Convolution3DTranspose Cropping3D Dropout3d FractionalMaxPool3d GlobalAveragePooling3D GlobalAvgPool3D
        GlobalMaxPool3D GlobalMaxPooling3D LPPool3d LazyConv3d LazyConvTranspose3d MaxPool3D MaxPool3d
        MaxPooling3D MaxUnpool3d SpatialDropout3D UpSampling3D ZeroPad3d ZeroPadding3D""",
    "MaxPooling and AveragePooling take a pool_size; GlobalMaxPooling and GlobalAveragePooling all.": """
        AdaptiveAveragePooling1D AdaptiveAveragePooling2D AdaptiveAvgPool1d AdaptiveAvgPool2d
        AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPooling1D AdaptiveMaxPooling2D FractionalMaxPool2d
        LPPool1d LPPool2d""",
    "UpSampling1D and UpSampling2D repeat what there is.": "MaxUnpool1d MaxUnpool2d UpsamplingBilinear2d",
    "ZeroPadding1D and ZeroPadding2D add zeros.": """
        CircularPad1d CircularPad2d CircularPad3d ConstantPad1d ConstantPad2d ConstantPad3d ReflectionPad1d
        ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d""",
    "It is a Reshape, a Permute and a Reshape.": "ChannelShuffle PixelShuffle PixelUnshuffle",
    "Dense maps the last axis, whatever the others are.": "Bilinear EinsumDense",
    "Embedding looks rows up; GlobalAveragePooling1D() after it takes their mean.": "EmbeddingBag",
    "Embedding looks rows up; Dense(words) at the end gives each word a score.": "ReversibleEmbedding",
    "Words become whole numbers beforehand: for an Embedding, or for one_hot_encode.": """
        CategoryEncoding Discretization HashedCrossing Hashing IntegerLookup StringLookup
        TextVectorization""",
    "Scale X beforehand: StandardScaler, MinMaxScaler, X / 255.": "Normalization Rescaling",
    "Images are changed beforehand: X[:, :, ::-1], for one, mirrors them.": """
        AugMix AutoContrast ContrastLimitedAdaptiveHistogramEqualization CutMix Equalization
        MaxNumBoundingBoxes MixUp Pipeline RandAugment RandomBrightness RandomColorDegeneration
        RandomColorJitter RandomContrast RandomCrop RandomElasticTransform RandomErasing RandomFlip
        RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization
        RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom
        Solarization""",
    "Cropping2D takes pixels away, MaxPooling2D and UpSampling2D change how many there are.": """
        CenterCrop Resizing""",
    "Sounds become (m, steps, features) beforehand: scipy.signal.stft is one way.": """
        MelSpectrogram STFT STFTInitializer STFTSpectrogram""",
    "The first layer may be told input_shape=(...), and need not.": "Input InputLayer InputSpec",
    "A layer of your own builds on refold.Layer: docs/add_a_layer.md.": """
        Buffer FlaxLayer Fold JaxLayer Lambda Module Operation Parameter ParameterDict ParameterList TFSMLayer
        TorchModuleWrapper Unfold UninitializedBuffer UninitializedParameter Wrapper""",
    "Sequential([...]) is a model; Residual([...]) is a way around.": """
        Container EpyNN Functional Model ModuleDict ModuleList models""",
    # Losses and metrics
    "A loss of your own builds on refold.Loss; a metric is any function of (y_true, y_pred).": """
        AUC AdaptiveLogSoftmaxWithLoss BinaryFocalCrossentropy BinaryIoU CTC CTCLoss
        CategoricalFocalCrossentropy CategoricalGeneralizedCrossEntropy Circle ConcordanceCorrelation
        CosineEmbeddingLoss CosineSimilarity Dice GaussianNLLLoss HingeEmbeddingLoss IoU
        LinearCrossEntropyLoss LinearCrossEntropyOptions MarginRankingLoss Mean MeanIoU MeanMetricWrapper
        Metric MultiLabelMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss OneHotIoU OneHotMeanIoU
        PairwiseDistance PearsonCorrelation Poisson PoissonNLLLoss PrecisionAtRecall R2Score RecallAtPrecision
        SensitivityAtSpecificity SoftMarginLoss SparseTopKCategoricalAccuracy SpecificityAtSensitivity Sum
        TopKCategoricalAccuracy TripletMarginLoss TripletMarginWithDistanceLoss Tversky""",
    "Huber() is close: a parabola near 0 and a line far off.": "LogCosh LogCoshError",
    "Hinge() is it without the square.": "SquaredHinge",
    "MeanSquaredLogarithmicError() is a loss of ratios, too.": "MeanAbsolutePercentageError",
    "Its square is a metric: metrics=['mean_squared_error'].": "RootMeanSquaredError",
    "SparseCategoricalCrossentropy() takes probabilities, with from_logits=True what softmax takes.": """
        NLLLoss NLLLoss2d""",
    "metrics=['accuracy'] measures it.": """
        Accuracy CategoricalAccuracy SparseCategoricalAccuracy categorical_accuracy
        sparse_categorical_accuracy""",
    "metrics=['binary_accuracy'] measures it.": "BinaryAccuracy",
    "It is FScore: metrics=['f1_score'], or FScore(beta=2.0).": "F1Score FBetaScore",
    "confusion_matrix(y_true, y_pred) has these counts.": """
        FalseNegatives FalsePositives TrueNegatives TruePositives""",
    # Training
    "There are SGD, Adagrad, RMSprop, Adam, AdamW; one of your own builds on refold.optimizer.Optimizer.": """
        ASGD Adadelta Adafactor Adamax Ftrl LBFGS Lamb Lion MultiOptimizer Muon NAdam Nadam Optimizer
        OptimizerMap RAdam Rprop ScheduleFreeAdamW SparseAdam""",
    "A model computes where its arrays are: leave it out.": "DataParallel",
    "Losses are not scaled: leave it out.": "LossScaleOptimizer",
    "Any function of the step is a schedule: Adam(lambda step: 0.01 / (1 + step)).": """
        ChainedScheduler ConstantLR CosineAnnealingWarmRestarts CosineDecayRestarts InverseTimeDecay
        LRScheduler LambdaLR LearningRateSchedule LearningRateScheduler MultiStepLR MultiplicativeLR
        OneCycleLR PiecewiseConstantDecay SequentialLR""",
    "LinearDecay(...) is it with power 1; any function of the step is a schedule.": """
        LinearLR PolynomialDecay PolynomialLR""",
    "It is CosineDecay(...), counted in steps.": "CosineAnnealingLR",
    "It is CyclicRate(...).": "CyclicLR",
    "It is ExponentialDecay(...), counted in steps.": "ExponentialLR",
    "It is ExponentialDecay(..., staircase=True), counted in steps.": "StepLR",
    "A Callback may set self.model.optimizer.learning_rate at the end of an epoch.": "ReduceLROnPlateau",
    "First weights may be any function of (shape, rng).": """
        Initializer LecunNormal LecunUniform TruncatedNormal VarianceScaling lecun_normal lecun_uniform
        trunc_normal_ truncated_normal variance_scaling""",
    "The optimizer AdamW(weight_decay=...) keeps weights small.": """
        ActivityRegularization L1 L1L2 L2 OrthogonalRegularizer Regularizer l1 l1_l2 l2 orthogonal_regularizer
        regularizers""",
    "Weights have no limits: leave it out.": """
        Constraint MaxNorm MinMaxNorm NonNeg UnitNorm constraints max_norm min_max_norm non_neg unit_norm""",
    "EarlyStopping(restore_best_weights=True) keeps the best weights, model.save(path) writes them.": """
        BackupAndRestore ModelCheckpoint OrbaxCheckpoint save_model""",
    "fit(...).history holds loss and metrics of every epoch.": "CSVLogger History RemoteMonitor TensorBoard",
    "fit(..., verbose=1) shows how far it is.": "Progbar ProgbarLogger",
    "fit stops by itself where a loss is NaN.": "TerminateOnNaN",
    "A callback of your own builds on refold.Callback.": "CallbackList LambdaCallback",
    "Averages of weights are not kept: leave it out.": "SwapEMAWeights",
    # The rest
    "Sequential.load(path) gives what save(path) wrote.": "load_model model_from_json",
    "copy.deepcopy(model) is another.": "clone_model",
    "model.summary() lists the layers.": "plot_model",
    "Gradients are worked out by backward alone: leave it out.": "no_grad",
    "Sequential([...], seed=0) is the same each time.": "manual_seed set_random_seed",
    "Samples and targets are arrays: fit(x, y), or batches(x, y, batch_size).": """
        Dataset IterableDataset PyDataset TensorDataset""",
    "It is batches(x, y, batch_size).": "DataLoader",
    "It is one_hot_encode(y).": "to_categorical",
    "It is split(x, y, held_out).": "train_test_split",
    "load_digits() has real digits; others come as arrays.": "datasets",
    "Arrays are NumPy's or CuPy's: refold.asarray(...) makes one.": """
        KerasTensor Tensor Variable array ops tensor""",
    "The layers are in refold.layers, and in refold itself.": "nn",
    "It is refold.optimizers.": "optim",
    "one_hot_encode, pad_sequences, split and others are in refold itself.": "preprocessing utils",
    "No trained model comes with Refold.": "applications",
}

OF_NAMES = {theirs: f"Its name is Keras's: {name}." for theirs, name in _KERAS.items()}
OF_NAMES |= {name: sentence for sentence, names in _OTHERS.items() for name in names.split()}
