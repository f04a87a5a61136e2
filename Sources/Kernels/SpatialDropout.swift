/// Zeroes whole channels of images at random and scales the rest by 1/(1−rate): what `Dropout` does with one number for each
/// channel of each image.
///
/// ## Shapes
/// input and output [batch, places, channels]
package struct SpatialDropout: Sendable {
  private let dropout: Dropout
  private let product: Combination
  /// Floats of scratch memory: a factor for each channel of each image.
  package let workspaceCount: Int

  package init(rate: Float, batch: Int, places: Int, channels: Int) {
    dropout = Dropout(rate: rate)
    product = Combination(.product, Broadcast(left: [batch, places, channels], right: [batch, 1, channels]))
    workspaceCount = batch * channels
  }

  /// Drops channels of `input`; the gradient is the same call with the same key. Input and output may be the same memory.
  ///
  /// - Parameter key: names the mask; another one for each layer and step.
  package func apply(
    input: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, key: UInt64,
    workspace: UnsafeMutablePointer<Float>
  ) {
    workspace.update(repeating: 1, count: workspaceCount)
    dropout.apply(input: workspace, output: workspace, count: workspaceCount, key: key)
    product.forward(left: input, right: workspace, output: output)
  }
}
