import Foundation

/// Puts a site's files where they belong without ever leaving half a site behind.
///
/// 1. Everything new is written to a temporary folder beside the site; a file that is there already, byte for byte, is
///    left alone. Whatever goes wrong so far leaves the site untouched.
/// 2. Each file is moved into place by renaming, images first and the front page last, so that no page ever shows a
///    file that is not there yet.
/// 3. Pages of chapters that are gone and images that no page shows any more are removed.
struct SiteWriter {
  let site: URL
  private let fileManager = FileManager.default

  init(site: URL) { self.site = site }

  /// Writes files, named by their paths in the site, and images.
  ///
  /// - Returns: the paths of the files that changed.
  @discardableResult
  func write(_ files: [String: Data], images: Set<PageImage>, removing former: [String] = []) throws -> [String] {
    let staging = site.deletingLastPathComponent().appending(path: ".\(site.lastPathComponent)-\(UUID().uuidString)")
    defer { try? fileManager.removeItem(at: staging) }
    try fileManager.createDirectory(at: staging, withIntermediateDirectories: true)
    let changed = try stage(images, in: staging) + stage(files, in: staging)
    for path in changed { try move(path, from: staging) }
    for path in former { try? fileManager.removeItem(at: site.appending(path: path)) }
    try removeUnusedImages()
    return changed
  }

  private func stage(_ images: Set<PageImage>, in staging: URL) throws -> [String] {
    var staged: [String] = []
    for image in images.sorted(by: { $0.name < $1.name }) {
      let path = "images/" + image.name
      if fileManager.fileExists(atPath: site.appending(path: path).path) { continue }
      try stage(contents(of: image), as: path, in: staging)
      staged.append(path)
    }
    return staged
  }

  private func contents(of image: PageImage) throws -> Data {
    do {
      return try Data(contentsOf: image.source)
    } catch {
      throw BookError(
        "the image \(image.source.lastPathComponent) is gone", file: image.source.path,
        hint: "run its chapter again with --fresh")
    }
  }

  /// Pages before the front page, and that before the facts: the order in which a reader may miss them.
  private func stage(_ files: [String: Data], in staging: URL) throws -> [String] {
    let last = ["index.html": 1, "results.json": 2]
    let paths = files.keys.sorted { (last[$0] ?? 0, $0) < (last[$1] ?? 0, $1) }
    var staged: [String] = []
    for path in paths {
      guard let content = files[path], content != (try? Data(contentsOf: site.appending(path: path))) else { continue }
      try stage(content, as: path, in: staging)
      staged.append(path)
    }
    return staged
  }

  private func stage(_ content: Data, as path: String, in staging: URL) throws {
    let file = staging.appending(path: path)
    try fileManager.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try content.write(to: file)
  }

  private func move(_ path: String, from staging: URL) throws {
    let place = site.appending(path: path)
    try fileManager.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileRenaming.rename(staging.appending(path: path), to: place)
  }

  private func removeUnusedImages() throws {
    let folder = site.appending(path: "images")
    guard let names = try? fileManager.contentsOfDirectory(atPath: folder.path) else { return }
    let pages = try fileManager.contentsOfDirectory(atPath: site.path).filter { $0.hasSuffix(".html") }
    let texts = try pages.map { try String(contentsOf: site.appending(path: $0), encoding: .utf8) }
    for name in names where !texts.contains(where: { $0.contains("images/\(name)\"") }) {
      try fileManager.removeItem(at: folder.appending(path: name))
    }
  }
}
