// HDF5: files of named arrays in groups, as Keras keeps weights in them, as plain values.
//
// 1. `HDF5Group(contentsOf:)` reads a whole file: groups, arrays of numbers, attributes. Links out of the file are refused, code
//    for unknown filters is not loaded, and sizes are limited, so that a hostile file ends in an error.
// 2. `HDF5Group.write(to:)` writes a file beside the old one and moves it into place.
// 3. The library keeps global state: every call goes through one lock (`Library`).

/// A group: arrays and groups by name, and attributes.
public struct HDF5Group: Equatable, Sendable {
  /// Texts and numbers that describe the group.
  public var attributes: [String: HDF5Attribute] = [:]
  /// Groups by name.
  public var groups: [String: HDF5Group] = [:]
  /// Arrays by name.
  public var arrays: [String: HDF5Array] = [:]

  /// Makes an empty group.
  public init() {}

  /// The group at a path such as `layers/dense/vars`; nil if there is none.
  public func group(at path: String) -> HDF5Group? {
    path.split(separator: "/").reduce(Optional(self)) { group, name in group?.groups[String(name)] }
  }

  /// The array at a path such as `layers/dense/vars/0`; nil if there is none.
  public func array(at path: String) -> HDF5Array? {
    let names = path.split(separator: "/").map(String.init)
    guard let last = names.last else { return nil }
    return group(at: names.dropLast().joined(separator: "/"))?.arrays[last]
  }

  /// Every array with its path, in the order of the paths.
  public var allArrays: [(path: String, array: HDF5Array)] {
    let own = arrays.map { (path: $0.key, array: $0.value) }
    let inner = groups.flatMap { name, group in
      group.allArrays.map { (path: "\(name)/\($0.path)", array: $0.array) }
    }
    return (own + inner).sorted { $0.path < $1.path }
  }
}

/// Numbers in row-major order and their shape; no extents stand for a single number.
public struct HDF5Array: Equatable, Sendable {
  public enum Elements: Equatable, Sendable {
    /// Real numbers; those of other widths are converted.
    case floats([Float])
    case integers([Int64])
  }

  public var shape: [Int]
  public var elements: Elements

  public init(shape: [Int], _ elements: Elements) {
    self.shape = shape
    self.elements = elements
  }
}

/// An attribute: a text of fixed length, or several texts. Attributes of other kinds are not kept.
public enum HDF5Attribute: Equatable, Sendable {
  case text(String)
  case texts([String])
}

/// What is wrong with a file: where, what, and what was expected.
public struct HDF5Error: Error, Equatable, Sendable, CustomStringConvertible {
  /// Path of the file.
  public let file: String
  /// Path of the group or array within the file; empty for the file as a whole.
  public let object: String
  /// What was found.
  public let problem: String

  public var description: String { "\(file): " + (object.isEmpty ? "" : "\(object): ") + problem }
}
