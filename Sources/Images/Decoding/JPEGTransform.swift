/// Which of libjpeg's inverse cosine transforms decodes a JPEG file.
package enum JPEGTransform: Sendable {
  /// Correct to rounding, as in Pillow.
  case accurate
  /// Up to 5 of 255 from it in single pixels, 1 in the mean. TensorFlow, and so Keras' `image_dataset_from_directory`, uses
  /// it unless told otherwise (`dct_method` of `tf.io.decode_jpeg`).
  case fast
}
