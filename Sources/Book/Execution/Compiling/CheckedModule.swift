import Foundation

/// A block that the compiler accepted.
struct CheckedModule: Sendable {
  var module: BlockModule
  /// Where its files lie in the cache.
  var folder: URL
  var record: CheckRecord

  var source: String { folder.appendingPathComponent("main.swift").path }
  var library: String { folder.appendingPathComponent("lib\(module.name).so").path }
}

/// What is kept of a check beside the module.
struct CheckRecord: Codable, Sendable {
  /// Hash of what later blocks can see of the block. While it stays the same they need not be compiled again.
  var interface: String
  /// The compiler's warnings.
  var diagnostics: [Diagnostic]

  static let fileName = "check.json"

  /// Reads the record in a folder of the cache; nil if there is none.
  init?(in folder: URL) {
    guard let content = try? Data(contentsOf: folder.appendingPathComponent(Self.fileName)),
      let record = try? JSONDecoder().decode(CheckRecord.self, from: content)
    else { return nil }
    self = record
  }

  init(interface: String, diagnostics: [Diagnostic]) {
    self.interface = interface
    self.diagnostics = diagnostics
  }

  func write(in folder: URL) throws {
    try JSONEncoder().encode(self).write(to: folder.appendingPathComponent(Self.fileName), options: .atomic)
  }
}
