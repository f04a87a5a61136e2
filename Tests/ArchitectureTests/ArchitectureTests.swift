import Foundation
import Testing

/// Reads the sources as text and holds them against the table of modules in the README.
@Suite struct ArchitectureTests {
  /// What each module may import of ours and of C; arrows only point down.
  static let mayImport: [String: Set<String>] = [
    "Messages": [],
    "Tensors": ["CBLAS"],
    "Kernels": ["Tensors", "CBLAS"],
    "Hashing": ["CCrypto"],
    "HDF5": ["CHDF5"],
    "Archives": ["CArchive"],
    "DeepLearning": ["Tensors", "Kernels", "HDF5", "Archives", "Hashing"],
    "Datasets": ["Archives", "Hashing"],
    "ArrayFiles": ["Tensors", "Archives", "Datasets", "Hashing"],
    "Images": ["Tensors", "Kernels", "CImageCodecs"],
    "Vision": ["Tensors", "ArrayFiles", "Datasets", "DeepLearning", "Hashing", "Images"],
    "Plotting": ["Tensors", "CCairo"],
    "PaintedPets": ["Tensors", "CCairo"],
    "Notebook": ["Messages", "Tensors", "Hashing"],
    "QuireRuntime": [
      "Messages", "Notebook", "DeepLearning", "ArrayFiles", "Images", "Vision", "Plotting", "Datasets", "Tensors",
      "CKernelGuard",
    ],
    "quire-kernel": [],
    "Book": ["Messages", "Hashing", "CMark"],
    "quire": ["Book", "Messages", "Datasets"],
    "quire-paint": ["PaintedPets", "Images", "Tensors"],
  ]

  /// Where `unsafe` code may live. Everything else is checked by the compiler.
  static let unsafePlaces = [
    "Tensors/", "Kernels/", "HDF5/", "Hashing/", "Archives/", "DeepLearning/Plan/CPU/", "Plotting/CairoCanvas",
    "Images/Codecs/", "Images/Kernels/", "Images/Reading/", "PaintedPets/Canvas/Sheet",
    "Book/Source/CommonMark", "Book/Execution/SpawnRequest", "Book/Execution/Kernel/KernelProcess",
    "QuireRuntime/Kernel/KernelEntry", "quire-kernel/", "Vision/Reading/BatchDecoder",
  ]

  @Test(arguments: mayImport.keys.sorted())
  func importsFollowTheTable(module: String) throws {
    let allowed = try #require(Self.mayImport[module])
    let ours = Set(Self.mayImport.keys).union([
      "CBLAS", "CArchive", "CCairo", "CCrypto", "CHDF5", "CMark", "CKernelGuard", "CImageCodecs", "CJPEG", "CPNG",
    ])
    for file in try swiftFiles(under: module) {
      let imported = Set(imports(of: try String(contentsOf: file, encoding: .utf8))).intersection(ours)
      let refused = imported.subtracting(allowed).subtracting([module])
      #expect(refused.isEmpty, "\(file.lastPathComponent) imports \(refused.sorted())")
    }
  }

  @Test func everyModuleIsInTheTable() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: sources.path)
    let modules = folders.filter { !$0.hasPrefix("C") && !$0.hasPrefix(".") }
    #expect(Set(modules) == Set(Self.mayImport.keys))
  }

  @Test func unsafeCodeHasAnAddress() throws {
    for module in Self.mayImport.keys {
      for file in try swiftFiles(under: module) {
        let place = file.path.dropFirst(sources.path.count + 1)
        guard !Self.unsafePlaces.contains(where: place.hasPrefix) else { continue }
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(!text.contains("UnsafeMutable") && !text.contains("UnsafePointer"), "\(place) uses pointers")
      }
    }
  }

  @Test func noPublicDeclarationNamesAPointer() throws {
    for module in Self.mayImport.keys {
      for file in try swiftFiles(under: module) {
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        let exposed = lines.filter { $0.contains("public ") && $0.contains("Pointer<") }
        #expect(exposed.isEmpty, "\(file.lastPathComponent): \(exposed.first ?? "")")
      }
    }
  }

  private var sources: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources")
  }

  private func swiftFiles(under module: String) throws -> [URL] {
    let folder = sources.appending(path: module)
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return files.filter { $0.hasSuffix(".swift") }.map { folder.appending(path: $0) }
  }

  /// The modules that a file imports: the word after `import`, past a kind such as `struct`.
  private func imports(of text: String) -> [String] {
    text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let position = words.firstIndex(of: "import"), position <= 2, position + 1 < words.count else { return nil }
      return String(words[position + 1].split(separator: ".")[0])
    }
  }
}
