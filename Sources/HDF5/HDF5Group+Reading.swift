internal import CHDF5

extension HDF5Group {
  /// Reads a whole file, but for groups and arrays of the outermost group that bear one of `others`' names.
  ///
  /// - Throws: `HDF5Error` if the file is not there, is cut off, is not HDF5, links to other files or is too large.
  public init(contentsOf path: String, without others: Set<String> = []) throws(HDF5Error) {
    self = try Library.use { () throws(HDF5Error) in
      let structure: FileStructure
      do throws(Damage) {
        structure = try FileStructure(path: path)
      } catch {
        throw HDF5Error(file: path, object: "", problem: "cannot be read as HDF5: \(error.what)")
      }
      guard let file = unsafe Handle(H5Fopen(path, quire_hdf5_read_only(), quire_hdf5_default()), H5Fclose) else {
        throw HDF5Error(
          file: path, object: "", problem: "cannot be read as HDF5: it is missing, cut off or something else")
      }
      var reader = Reader(file: path, structure, others: others)
      return try reader.group(file.id, at: UInt64(structure.root), path: "", depth: 0)
    }
  }
}

/// Reads groups, counting what it has read.
private struct Reader {
  let file: String
  private let others: Set<String>
  private var structure: FileStructure
  private var storage: StorageBudget
  private var objects = 0
  /// The texts of variable length; nil before the first of them.
  private var heaps: TextHeaps?

  /// Limits that no file of weights comes near.
  private static var mostObjects: Int { 200_000 }
  private static var mostDepth: Int { 40 }
  private static var longestName: Int { 4096 }

  init(file: String, _ structure: FileStructure, others: Set<String>) {
    self.file = file
    self.structure = structure
    self.others = others
    storage = StorageBudget(file: file)
  }

  mutating func group(_ id: hid_t, at place: UInt64, path: String, depth: Int) throws(HDF5Error) -> HDF5Group {
    guard depth < Self.mostDepth else { throw problem(path, "groups lie within groups too deep") }
    var group = HDF5Group()
    for name in try check(objectAt: place, path) {
      group.attributes[name] = try attribute(named: name, of: id, "\(path)@\(name)")
    }
    let count = quire_hdf5_member_count(id)
    guard count >= 0 else { throw problem(path, "the group is damaged") }
    for index in 0..<count { try readMember(index, of: id, into: &group, path: path, depth: depth) }
    return group
  }

  private mutating func readMember(
    _ index: Int, of id: hid_t, into group: inout HDF5Group, path: String, depth: Int
  ) throws(HDF5Error) {
    objects += 1
    guard objects < Self.mostObjects else { throw problem(path, "there are too many objects") }
    let name = try memberName(index, of: id, path)
    if depth == 0, others.contains(name) { return }
    let inner = path.isEmpty ? name : "\(path)/\(name)"
    let place = unsafe quire_hdf5_member_place(id, name)
    guard place != UInt64.max else { throw problem(inner, "links are not followed") }
    _ = try check(objectAt: place, inner)
    guard let object = unsafe Handle(H5Oopen(id, name, quire_hdf5_default()), H5Oclose) else {
      throw problem(inner, "is damaged")
    }
    switch quire_hdf5_kind(object.id) {
    case 0: group.groups[name] = try self.group(object.id, at: place, path: inner, depth: depth + 1)
    case 1: group.arrays[name] = try array(object.id, path: inner)
    default: break
    }
  }

  /// Checks what the file holds of an object before the library opens it, and returns the names of its attributes.
  private mutating func check(objectAt place: UInt64, _ path: String) throws(HDF5Error) -> [String] {
    do throws(Damage) {
      return try structure.check(objectAt: Int(clamping: place))
    } catch {
      throw problem(path, "is damaged, or of a form that is not read here: \(error.what)")
    }
  }

  private func memberName(_ index: Int, of id: hid_t, _ path: String) throws(HDF5Error) -> String {
    var bytes = [CChar](repeating: 0, count: Self.longestName)
    let length = unsafe bytes.withUnsafeMutableBufferPointer {
      unsafe quire_hdf5_member_name(id, index, $0.baseAddress, $0.count)
    }
    let name = String(decoding: bytes.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // The library would take a name with a slash for a path, and a dot for the group itself.
    guard length > 0, length < Self.longestName, !name.contains("/"), name != "." else {
      throw problem(path, "has a member without a usable name")
    }
    return name
  }

  // MARK: - Arrays

  private mutating func array(_ id: hid_t, path: String) throws(HDF5Error) -> HDF5Array? {
    guard let space = Handle(H5Dget_space(id), H5Sclose), let type = Handle(H5Dget_type(id), H5Tclose) else {
      throw problem(path, "the array is damaged")
    }
    guard quire_hdf5_external_files(id) == 0 else { throw problem(path, "the array lies in another file") }
    let shape = try shape(space.id, path)
    let count = try count(shape, path)
    let stored = ArrayStorage(id, type.id, shape: shape, count: count)
    if let refusal = storage.take(stored) { throw problem(path, refusal) }
    switch H5Tget_class(type.id) {
    case H5T_FLOAT:
      return HDF5Array(shape: shape, .floats(try read(id, count, quire_hdf5_float(), Float(0), path)))
    case H5T_INTEGER:
      return HDF5Array(shape: shape, .integers(try read(id, count, quire_hdf5_integer(), Int64(0), path)))
    default: return nil
    }
  }

  private func shape(_ space: hid_t, _ path: String) throws(HDF5Error) -> [Int] {
    let rank = Int(H5Sget_simple_extent_ndims(space))
    guard (0...32).contains(rank) else { throw problem(path, "the array's shape is damaged") }
    var extents = [hsize_t](repeating: 0, count: rank)
    let found = unsafe extents.withUnsafeMutableBufferPointer {
      unsafe H5Sget_simple_extent_dims(space, $0.baseAddress, nil)
    }
    guard Int(found) == rank else { throw problem(path, "the array's shape is damaged") }
    return extents.map { Int(clamping: $0) }
  }

  private func count(_ shape: [Int], _ path: String) throws(HDF5Error) -> Int {
    var count = 1
    for extent in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: extent)
      guard !overflows, product <= StorageBudget.mostBytes else {
        throw problem(path, "an array of shape \(shape) is too large")
      }
      count = product
    }
    return count
  }

  private func read<Element>(
    _ id: hid_t, _ count: Int, _ type: hid_t, _ zero: Element, _ path: String
  ) throws(HDF5Error) -> [Element] {
    var elements = [Element](repeating: zero, count: count)
    let status = unsafe elements.withUnsafeMutableBytes {
      unsafe H5Dread(id, type, 0, 0, quire_hdf5_default(), $0.baseAddress)
    }
    guard status >= 0 else { throw problem(path, "the array's elements cannot be read: the file is damaged") }
    return elements
  }

  // MARK: - Attributes

  /// The library would look an attribute up by number in a table, and crash where it cannot make that table.
  private mutating func attribute(
    named name: String, of id: hid_t, _ path: String
  ) throws(HDF5Error) -> HDF5Attribute? {
    guard let attribute = unsafe Handle(H5Aopen(id, name, quire_hdf5_default()), H5Aclose) else {
      throw problem(path, "is damaged")
    }
    return try texts(attribute.id, name, path)
  }

  /// The texts of an attribute; nil if it holds something else.
  private mutating func texts(_ id: hid_t, _ name: String, _ path: String) throws(HDF5Error) -> HDF5Attribute? {
    guard let space = Handle(H5Aget_space(id), H5Sclose), let type = Handle(H5Aget_type(id), H5Tclose) else {
      throw problem(path, "is damaged")
    }
    guard H5Tget_class(type.id) == H5T_STRING else { return nil }
    let shape = try shape(space.id, path)
    let count = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    guard (0...Self.mostObjects).contains(count) else { throw problem(path, "holds too many texts") }
    let isVariable = H5Tis_variable_str(type.id) > 0
    if isVariable, shape.isEmpty { return nil }
    let texts =
      isVariable
      ? try variableTexts(id, type.id, space.id, count, name, path) : try fixedTexts(id, type.id, count, path)
    return shape.isEmpty ? .text(texts.first ?? "") : .texts(texts)
  }

  private func fixedTexts(_ id: hid_t, _ type: hid_t, _ count: Int, _ path: String) throws(HDF5Error) -> [String] {
    let size = H5Tget_size(type)
    guard size > 0, size <= storage.fileBytes, count * size <= storage.fileBytes else {
      throw problem(path, "holds too long texts")
    }
    var bytes = [UInt8](repeating: 0, count: count * size)
    let status = unsafe bytes.withUnsafeMutableBytes { unsafe H5Aread(id, type, $0.baseAddress) }
    guard status >= 0 else { throw problem(path, "is damaged") }
    return (0..<count).map { index in
      String(decoding: bytes[index * size..<(index + 1) * size].prefix { $0 != 0 }, as: UTF8.self)
    }
  }

  private mutating func variableTexts(
    _ id: hid_t, _ type: hid_t, _ space: hid_t, _ count: Int, _ name: String, _ path: String
  ) throws(HDF5Error) -> [String] {
    heaps = heaps ?? TextHeaps(file: file)
    guard let heaps, heaps.hold(count, ofAttribute: name) else {
      throw problem(path, "lies in a damaged part of the file")
    }
    var pointers = unsafe [UnsafeMutablePointer<CChar>?](repeating: nil, count: count)
    let status = unsafe pointers.withUnsafeMutableBytes { unsafe H5Aread(id, type, $0.baseAddress) }
    guard status >= 0 else { throw problem(path, "is damaged") }
    let texts = unsafe pointers.map { pointer in unsafe pointer.map { unsafe String(cString: $0) } ?? "" }
    unsafe pointers.withUnsafeMutableBytes { unsafe quire_hdf5_free_texts(type, space, $0.baseAddress) }
    return texts
  }

  private func problem(_ path: String, _ problem: String) -> HDF5Error {
    HDF5Error(file: file, object: path, problem: problem)
  }
}
