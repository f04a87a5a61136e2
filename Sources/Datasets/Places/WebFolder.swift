import Foundation

/// Files on a web server, downloaded by curl.
///
/// curl and not URLSession: this module is also part of what a kernel loads, and URLSession would bring threads of
/// libdispatch and a second TLS library into it. curl resumes, follows redirects and obeys proxies and certificates as
/// the machine is set up.
struct WebFolder {
  var address: String

  /// The exit codes of curl that this type treats apart (`man curl`, "EXIT CODES").
  private enum CurlStatus {
    static let cannotWrite: Int32 = 23
    static let cannotResume: Int32 = 33
    static let rangeRefused: Int32 = 22
  }

  func bring(_ files: [DataFile], to staging: Staging, received: (Int) -> Void) throws {
    var before = 0
    for file in files {
      try bring(file, to: staging) { received(before + $0) }
      before += file.bytes
    }
  }

  private func bring(_ file: DataFile, to staging: Staging, received: (Int) -> Void) throws {
    let part = staging.part(of: file)
    if staging.size(of: part) > file.bytes { staging.remove(part) }
    let wasBegun = staging.size(of: part) > 0
    do {
      try complete(file, in: part, staging: staging, received: received)
    } catch let refusal as Unavailable {
      // The begin may have come from another place, which served something else.
      guard wasBegun, staging.size(of: part) == 0 else { throw refusal }
      try complete(file, in: part, staging: staging, received: received)
    }
  }

  /// Downloads what is missing of a file, and takes it if it is what the catalogue says.
  private func complete(_ file: DataFile, in part: URL, staging: Staging, received: (Int) -> Void) throws {
    if staging.size(of: part) < file.bytes {
      try download(file, to: part, staging: staging, received: received)
    }
    try staging.accept(file, from: Place.web(address).description)
  }

  /// Goes on with a part that an earlier attempt left; begins again where the server cannot go on.
  private func download(_ file: DataFile, to part: URL, staging: Staging, received: (Int) -> Void) throws {
    let wasBegun = staging.size(of: part) > 0
    let watch = { try Self.watch(part, of: file, in: staging, received: received) }
    var result = try curl(file, to: part, whileRunning: watch)
    if wasBegun, [CurlStatus.cannotResume, CurlStatus.rangeRefused].contains(result.status) {
      staging.remove(part)
      result = try curl(file, to: part, whileRunning: watch)
    }
    if result.status == CurlStatus.cannotWrite {
      throw DatasetError(part.path, "cannot be written: \(result.lastLine)", hint: "is the disk full?")
    }
    // Where the connection ends too early for what was announced, the file may be whole all the same.
    guard result.status == 0 || staging.size(of: part) == file.bytes else {
      if staging.size(of: part) > file.bytes { staging.remove(part) }
      throw Unavailable(result.lastLine)
    }
  }

  /// Ends a download that is longer than the file, before it fills the disk.
  private static func watch(
    _ part: URL, of file: DataFile, in staging: Staging, received: (Int) -> Void
  ) throws {
    let bytes = staging.size(of: part)
    guard bytes <= file.bytes else {
      staging.remove(part)
      throw Unavailable("it sends more than the \(file.bytes) bytes of \(file.name)")
    }
    received(bytes)
  }

  private func curl(_ file: DataFile, to part: URL, whileRunning: () throws -> Void) throws -> ChildProgram.Result {
    let arguments = [
      "--silent", "--show-error", "--fail", "--location", "--connect-timeout", "15", "--speed-limit", "1",
      "--speed-time", "60", "--continue-at", "-", "--output", part.path, address + file.name,
    ]
    return try ChildProgram("curl", arguments).run { _ in try whileRunning() }
  }
}
