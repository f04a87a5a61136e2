import Foundation

/// Results on disk: one small text file a block, `results/SLUG/LABEL.json`.
///
/// A file that cannot be read counts as missing. Keys are sorted and every value has a line of its own, so that a
/// difference of two versions says what changed.
public struct ResultStore: Sendable {
  /// The book's folder `.quire`.
  public var folder: URL

  public init(folder: URL) { self.folder = folder }

  /// Where a book keeps its results.
  public init(book: URL) { self.init(folder: book.appendingPathComponent(".quire", isDirectory: true)) }

  /// Pictures, named by the hash of their content.
  public var images: URL { folder.appendingPathComponent("images", isDirectory: true) }
  /// Memoised values.
  public var memo: URL { folder.appendingPathComponent("memo", isDirectory: true) }
  /// Compiled blocks.
  public var cache: URL { folder.appendingPathComponent("cache", isDirectory: true) }
  /// Formulae as MathML.
  var formulae: URL { folder.appendingPathComponent("formulae", isDirectory: true) }

  /// Everything stored for a chapter, by label.
  public func results(of slug: String) -> [String: BlockResult] {
    let files =
      (try? FileManager.default.contentsOfDirectory(at: place(of: slug), includingPropertiesForKeys: nil)) ?? []
    let results = files.filter { $0.pathExtension == "json" }.compactMap(read)
    return Dictionary(results.map { ($0.label, $0) }) { first, _ in first }
  }

  /// Stores a result. The file appears whole or not at all.
  /// - Throws: if it cannot be written.
  public func save(_ result: BlockResult, of slug: String) throws {
    try FileManager.default.createDirectory(at: place(of: slug), withIntermediateDirectories: true)
    try (Self.encoder.encode(result) + Data("\n".utf8)).write(to: file(result.label, slug), options: .atomic)
  }

  /// Removes the results of blocks that a chapter no longer has.
  public func prune(_ slug: String, keeping labels: Set<String>) {
    for label in results(of: slug).keys where !labels.contains(label) {
      try? FileManager.default.removeItem(at: file(label, slug))
    }
  }

  private func place(of slug: String) -> URL {
    folder.appendingPathComponent("results", isDirectory: true).appendingPathComponent(slug, isDirectory: true)
  }

  private func file(_ label: String, _ slug: String) -> URL {
    let name = String(label.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" })
    return place(of: slug).appendingPathComponent(name + ".json")
  }

  /// The result in a file if the file is whole, names the block it is stored for, and its pictures exist.
  private func read(_ url: URL) -> BlockResult? {
    guard let content = try? Data(contentsOf: url),
      let result = try? Self.decoder.decode(BlockResult.self, from: content)
    else { return nil }
    let exist = result.pictures.allSatisfy { picture in
      picture.isEmpty || FileManager.default.fileExists(atPath: images.appendingPathComponent(picture).path)
    }
    return exist ? result : nil
  }

  private static let encoder: JSONEncoder = {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return encoder
  }()

  private static let decoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return decoder
  }()
}

extension BlockResult {
  /// The files of its figures.
  var pictures: [String] {
    outputs.flatMap { output -> [String] in
      guard case .figure(let figure) = output else { return [] }
      return figure.files
    }
  }
}
