/// The greatest value seen so far in each lane, and where it was (as a float, so that masks need no conversion).
struct Candidate {
  var value: SIMD16<Float>
  var place: SIMD16<Float>

  /// Lets another value win where it is greater or not a number.
  @inline(__always)
  mutating func compete(_ other: SIMD16<Float>, place otherPlace: SIMD16<Float>) {
    let isGreater = other .> value
    let isNaN = other .!= other
    value.replace(with: other, where: isGreater)
    value.replace(with: other, where: isNaN)
    place.replace(with: otherPlace, where: isGreater)
    place.replace(with: otherPlace, where: isNaN)
  }

  /// The greater of two values in each lane, NaN if one is.
  @inline(__always)
  static func greater(_ value: SIMD16<Float>, _ other: SIMD16<Float>) -> SIMD16<Float> {
    value.replacing(with: other, where: other .> value).replacing(with: other, where: other .!= other)
  }

  /// Reads places that `storePlaces` wrote.
  @inline(__always)
  static func places(at source: UnsafePointer<UInt8>, count: Int) -> SIMD16<Float> {
    var bytes = SIMD16<UInt8>(repeating: 0)
    if count >= 16 {
      bytes = UnsafeRawPointer(source).loadUnaligned(as: SIMD16<UInt8>.self)
    } else {
      for lane in 0..<count { bytes[lane] = source[lane] }
    }
    // The integer n has the last bits of 2²³ + n.
    let bits = SIMD16<Int32>(truncatingIfNeeded: bytes) &+ 0x4B00_0000
    return unsafeBitCast(bits, to: SIMD16<Float>.self) - 0x1p23
  }

  /// Writes the first `count` places as bytes.
  @inline(__always)
  func storePlaces(at target: UnsafeMutablePointer<UInt8>, count: Int) {
    // 2²³ + n has the bits of the integer n in its last byte.
    let bytes = SIMD16<UInt8>(truncatingIfNeeded: unsafeBitCast(place + 0x1p23, to: SIMD16<Int32>.self))
    if count >= 16 {
      UnsafeMutableRawPointer(target).storeBytes(of: bytes, as: SIMD16<UInt8>.self)
    } else {
      for lane in 0..<count { target[lane] = bytes[lane] }
    }
  }
}
