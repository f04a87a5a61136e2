import DeepLearning
import Tensors

/// The numbers of `Fixtures/make_trace_fixtures.py`, which keeps neither weights nor images but computes them.
enum TraceNumbers {
  private static let imageStream = 1000
  private static let labelStream = 2000
  private static let otherLabelStream = 3000

  /// Numbers from 0 to below 1: a hash of their place and of the stream's number, in 24 bits.
  static func uniform(_ stream: Int, _ count: Int) -> [Double] {
    let start = UInt32(truncatingIfNeeded: stream &* 0x9E37_79B1)
    return (0..<UInt32(count)).map { place in
      var hash = place &+ start
      hash = (hash ^ hash >> 16) &* 0x7FEB_352D
      hash = (hash ^ hash >> 15) &* 0x846C_A68B
      hash ^= hash >> 16
      return Double(hash >> 8) / 16_777_216
    }
  }

  /// The first value of the model's weight of this number.
  static func weight(_ number: Int, name: String, shape: [Int], gain: Double = 1) -> Tensor<Float> {
    let numbers = uniform(number, shape.reduce(1, *))
    let value: (Double) -> Double
    switch name {
    case "moving_mean": value = { _ in 0 }
    case "moving_variance": value = { _ in 1 }
    case "gamma": value = { 0.9 + 0.2 * $0 }
    case _ where shape.count == 1: value = { 0.05 * (2 * $0 - 1) }
    default:
      let fans = shape.dropLast(2).reduce(1, *) * (shape[shape.count - 2] + shape[shape.count - 1])
      let limit = (6 * gain * gain / Double(fans)).squareRoot()
      value = { (2 * $0 - 1) * limit }
    }
    return Tensor(shape, numbers.map { Float(value($0)) })
  }

  static func setWeights(of model: Model, gain: Double = 1) throws {
    try model.setWeights(
      model.parameters.enumerated().map { number, parameter in
        weight(number, name: parameter.name, shape: parameter.shape, gain: gain)
      })
  }

  /// Images whose brightness tells two thirds of their labels.
  struct Batch {
    let images: Tensor<Float>
    /// One for each image, or for each pixel.
    let labels: Tensor<Int32>

    /// - Parameter cell: pixels that share a label, down and across.
    init(step: Int, shape: [Int], count: Int, classes: Int, scale: Double, cell: [Int]) {
      let grid = [count, shape[0] / cell[0], shape[1] / cell[1]]
      let cells = grid.reduce(1, *)
      let told = uniform(labelStream + step, cells).map { ($0 * Double(classes)).rounded(.down) }
      let other = uniform(otherLabelStream + step, cells).map { ($0 * Double(classes)).rounded(.down) }
      let labels = (0..<cells).map { $0 % 3 == 2 ? other[$0] : told[$0] }
      let pixels = uniform(imageStream + step, count * shape.reduce(1, *))
      let cellOf = { (place: Int) in
        let (row, column) = (place / shape[1] % shape[0], place % shape[1])
        return (place / (shape[0] * shape[1]) * grid[1] + row / cell[0]) * grid[2] + column / cell[1]
      }
      images = Tensor(
        [count] + shape,
        pixels.enumerated().map { index, pixel in
          Float(pixel * ((told[cellOf(index / shape[2])] + 1) / Double(classes)) * scale)
        })
      self.labels =
        cells == count
        ? Tensor(labels.map { Int32($0) })
        : Tensor([count, shape[0], shape[1]], (0..<count * shape[0] * shape[1]).map { Int32(labels[cellOf($0)]) })
    }
  }
}
