#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Memory that holds the bytes of one file after another.
@safe final class FileBuffer {
  private var memory: UnsafeMutablePointer<UInt8>?
  private var capacity = 0

  /// More bytes than any image file should have.
  private static var mostBytes: Int { 1 << 30 }

  deinit { unsafe free(memory) }

  /// Reads a file whose first bytes are those of an image. The result is valid until the next call.
  ///
  /// - Throws: `ImageError` if it cannot be read, is too large, or is no image; then no more than its beginning is read.
  func load(_ path: String) throws(ImageError) -> UnsafeBufferPointer<UInt8> {
    // A pipe would keep an open without O_NONBLOCK waiting for a writer.
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw unreadable(path) }
    defer { close(file) }
    let size = try size(of: file, path)
    let memory = try unsafe room(for: size, path)
    let start = min(size, ImageFormat.signatureLength)
    try unsafe fill(memory, 0..<start, from: file, path)
    _ = try unsafe ImageFormat(UnsafeBufferPointer(start: memory, count: start), path: path)
    try unsafe fill(memory, start..<size, from: file, path)
    return unsafe UnsafeBufferPointer(start: memory, count: size)
  }

  private func size(of file: Int32, _ path: String) throws(ImageError) -> Int {
    var status = stat()
    guard unsafe fstat(file, &status) == 0 else { throw unreadable(path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw ImageError(path, "not a file") }
    let size = Int(status.st_size)
    guard size <= Self.mostBytes else {
      throw ImageError(path, "the file has \(size) bytes, more than an image file should have")
    }
    return size
  }

  /// Memory for `count` bytes; what it held is lost.
  private func room(for count: Int, _ path: String) throws(ImageError) -> UnsafeMutablePointer<UInt8> {
    if let memory = unsafe memory, capacity >= count { return unsafe memory }
    unsafe free(memory)
    let wanted = max(count + count / 2, 1 << 16)
    capacity = wanted
    unsafe memory = malloc(wanted)?.bindMemory(to: UInt8.self, capacity: wanted)
    guard let memory = unsafe memory else {
      capacity = 0
      throw ImageError(path, "there is no memory for its \(count) bytes")
    }
    return unsafe memory
  }

  private func fill(
    _ memory: UnsafeMutablePointer<UInt8>, _ range: Range<Int>, from file: Int32, _ path: String
  ) throws(ImageError) {
    var place = range.lowerBound
    while place < range.upperBound {
      let count = unsafe read(file, memory + place, range.upperBound - place)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      guard count > 0 else { throw ImageError(path, "the file became shorter while it was read") }
      place += count
    }
  }

  private func unreadable(_ path: String) -> ImageError {
    ImageError(path, "cannot be read: " + (unsafe String(cString: strerror(errno))))
  }
}
