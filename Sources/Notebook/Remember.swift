public import Foundation
internal import Messages
public import Tensors

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
  let keyText = "value \(name) \(Value.self) " + (try encoded([key]))
  if let bytes = memo.recall(keyText), let kept = try? JSONDecoder().decode([Value].self, from: Data(bytes)) {
    return try kept.first ?? compute()
  }
  let value = try compute()
  try memo.remember(keyText, Array(try encoded([value]).utf8))
  return value
}

/// A tensor that is computed once and kept on disk, bit for bit, under what determines it.
///
///     let features = try remember("features", keyedBy: train.fingerprint()) { try base.predict(train) }
///
/// - Parameters: as those of `remember` for other values.
/// - Throws: what `compute` throws, or an error if the key cannot be encoded or the tensor cannot be written.
public func remember<Element: Scalar>(
  _ name: String, keyedBy key: some Encodable, _ compute: () throws -> Tensor<Element>
) throws -> Tensor<Element> {
  try rememberTensors(name, key, compute, write: { $1.append($0) }, read: { try $0.next(as: Element.self) })
}

/// Two tensors that are computed once and kept on disk, bit for bit, under what determines them.
///
///     let (x, y) = try remember("features", keyedBy: train.fingerprint()) {
///       (try base.predict(train), try train.loadedLabels())
///     }
///
/// - Parameters: as those of `remember` for other values.
/// - Throws: what `compute` throws, or an error if the key cannot be encoded or the tensors cannot be written.
public func remember<First: Scalar, Second: Scalar>(
  _ name: String, keyedBy key: some Encodable, _ compute: () throws -> (Tensor<First>, Tensor<Second>)
) throws -> (Tensor<First>, Tensor<Second>) {
  try rememberTensors(
    name, key, compute,
    write: { tensors, file in
      file.append(tensors.0)
      file.append(tensors.1)
    }, read: { (try $0.next(as: First.self), try $0.next(as: Second.self)) })
}

private func rememberTensors<Value>(
  _ name: String, _ key: some Encodable, _ compute: () throws -> Value, write: (Value, inout TensorFile) -> Void,
  read: (inout TensorFile) throws -> Value
) throws -> Value {
  guard let memo = Session.current.memo else { return try compute() }
  let keyText = "tensors \(name) " + (try encoded([key]))
  if let bytes = memo.recall(keyText), var file = try? TensorFile(bytes), let kept = try? read(&file), file.isAtEnd {
    return kept
  }
  let value = try compute()
  var file = TensorFile()
  write(value, &file)
  try memo.remember(keyText, file.encoded())
  return value
}

/// The same text for the same value, always.
private func encoded(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = .sortedKeys
  return String(decoding: try encoder.encode(value), as: UTF8.self)
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
