/// Where 16 neighbouring output pixels come from: for each, four places in the image, their shares, and a constant.
struct WarpRun {
  static var length: Int { 16 }
  static var steps: SIMD16<Float> { SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }

  private let places: UnsafeMutablePointer<Int32>
  private let shares: UnsafeMutablePointer<Float>

  /// Calls `body` with memory of a run, which lies on the stack.
  @inline(__always)
  static func withRun(_ body: (WarpRun) -> Void) {
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: 4 * 16) { places in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: 5 * 16) { shares in
        guard let places = places.baseAddress, let shares = shares.baseAddress else { return }
        body(WarpRun(places: places, shares: shares))
      }
    }
  }

  @inline(__always)
  func set(_ corner: Int, _ place: SIMD16<Int32>, _ share: SIMD16<Float>) {
    UnsafeMutableRawPointer(places + corner * 16).storeBytes(of: place, as: SIMD16<Int32>.self)
    setShare(corner, share)
  }

  @inline(__always)
  func setShare(_ corner: Int, _ share: SIMD16<Float>) { shares.store(share, at: corner * 16) }

  @inline(__always)
  func setConstants(_ constants: SIMD16<Float>) { setShare(4, constants) }

  @inline(__always)
  func place(_ corner: Int, _ i: Int) -> Int { Int(places[corner * 16 + i]) }

  @inline(__always)
  func share(_ corner: Int, _ i: Int) -> Float { shares[corner * 16 + i] }

  /// constant + Σ share · pixel at a place
  @inline(__always)
  func sum(_ i: Int, _ pixel: (_ place: Int) -> SIMD4<Float>) -> SIMD4<Float> {
    let upper = pixel(place(0, i)) * share(0, i) + pixel(place(1, i)) * share(1, i)
    let lower = pixel(place(2, i)) * share(2, i) + pixel(place(3, i)) * share(3, i)
    return upper + lower + share(4, i)
  }

  /// constant + Σ share · value at a place
  @inline(__always)
  func sum(_ i: Int, _ value: (_ place: Int) -> Float) -> Float {
    let upper = value(place(0, i)) * share(0, i) + value(place(1, i)) * share(1, i)
    let lower = value(place(2, i)) * share(2, i) + value(place(3, i)) * share(3, i)
    return upper + lower + share(4, i)
  }

  /// Σ share · pixel, of four neighbours of which only the first place is set
  @inline(__always)
  func sumInside(_ i: Int, _ right: Int, _ down: Int, _ pixel: (_ place: Int) -> SIMD4<Float>) -> SIMD4<Float> {
    let first = place(0, i)
    let upper = pixel(first) * share(0, i) + pixel(first + right) * share(1, i)
    let lower = pixel(first + down) * share(2, i) + pixel(first + down + right) * share(3, i)
    return upper + lower
  }

  /// Σ share · value, of four neighbours of which only the first place is set
  @inline(__always)
  func sumInside(_ i: Int, _ right: Int, _ down: Int, _ value: (_ place: Int) -> Float) -> Float {
    let first = place(0, i)
    let upper = value(first) * share(0, i) + value(first + right) * share(1, i)
    let lower = value(first + down) * share(2, i) + value(first + down + right) * share(3, i)
    return upper + lower
  }
}
