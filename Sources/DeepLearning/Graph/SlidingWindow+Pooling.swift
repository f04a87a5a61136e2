internal import Kernels

extension SlidingWindow {
  /// The pooling of a batch of images of this shape.
  func pooling(of shape: [Int], batch: Int) -> PoolingGeometry {
    PoolingGeometry(
      batch: batch, input: (shape[0], shape[1], shape[2]), window: (window.height, window.width),
      strides: (strides.height, strides.width), padding: zeros(height: shape[0], width: shape[1]))
  }
}
