internal import CHDF5

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

extension HDF5Group {
  /// Writes the group as a file; an old file of this name is replaced when the new one is whole.
  ///
  /// - Throws: `HDF5Error` if the file cannot be written.
  public func write(to path: String) throws(HDF5Error) {
    let draft = path + ".draft-\(UInt64.random(in: 0...UInt64.max))"
    do throws(HDF5Error) {
      try Library.use { () throws(HDF5Error) in try writeDraft(draft, of: path) }
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      throw error
    }
    guard unsafe rename(draft, path) == 0 else {
      try? FileManager.default.removeItem(atPath: draft)
      throw HDF5Error(file: path, object: "", problem: "cannot be written")
    }
  }

  private func writeDraft(_ draft: String, of path: String) throws(HDF5Error) {
    let file = unsafe Handle(
      H5Fcreate(draft, quire_hdf5_truncate(), quire_hdf5_default(), quire_hdf5_default()), H5Fclose)
    guard let file else { throw HDF5Error(file: path, object: "", problem: "cannot be written") }
    try Writer(file: path).write(self, to: file.id, path: "")
    guard H5Fflush(file.id, H5F_SCOPE_GLOBAL) >= 0 else {
      throw HDF5Error(file: path, object: "", problem: "cannot be written")
    }
  }
}

private struct Writer {
  let file: String

  func write(_ group: HDF5Group, to id: hid_t, path: String) throws(HDF5Error) {
    for (name, attribute) in group.attributes.sorted(by: { $0.key < $1.key }) {
      try write(attribute, name, to: id, path)
    }
    for (name, array) in group.arrays.sorted(by: { $0.key < $1.key }) { try write(array, name, to: id, path) }
    for (name, inner) in group.groups.sorted(by: { $0.key < $1.key }) {
      let options = quire_hdf5_default()
      guard let member = unsafe Handle(H5Gcreate2(id, name, options, options, options), H5Gclose) else {
        throw problem("\(path)/\(name)")
      }
      try write(inner, to: member.id, path: "\(path)/\(name)")
    }
  }

  private func write(_ array: HDF5Array, _ name: String, to id: hid_t, _ path: String) throws(HDF5Error) {
    switch array.elements {
    case .floats(let elements):
      try write(
        elements, array.shape, name, to: id, stored: quire_hdf5_stored_float(), memory: quire_hdf5_float(), path)
    case .integers(let elements):
      try write(
        elements, array.shape, name, to: id, stored: quire_hdf5_stored_integer(), memory: quire_hdf5_integer(), path)
    }
  }

  private func write<Element>(
    _ elements: [Element], _ shape: [Int], _ name: String, to id: hid_t, stored: hid_t, memory: hid_t, _ path: String
  ) throws(HDF5Error) {
    precondition(
      elements.count == shape.reduce(1, *), "\(elements.count) elements do not fill an array of shape \(shape)")
    let options = quire_hdf5_default()
    guard let space = space(shape), let timeless = Handle(quire_hdf5_dataset_options(), H5Pclose),
      let dataset = unsafe Handle(H5Dcreate2(id, name, stored, space.id, options, timeless.id, options), H5Dclose),
      unsafe elements.withUnsafeBytes({ unsafe H5Dwrite(dataset.id, memory, 0, 0, options, $0.baseAddress) }) >= 0
    else { throw problem("\(path)/\(name)") }
  }

  private func write(_ attribute: HDF5Attribute, _ name: String, to id: hid_t, _ path: String) throws(HDF5Error) {
    let (shape, texts): ([Int], [String]) =
      switch attribute {
      case .text(let text): ([], [text])
      case .texts(let texts): ([texts.count], texts)
      }
    // Texts of one length, which every reader knows: the longest and a final zero.
    let size = (texts.map(\.utf8.count).max() ?? 0) + 1
    let bytes = texts.flatMap { Array($0.utf8) + [UInt8](repeating: 0, count: size - $0.utf8.count) }
    let options = quire_hdf5_default()
    guard let type = Handle(H5Tcopy(quire_hdf5_text()), H5Tclose), H5Tset_size(type.id, size) >= 0,
      H5Tset_cset(type.id, H5T_CSET_UTF8) >= 0, let space = space(shape),
      let attribute = unsafe Handle(H5Acreate2(id, name, type.id, space.id, options, options), H5Aclose),
      unsafe bytes.withUnsafeBytes({ unsafe H5Awrite(attribute.id, type.id, $0.baseAddress) }) >= 0
    else { throw problem("\(path)@\(name)") }
  }

  private func space(_ shape: [Int]) -> Handle? {
    guard !shape.isEmpty else { return Handle(H5Screate(H5S_SCALAR), H5Sclose) }
    let extents = shape.map { hsize_t($0) }
    let id = unsafe extents.withUnsafeBufferPointer {
      unsafe H5Screate_simple(Int32(shape.count), $0.baseAddress, nil)
    }
    return Handle(id, H5Sclose)
  }

  private func problem(_ object: String) -> HDF5Error {
    HDF5Error(file: file, object: object, problem: "cannot be written")
  }
}
