// ArrayFiles: numbers of other programs as tensors, in a line: NumPy's `.npy` and `.npz`, IDX, CSV.
//
// 1. A `StoredArray` is an array as it lies in a file: shape, kind of number, order, and bytes whose count was compared with the
//    shape before anything was made of them.
// 2. `NPY`, `NPZ` and `IDX` read files into stored arrays; `Tensor(npy:)`, `Tensor(idx:)` and `NPZ.tensor` turn them into tensors,
//    refusing what a tensor's numbers cannot say.
// 3. `CSV` reads a table by RFC 4180; its columns are numbers or texts, and errors name line and column.
// 4. Every file that was read stands in the `DataLog`, so that results depend on its content.

/// What is wrong with a file of numbers: where, what, and what to do.
public struct ArrayFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path of the file, followed by the member, or by line and column: `prices.csv:7:3`.
  public var subject: String
  public var message: String
  /// What to do about it.
  public var hint: String?

  public init(_ subject: String, _ message: String, hint: String? = nil) {
    self.subject = subject
    self.message = message
    self.hint = hint
  }

  public var description: String { "\(subject): \(message)" + (hint.map { "\n  hint: " + $0 } ?? "") }
}
