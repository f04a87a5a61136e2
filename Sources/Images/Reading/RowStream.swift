import Kernels

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Resizes a JPEG image while its rows are decoded, and keeps only the last of them.
///
/// Rows are decoded 16 at a time, in turn into either half of a window of 32: a resulting row lies between two successive
/// rows, so the one before the last decoded ones is still there when it is needed.
@safe final class RowStream {
  private var window: UnsafeMutablePointer<UInt8>?
  private var capacity = 0
  /// How the last image was resized; images of one size are the rule.
  private var plan: Plan?

  private static var rowsAtOnce: Int { 16 }

  deinit { unsafe free(window) }

  /// Reads and resizes an image whose header is read.
  func read(
    _ resizing: Resizing, _ decoder: ImageDecoder, from jpeg: JPEGReader, into target: UnsafeMutablePointer<Float>
  ) throws(ImageError) {
    let plan = plan(for: resizing)
    let window = unsafe window(of: 2 * Self.rowsAtOnce * plan.rowBytes)
    try jpeg.start(decoder.colorMode, decoder.transform)
    var decoded = 0
    for (row, tap) in plan.rows.taps.enumerated() {
      while decoded <= Int(tap.second) { try unsafe decode(&decoded, plan, from: jpeg, into: window) }
      unsafe plan.blending.blend(
        window + plan.place(of: tap.first), window + plan.place(of: tap.second), share: tap.share,
        into: target + row * plan.blending.count)
    }
    while decoded < resizing.source.height { try unsafe decode(&decoded, plan, from: jpeg, into: window) }
    try jpeg.finish()
  }

  private func decode(
    _ decoded: inout Int, _ plan: Plan, from jpeg: JPEGReader, into window: UnsafeMutablePointer<UInt8>
  ) throws(ImageError) {
    let count = min(Self.rowsAtOnce, plan.resizing.source.height - decoded)
    try unsafe jpeg.read(count, into: window + plan.place(of: Int32(decoded)), rowBytes: plan.rowBytes)
    decoded += count
  }

  private func plan(for resizing: Resizing) -> Plan {
    if let plan, plan.resizing == resizing { return plan }
    let made = Plan(resizing)
    plan = made
    return made
  }

  private func window(of bytes: Int) -> UnsafeMutablePointer<UInt8> {
    if let window = unsafe window, capacity >= bytes { return unsafe window }
    unsafe free(window)
    capacity = bytes
    unsafe window = malloc(bytes)?.bindMemory(to: UInt8.self, capacity: bytes)
    guard let window = unsafe window else { preconditionFailure("no memory for \(bytes) bytes of rows") }
    return unsafe window
  }

  private struct Plan {
    let resizing: Resizing
    let rows: BilinearAxis
    let blending: RowBlending
    let rowBytes: Int

    init(_ resizing: Resizing) {
      self.resizing = resizing
      rows = BilinearAxis(
        over: resizing.crop.size.height, from: resizing.crop.top, to: resizing.target.height, step: 1)
      blending = RowBlending(resizing)
      rowBytes = resizing.source.width * resizing.channels
    }

    /// Where a row lies in the window.
    func place(of row: Int32) -> Int { Int(row) % (2 * rowsAtOnce) * rowBytes }
  }
}
