import Foundation
import Images
import PaintedPets
import Tensors

/// Paints a series on all cores into a folder beside the wanted one, which takes its name when it is whole.
struct SeriesWriter {
  let series: PaintedSeries
  let painter: PetPainter
  let folder: URL

  private static let quality = 92
  /// Pictures between two lines of progress.
  private static let portion = 200

  /// - Throws: `PaintError` if the folder holds something, or cannot be written; then nothing of the set stays behind.
  func write(progress: (_ done: Int, _ all: Int) -> Void) throws {
    try checkFolder()
    let draft = folder.deletingLastPathComponent()
      .appending(path: ".\(folder.lastPathComponent).\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: draft) }
    try makeFolders(in: draft)
    for start in stride(from: 0, to: series.pictures.count, by: Self.portion) {
      let end = min(start + Self.portion, series.pictures.count)
      try paint(Array(series.pictures[start..<end]), into: draft)
      progress(end, series.pictures.count)
    }
    try moveIntoPlace(draft)
  }

  private func checkFolder() throws(PaintError) {
    guard FileManager.default.fileExists(atPath: folder.path) else { return }
    let isFolder = (try? folder.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory ?? false
    guard isFolder else {
      throw PaintError(folder.path, "is a file", hint: "name a folder that is not there yet")
    }
    let content = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    guard content.isEmpty else {
      throw PaintError(
        folder.path, "is not empty: it holds '\(content.sorted()[0])'", hint: "remove it, or name another folder")
    }
  }

  private func makeFolders(in draft: URL) throws(PaintError) {
    let paths = series.pictures.flatMap { [$0.imagePath, $0.trimapPath].compactMap { $0 } }
    let folders = Set(paths.map { draft.appending(path: $0).deletingLastPathComponent() })
    do {
      for folder in folders { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    } catch {
      throw PaintError(folder.path, "cannot be made", hint: "see that the folder above it may be written to")
    }
  }

  private func paint(_ pictures: [PaintedSeries.Picture], into draft: URL) throws {
    let failures = FirstFailure()
    ThreadPool.shared.parallel(pictures.count) { index in
      do { try paint(pictures[index], into: draft) } catch { failures.note(error) }
    }
    if let error = failures.error { throw PaintError(folder.path, "cannot be written: \(error)") }
  }

  private func paint(_ picture: PaintedSeries.Picture, into draft: URL) throws {
    let pet = painter.paint(picture.species, index: picture.index, size: series.size)
    try pet.image.write(to: draft.appending(path: picture.imagePath).path, quality: Self.quality)
    if let path = picture.trimapPath { try pet.trimap.write(to: draft.appending(path: path).path) }
  }

  private func moveIntoPlace(_ draft: URL) throws(PaintError) {
    do {
      if FileManager.default.fileExists(atPath: folder.path) { try FileManager.default.removeItem(at: folder) }
      try FileManager.default.moveItem(at: draft, to: folder)
    } catch {
      throw PaintError(folder.path, "cannot be replaced", hint: "remove it, or name another folder")
    }
  }
}

/// The first error of several threads.
private final class FirstFailure: @unchecked Sendable {
  private let lock = NSLock()
  private var first: (any Error)?

  var error: (any Error)? { lock.withLock { first } }

  func note(_ error: any Error) { lock.withLock { first = first ?? error } }
}
