/// Which part of a folder's images a data set takes.
public enum Subset: String, Sendable {
  case training, validation
}

/// Cuts a list into training and validation as Keras does: the last of the list, ⌊share · count⌋ of them, validate.
struct ValidationSplit {
  let share: Double
  let subset: Subset

  /// - Throws: `VisionError` if the share is not between 0 and 1, or one of the two is given without the other.
  init?(_ share: Double?, _ subset: Subset?) throws(VisionError) {
    if share == nil && subset == nil { return nil }
    guard let share, let subset else {
      throw VisionError(
        "validationSplit", "validationSplit and subset are given together or not at all",
        hint: "write validationSplit: 0.2, subset: .training, or call ImageDataset.split(directory:validationSplit:)")
    }
    guard share > 0, share < 1 else {
      throw VisionError("validationSplit", "it is \(share) and has to lie between 0 and 1")
    }
    (self.share, self.subset) = (share, subset)
  }

  /// The part of a list of `count` elements.
  ///
  /// - Throws: `VisionError` if either part is empty.
  func range(of count: Int, in directory: String) throws(VisionError) -> Range<Int> {
    let validating = Int(share * Double(count))
    guard validating > 0, validating < count else {
      throw VisionError(
        directory,
        "validationSplit \(share) of its \(count) images leaves none for \(validating > 0 ? "training" : "validation")")
    }
    return subset == .training ? 0..<count - validating : count - validating..<count
  }
}
