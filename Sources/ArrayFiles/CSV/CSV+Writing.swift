public import Tensors

extension CSV {
  /// Writes a matrix as a table; numbers are written so that reading gives the same ones.
  ///
  ///     try CSV.write(predictions, columns: ["cat", "dog"], to: "predictions.csv")
  ///
  /// - Parameter matrix: [rows, columns].
  /// - Parameter columns: a name for each column; nil writes no header.
  /// - Throws: `ArrayFileError` if the shape is another one, or the file cannot be written.
  public static func write(
    _ matrix: Tensor<some Scalar>, columns: [String]? = nil, to path: String
  ) throws(ArrayFileError) {
    guard matrix.rank == 2, columns == nil || columns?.count == matrix.shape[1] else {
      let wanted = columns.map { "[rows, \($0.count)]" } ?? "[rows, columns]"
      throw ArrayFileError(path, "a table is written from a tensor of shape \(wanted), not \(matrix.shape)")
    }
    let (numbers, width) = (matrix.elements, matrix.shape[1])
    let rows = (0..<matrix.shape[0]).map { row in numbers[row * width..<(row + 1) * width].map { "\($0)" } }
    try write(records: (columns.map { [$0] } ?? []) + rows, to: path)
  }

  /// Writes records of fields as they are, in quotes where they need them.
  /// - Throws: `ArrayFileError` if the file cannot be written.
  public static func write(records: [[String]], to path: String) throws(ArrayFileError) {
    let lines = records.map { $0.map(quoted).joined(separator: ",") + "\n" }
    try ReadFile.write(Array(lines.joined().utf8), to: path)
  }

  private static func quoted(_ field: String) -> String {
    let needsQuotes = field.utf8.contains { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }
    return needsQuotes
      ? "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : field
  }
}
