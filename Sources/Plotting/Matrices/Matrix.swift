import Tensors

/// Rows of numbers, all of the same length.
struct Matrix: Sendable {
  let rows: [[Double]]
  var height: Int { rows.count }
  var width: Int { rows.first?.count ?? 0 }
  var values: [Double] { rows.flatMap(\.self) }

  init(_ rows: [[Double]], of subject: String) throws(PlottingError) {
    self.rows = rows
    guard let width = rows.first?.count, width > 0 else {
      throw PlottingError(subject, problem: "has no values", expected: "at least one row with one value")
    }
    for (index, row) in rows.enumerated() where row.count != width {
      throw PlottingError(
        subject, problem: "has \(row.count) values in row \(index) and \(width) in row 0", expected: "as many in each")
    }
  }

  private init(checked rows: [[Double]]) { self.rows = rows }

  /// Every value as part of its row's sum; 0 in a row of zeros.
  var shares: Matrix {
    Matrix(
      checked: rows.map { row in
        let sum = row.filter(\.isPlottable).reduce(0, +)
        return row.map { sum > 0 ? $0 / sum : 0 }
      })
  }

  /// The rows of a matrix `[height, width]`; axes of extent 1 around it, as of an image or a kernel, are dropped.
  static func rows<Element: Scalar>(_ tensor: Tensor<Element>) -> [[Double]] {
    let shape = tensor.shape.count > 2 ? tensor.shape.filter { $0 != 1 } : tensor.shape
    let (height, width) =
      shape.count == 2 ? (shape[0], shape[1]) : (tensor.count == 1 ? (1, 1) : (0, 0))
    let values = tensor.elements.map(\.asDouble)
    return (0..<height).map { Array(values[$0 * width..<($0 + 1) * width]) }
  }
}
