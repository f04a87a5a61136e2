internal import Archives
public import Tensors

/// Named arrays in one file, as `numpy.savez` and `numpy.savez_compressed` write them: a zip file of `.npy` files.
///
///     let digits = try NPZ("mnist.npz")
///     let images = try digits.tensor("x_train", as: UInt8.self)
public struct NPZ: Sendable {
  /// The arrays' names in the order of the file.
  public let names: [String]
  private let path: String
  private let arrays: [String: StoredArray]

  private static var suffix: String { ".npy" }

  /// Reads every array of a file.
  /// - Throws: `ArrayFileError` if it is no zip file, is cut off or damaged, or has a member that is no array of numbers.
  public init(_ path: String) throws(ArrayFileError) {
    try ReadFile.note(path)
    try self.init(path, limit: ReadFile.largestContent)
  }

  /// - Parameter limit: bytes that all members may have together.
  package init(_ path: String, limit: Int) throws(ArrayFileError) {
    let members: [(name: String, content: [UInt8])]
    do { members = try Self.members(of: path, limit: limit) } catch {
      throw ArrayFileError(path, "it cannot be read as .npz: \(error.problem)")
    }
    var (names, arrays): ([String], [String: StoredArray]) = ([], [:])
    for member in members {
      let name = member.name.hasSuffix(Self.suffix) ? String(member.name.dropLast(Self.suffix.count)) : member.name
      let array = try NPY.array(member.content[...], name: "\(path): \(name)")
      guard arrays.updateValue(array, forKey: name) == nil else {
        throw ArrayFileError(path, "two of its arrays are called \(name.debugDescription)")
      }
      names.append(name)
    }
    (self.path, self.names, self.arrays) = (path, names, arrays)
  }

  private static func members(
    of path: String, limit: Int
  ) throws(ArchiveError) -> [(name: String, content: [UInt8])] {
    guard try ArchiveReader.hasZipEnd(path) else {
      throw ArchiveError(file: path, problem: "a zip file's end is missing, so it is cut off or something else")
    }
    let reader = try ArchiveReader(name: path, .zip)
    try reader.open(file: path)
    var (members, left): ([(name: String, content: [UInt8])], Int) = ([], limit)
    while let name = try reader.nextMember() {
      let content = try reader.content(limit: left)
      left -= content.count
      members.append((name, content))
    }
    return members
  }

  /// The array of that name, as it lies in the file.
  /// - Throws: `ArrayFileError` that lists the names there are.
  public func array(_ name: String) throws(ArrayFileError) -> StoredArray {
    if let array = arrays[name] { return array }
    throw ArrayFileError(
      path, "it has no array \(name.debugDescription)", hint: "it has: " + names.joined(separator: ", "))
  }

  /// The array of that name as a tensor, see `StoredArray.tensor(as:)`.
  public func tensor<Element: Scalar>(
    _ name: String, as type: Element.Type = Element.self
  ) throws(ArrayFileError) -> Tensor<Element> {
    try array(name).tensor()
  }

  /// Writes tensors under their names into a file that `numpy.load` reads; what is there is replaced.
  ///
  ///     try NPZ.write(("images", images), ("labels", labels), to: "digits.npz")
  ///
  /// - Throws: `ArrayFileError` if two have one name, or the file cannot be written.
  public static func write<each Element: Scalar>(
    _ tensors: repeat (String, Tensor<each Element>), to path: String
  ) throws(ArrayFileError) {
    var members: [(name: String, content: [UInt8])] = []
    for (name, tensor) in repeat each tensors {
      guard !members.contains(where: { $0.name == name + suffix }) else {
        throw ArrayFileError(path, "two of its arrays would be called \(name.debugDescription)")
      }
      members.append((name + suffix, NPY.encoded(EncodedArray(tensor))))
    }
    do {
      let zip = try ZipWriter(path: path)
      for member in members { try zip.add(member.name, member.content) }
      try zip.finish()
    } catch {
      throw ArrayFileError(path, error.problem)
    }
  }
}
