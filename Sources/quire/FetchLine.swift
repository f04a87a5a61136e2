import Datasets
import Foundation

/// Shows how a download goes: one live line on a terminal, a line an event elsewhere.
struct FetchLine {
  private let terminal = Terminal.standardError

  /// Shows an event.
  func show(_ event: FetchEvent) {
    if event.isProgress {
      if terminal.isInteractive { terminal.replaceLine(with: event.description) }
    } else {
      terminal.print(event.description)
    }
  }

  /// Clears the live line.
  func end() { terminal.clearLine() }
}

/// Sizes for people.
enum ByteText {
  static func megabytes(_ bytes: Int) -> String {
    bytes < 100_000 ? "\(bytes) bytes" : String(format: "%.1f MB", Double(bytes) / 1e6)
  }

  static func gigabytes(_ bytes: Int) -> String { String(format: "%.1f GB", Double(bytes) / 1e9) }
}
