internal import Tensors

/// Mean and biased variance of data for each place along some axes, in 64 bits.
struct DataMoments {
  let mean: Tensor<Float>
  let variance: Tensor<Float>

  /// - Parameter axes: in order, without the batch; empty for the moments of all values.
  init(_ data: Tensor<some Scalar>, along axes: [Int]) {
    let places = Places(data.shape, axes)
    var sums = [Double](repeating: 0, count: places.count)
    let elements = data.elements
    for (index, element) in elements.enumerated() { sums[places.of(index)] += element.asDouble }
    let share = Double(places.count) / Double(elements.count)
    let means = sums.map { $0 * share }
    var squares = [Double](repeating: 0, count: places.count)
    for (index, element) in elements.enumerated() {
      let place = places.of(index)
      squares[place] += (element.asDouble - means[place]) * (element.asDouble - means[place])
    }
    let shape = axes.map { data.shape[$0] }
    mean = Tensor(shape, means.map { Float($0) })
    variance = Tensor(shape, squares.map { Float($0 * share) })
  }
}

/// Which place along some axes each element of an array belongs to.
private struct Places {
  /// Of each axis: elements from one of its places to the next, its extent, and its factor in the number of the place.
  private var steps: [(stride: Int, extent: Int, factor: Int)] = []
  private(set) var count = 1

  init(_ shape: [Int], _ axes: [Int]) {
    for axis in axes.reversed() {
      steps.append((shape[(axis + 1)...].reduce(1, *), shape[axis], count))
      count *= shape[axis]
    }
  }

  func of(_ index: Int) -> Int {
    var place = 0
    for step in steps { place += index / step.stride % step.extent * step.factor }
    return place
  }
}

// MARK: - Given moments

extension Tensor<Float> {
  /// Whether the tensor becomes the shape by repeating axes of extent 1, and axes that it lacks in front.
  func canRepeat(to target: [Int]) -> Bool {
    count == 1 || (rank <= target.count && zip(shape.reversed(), target.reversed()).allSatisfy { $0 == 1 || $0 == $1 })
  }

  /// The elements of the tensor that was repeated to a shape.
  func repeated(to target: [Int]) -> [Float] {
    let own = shape.drop { $0 == 1 }
    let all = elements
    return (0..<target.reduce(1, *)).map { index in
      var (rest, place, factor) = (index, 0, 1)
      for (extent, limit) in zip(own.reversed(), target.reversed()) {
        if extent > 1 { place += rest % limit * factor }
        rest /= limit
        factor *= extent
      }
      return all[place]
    }
  }
}

extension SettingValue {
  /// Nested lists of numbers, as Keras writes arrays.
  init(_ tensor: Tensor<Float>) {
    guard tensor.rank > 0 else {
      self = .number(Double(tensor.elements[0]))
      return
    }
    self = .list((0..<tensor.shape[0]).map { SettingValue(tensor.row($0)) })
  }
}

extension Tensor<Float> {
  /// The array that nested lists of numbers stand for; nil of `null`.
  ///
  /// - Throws: a problem naming the setting if it is anything else, or ragged.
  init?(_ setting: SettingValue, named name: String) throws(LayerProblem) {
    var elements: [Float] = []
    guard setting != .null else { return nil }
    guard let shape = Self.shape(of: setting, into: &elements) else {
      throw LayerProblem("\(name) is \(setting)", needed: "numbers, or lists of equal length")
    }
    self.init(shape, elements)
  }

  private static func shape(of setting: SettingValue, into elements: inout [Float]) -> [Int]? {
    switch setting {
    case .integer(let value): elements.append(Float(value))
    case .number(let value): elements.append(Float(value))
    case .list(let values):
      var inner: [Int]?
      for value in values {
        guard let own = shape(of: value, into: &elements), own == inner ?? own else { return nil }
        inner = own
      }
      return inner.map { [values.count] + $0 }
    default: return nil
    }
    return []
  }
}
