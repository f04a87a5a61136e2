internal import Tensors

/// Batches that are put into one tensor as they come.
struct RowCollector<Element: Scalar> {
  /// Rows of all batches together.
  private let count: Int
  private var all: Tensor<Element>?
  private var filled = 0

  init(count: Int) { self.count = count }

  /// - Throws: `VisionError` if the batch has another shape than those before, or more rows than are left.
  mutating func add(_ batch: Tensor<Element>) throws(VisionError) {
    guard batch.rank > 0, batch.shape[0] <= count - filled,
      all.map({ $0.shape.dropFirst() == batch.shape.dropFirst() }) != false
    else { throw misfit("a batch of shape \(batch.shape) comes after \(filled) of \(count) rows") }
    if all == nil { all = Tensor(uninitialized: [count] + batch.shape.dropFirst()) }
    all?.replaceRows(from: filled, by: batch)
    filled += batch.shape[0]
  }

  /// [count] + shape of a row; nil if there was no batch.
  /// - Throws: `VisionError` if rows are missing.
  func finished() throws(VisionError) -> Tensor<Element>? {
    guard filled == count else { throw misfit("the batches have \(filled) rows together, not \(count)") }
    return all
  }

  private func misfit(_ problem: String) -> VisionError {
    VisionError("loaded", problem, hint: "map has to keep the number of images, and to give every batch one shape")
  }
}
