import Tensors

/// The class of every pixel of an image.
struct ClassMask: Hashable, Sendable {
  let height: Int
  let width: Int
  /// Classes from 0, row by row.
  let classes: [Int]

  /// A sigmoid above this says class 1.
  private static let threshold = 0.5

  init(height: Int, width: Int, classes: [Int]) {
    (self.height, self.width, self.classes) = (height, width, classes)
  }

  /// Reads classes, or what a network says about them.
  ///
  /// ## Shapes
  /// [height, width] or [height, width, 1]: classes, or probabilities of class 1 where some are not whole;
  /// [height, width, classes]: scores, of which the greatest names the class. A batch axis of extent 1 is dropped.
  /// - Parameter subject: what an error names.
  /// - Throws: `PlottingError` for another shape, or for numbers that are neither classes nor probabilities.
  init<Element: Scalar>(_ mask: Tensor<Element>, of subject: String) throws(PlottingError) {
    var shape = mask.shape
    if shape.count == 4, shape[0] == 1 { shape.removeFirst() }
    if shape.count == 2 { shape.append(1) }
    guard shape.count == 3, mask.count > 0 else {
      throw PlottingError(
        subject, problem: "cannot read a mask of shape \(mask.shape)",
        expected: "[height, width] or [height, width, 1] of classes, or [height, width, classes] of scores")
    }
    (height, width) = (shape[0], shape[1])
    let values = mask.elements.map(\.asDouble)
    classes = shape[2] == 1 ? try Self.classes(values, subject) : Self.greatest(values, of: shape[2])
  }

  private static func classes(_ values: [Double], _ subject: String) throws(PlottingError) -> [Int] {
    let whole = values.compactMap { Int(exactly: $0) }
    if whole.count == values.count, whole.allSatisfy({ $0 >= 0 }) { return whole }
    if values.allSatisfy({ (0...1).contains($0) }) { return values.map { $0 > threshold ? 1 : 0 } }
    // Neither a class nor a probability, or else a class among probabilities.
    let stranger = values.first { Int(exactly: $0).map { $0 < 0 } ?? !(0...1).contains($0) } ?? values.max() ?? .nan
    throw PlottingError(
      subject, problem: "has a mask with the value \(NumberText.significant(stranger, 6))",
      expected: "classes 0, 1, 2 …, or probabilities from 0 to 1")
  }

  private static func greatest(_ values: [Double], of count: Int) -> [Int] {
    stride(from: 0, to: values.count, by: count).map { start in
      var best = start
      for index in start..<start + count where values[index] > values[best] { best = index }
      return best - start
    }
  }

  /// Classes that occur, in order, with the part of the pixels that each covers.
  var shares: [(number: Int, share: Double)] {
    var counts: [Int: Int] = [:]
    for number in classes { counts[number, default: 0] += 1 }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, Double($0.value) / Double(classes.count)) }
  }

  /// The class at a place given by fractions of height and width. Of the four pixels around it, the class with the
  /// greatest part wins: diagonal borders become straight where the mask is enlarged.
  func number(_ down: Double, _ across: Double) -> Int {
    let corners = Interpolation(down, of: height).corners(with: Interpolation(across, of: width))
    var (best, most) = (0, -1.0)
    for corner in corners {
      let number = classes[corner.row * width + corner.column]
      let weight = corners.reduce(0) { sum, other in
        classes[other.row * width + other.column] == number ? sum + other.weight : sum
      }
      if weight > most { (best, most) = (number, weight) }
    }
    return best
  }
}
