internal import Tensors

/// The gradients by all parameters of a model, one after another in one tensor, so that they can be summed in one go.
final class GradientStore {
  /// Where the gradient by each parameter lies in `values`.
  let ranges: [Range<Int>]
  var values: Tensor<Float>

  init(for parameters: [Parameter]) {
    var ranges: [Range<Int>] = []
    var end = 0
    for parameter in parameters {
      ranges.append(end..<end + parameter.count)
      end += (parameter.count + Self.alignment - 1) / Self.alignment * Self.alignment
    }
    self.ranges = ranges
    values = Tensor(zeros: [end])
  }

  /// Elements in a cache line.
  private static let alignment = 16

  /// A copy of the gradient by the parameter of this number.
  func gradient(_ number: Int, shape: [Int]) -> Tensor<Float> { values.rows(ranges[number]).reshaped(shape) }
}
