import Foundation

/// Where messages to the person at the command line go.
struct Terminal {
  static let standardError = Terminal(handle: .standardError)

  private let handle: FileHandle
  /// Whether lines can be replaced: a person is watching.
  let isInteractive: Bool

  private init(handle: FileHandle) {
    self.handle = handle
    isInteractive = isatty(handle.fileDescriptor) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
  }

  /// Columns of the terminal, 80 where it does not say.
  var width: Int {
    var size = winsize()
    let answered = unsafe ioctl(handle.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0
    return answered && size.ws_col > 0 ? Int(size.ws_col) : 80
  }

  /// Writes a line that stays.
  func print(_ line: String) { write((isInteractive ? Self.eraseLine : "") + line + "\n") }

  /// Shows a line in place of the last one; cut to the terminal's width.
  func replaceLine(with line: String) { write(Self.eraseLine + String(line.prefix(width - 1))) }

  /// Removes the line that was shown in place.
  func clearLine() { if isInteractive { write(Self.eraseLine) } }

  private static let eraseLine = "\r\u{1B}[2K"

  private func write(_ text: String) { try? handle.write(contentsOf: Data(text.utf8)) }
}
