import Foundation
import HDF5
import Testing

/// Files of arrays: written, read again, and refused where they are damaged.
@Suite struct HDF5Tests {
  private let temporary: TemporaryFolder
  private var folder: URL { temporary.url }

  init() throws { temporary = try TemporaryFolder() }

  private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  private var sample: HDF5Group {
    var vars = HDF5Group()
    vars.attributes["name"] = .text("dense")
    vars.arrays["0"] = HDF5Array(shape: [2, 3], .floats([1, 2, 3, 4, 5, 6.5]))
    vars.arrays["1"] = HDF5Array(shape: [], .integers([7]))
    vars.arrays["2"] = HDF5Array(shape: [0], .floats([]))
    var layer = HDF5Group()
    layer.groups["vars"] = vars
    var file = HDF5Group()
    file.attributes["layer_names"] = .texts(["dense", "größer", ""])
    file.groups["dense"] = layer
    return file
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    try sample.write(to: path("a.h5"))
    let file = try HDF5Group(contentsOf: path("a.h5"))
    #expect(file == sample)
    #expect(file.array(at: "dense/vars/0")?.shape == [2, 3])
    #expect(file.group(at: "dense/nothing") == nil)
    #expect(file.allArrays.map(\.path) == ["dense/vars/0", "dense/vars/1", "dense/vars/2"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.h5"])
  }

  @Test func aMissingFileSaysSo() {
    let error = #expect(throws: HDF5Error.self) { try HDF5Group(contentsOf: path("none.h5")) }
    #expect(error?.description.contains("none.h5") == true)
  }

  @Test func aFolderThatIsNotThereKeepsNothing() {
    #expect(throws: HDF5Error.self) { try sample.write(to: path("no/where.h5")) }
  }

  @Test func everyCutFileIsRefusedOrWhole() throws {
    try sample.write(to: path("a.h5"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path("a.h5")))
    for length in stride(from: 0, to: bytes.count, by: 37) {
      try bytes.prefix(length).write(to: URL(fileURLWithPath: path("cut.h5")))
      #expect(throws: HDF5Error.self, "cut to \(length)") { try HDF5Group(contentsOf: path("cut.h5")) }
    }
  }

  @Test func aDamagedFileNeverTraps() throws {
    try sample.write(to: path("a.h5"))
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path("a.h5")))
    for position in stride(from: 0, to: min(bytes.count, 6000), by: 11) {
      var damaged = bytes
      damaged[position] ^= 0xff
      try damaged.write(to: URL(fileURLWithPath: path("damaged.h5")))
      _ = try? HDF5Group(contentsOf: path("damaged.h5"))
    }
  }
}

/// A folder for one test, removed at its end.
private final class TemporaryFolder {
  let url = FileManager.default.temporaryDirectory.appendingPathComponent("hdf5-\(UUID().uuidString)")

  init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }
  deinit { try? FileManager.default.removeItem(at: url) }
}
