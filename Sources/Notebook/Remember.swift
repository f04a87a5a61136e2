public import Foundation
internal import Messages

/// A value that is computed once and kept on disk under what determines it.
///
///     let statistics = try remember("statistics", keyedBy: [width, height]) { try slowStatistics() }
///
/// - Parameters:
///   - name: what the value is.
///   - key: everything that determines the value, and the version of the code that computes it.
///   - compute: computes the value where it is not kept yet.
/// - Throws: what `compute` throws, or an error if the key or the value cannot be encoded.
public func remember<Value: Codable>(
  _ name: String, keyedBy key: some Encodable, _ compute: () throws -> Value
) throws -> Value {
  guard let memo = Session.current.memo else { return try compute() }
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  let keyText = "value \(name) \(Value.self) " + String(decoding: try encoder.encode([key]), as: UTF8.self)
  if let bytes = memo.recall(keyText), let kept = try? JSONDecoder().decode([Value].self, from: Data(bytes)) {
    return try kept.first ?? compute()
  }
  let value = try compute()
  try memo.remember(keyText, [UInt8](try encoder.encode([value])))
  return value
}

/// The place of a file of the book, for reading it. The block depends on the file's content from now on.
///
///     let text = try String(contentsOf: bookFile("chapters/data/ages.csv"), encoding: .utf8)
///
/// - Parameter path: relative to the book's folder, or absolute.
/// - Throws: if the file cannot be read.
public func bookFile(_ path: String) throws -> URL {
  let url = URL(fileURLWithPath: path)
  let content = try Data(contentsOf: url)
  Session.current.noteRead(Dependency(kind: .file, name: path, fingerprint: content.sha256.hexadecimal))
  return url
}
