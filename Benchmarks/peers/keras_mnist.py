"""Times one training step of the mnist network in Keras 3 on TensorFlow and prints one line of JSON.

    python keras_mnist.py          # the whole step compiled by tf.function: what Keras takes at its best
    python keras_mnist.py --fit    # through model.fit, as a beginner writes it

The step is forward pass, loss, gradients and RMSprop's update of a batch of 64 that lies in memory; `--fit` adds Keras'
own batches, metric and progress. Two threads within an operation, or as many as --threads says.
"""

import argparse
import json
import os
import statistics
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["KERAS_BACKEND"] = "tensorflow"

import numpy as np
import tensorflow as tf

BATCH = 64


def network():
    import keras
    from keras import layers

    inputs = x = keras.Input((28, 28, 1))
    for filters, pools in ((32, True), (64, True), (128, False)):
        x = layers.Conv2D(filters, 3, activation="relu")(x)
        if pools:
            x = layers.MaxPooling2D(2)(x)
    outputs = layers.Dense(10, activation="softmax")(layers.Flatten()(x))
    return keras.Model(inputs, outputs)


def step_times(images, labels, steps):
    """Milliseconds of single compiled steps."""
    import keras

    model, loss_of = network(), keras.losses.SparseCategoricalCrossentropy()
    optimizer = keras.optimizers.RMSprop(1e-3)
    optimizer.build(model.trainable_variables)

    @tf.function
    def update(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        optimizer.apply(tape.gradient(loss, model.trainable_variables), model.trainable_variables)
        return loss

    batches = [(tf.constant(images[i:i + BATCH]), tf.constant(labels[i:i + BATCH]))
               for i in range(0, len(images), BATCH)]
    times = []
    for number in range(steps):
        begin = time.perf_counter()
        float(update(*batches[number % len(batches)]).numpy())
        times.append((time.perf_counter() - begin) * 1e3)
    return times[steps // 5:]


def fit_times(images, labels, epochs):
    """Milliseconds a step, one value an epoch."""
    import keras

    model = network()
    model.compile(keras.optimizers.RMSprop(1e-3), "sparse_categorical_crossentropy", metrics=["accuracy"],
                  jit_compile=False)
    times = []
    for _ in range(epochs):
        begin = time.perf_counter()
        model.fit(images, labels, batch_size=BATCH, epochs=1, verbose=0)
        times.append((time.perf_counter() - begin) * 1e3 / (len(images) // BATCH))
    return times[epochs // 5:]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    tf.config.threading.set_intra_op_parallelism_threads(arguments.threads)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    generator = np.random.default_rng(0)
    images = generator.random((50 * BATCH, 28, 28, 1), dtype=np.float32)
    labels = generator.integers(0, 10, len(images), dtype=np.int32)
    times = fit_times(images, labels, 15) if arguments.fit else step_times(images, labels, 400)
    row = "keras fit" if arguments.fit else "keras step"
    print(json.dumps({"row": row, "median_ms": round(statistics.median(times), 3), "min_ms": round(min(times), 3)}))


if __name__ == "__main__":
    main()
