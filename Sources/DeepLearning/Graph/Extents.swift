/// An extent in both directions: `3`, or `[3, 5]` for height and width.
public protocol SpatialSize {
  /// One extent for both directions, or height and width.
  var spatialExtents: [Int] { get }
}

extension Int: SpatialSize {
  public var spatialExtents: [Int] { [self] }
}

extension [Int]: SpatialSize {
  public var spatialExtents: [Int] { self }
}

/// Height and width of a window or a stride.
struct Extents: Equatable, Sendable, CustomStringConvertible {
  var height: Int
  var width: Int

  var description: String { "\(height) x \(width)" }

  /// Reads an author's setting.
  ///
  /// - Throws: a problem naming the setting unless there are one or two extents, all at least 1.
  init(_ size: [Int], named name: String) throws(LayerProblem) {
    guard (1...2).contains(size.count), size.allSatisfy({ $0 > 0 }) else {
      throw LayerProblem("\(name) is \(size)", needed: "one positive extent, or two: [height, width]")
    }
    (height, width) = (size[0], size[size.count - 1])
  }

  /// An author's setting that has been checked before, when the graph was recorded.
  init(checked size: [Int]) { (height, width) = (size.first ?? 1, size.last ?? 1) }
}

/// What happens at the border of an image.
public enum WindowPadding: String, Hashable, Sendable, CaseIterable {
  /// Windows stay inside: ⌊(extent − window) / stride⌋ + 1 of them.
  case valid
  /// Zeros around the image, an odd one below and to the right: ⌈extent / stride⌉ windows.
  case same

  /// Keras' name.
  var setting: SettingValue { .text(rawValue) }
}
