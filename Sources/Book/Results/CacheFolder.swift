import Foundation

/// A folder in the book's `.quire` whose contents can be made again, and go when nobody has used them for a month.
struct CacheFolder: Sendable {
  var folder: URL

  /// In seconds.
  private static let lifetime: TimeInterval = 30 * 24 * 3600

  /// Notes that something in the folder is still in use.
  func touch(_ place: URL) {
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: place.path)
  }

  /// Removes what nobody used for a month.
  func prune() {
    let places = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    for place in places {
      let attributes = try? FileManager.default.attributesOfItem(atPath: place.path)
      guard let used = attributes?[.modificationDate] as? Date, -used.timeIntervalSinceNow > Self.lifetime else {
        continue
      }
      try? FileManager.default.removeItem(at: place)
    }
  }
}
