/// The kinds of numbers that files hold, by NumPy's names.
public enum ElementType: String, CaseIterable, Sendable {
  case bool
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case float16, float32, float64

  /// Bytes of one number.
  public var bytes: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// Whether only whole numbers can be told by it.
  public var isWhole: Bool {
    switch self {
    case .float16, .float32, .float64: false
    default: true
    }
  }

  /// The number that some bits stand for, which fill the low bytes.
  func value(of bits: UInt64) -> StoredNumber {
    switch self {
    case .bool: .whole(bits == 0 ? 0 : 1)
    case .uint8, .uint16, .uint32: .whole(Int64(bits))
    case .uint64: Int64(exactly: bits).map { .whole($0) } ?? .real(Double(bits))
    case .int8: .whole(Int64(Int8(truncatingIfNeeded: bits)))
    case .int16: .whole(Int64(Int16(truncatingIfNeeded: bits)))
    case .int32: .whole(Int64(Int32(truncatingIfNeeded: bits)))
    case .int64: .whole(Int64(bitPattern: bits))
    case .float16: .real(Self.half(UInt16(truncatingIfNeeded: bits)))
    case .float32: .real(Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits))))
    case .float64: .real(Double(bitPattern: bits))
    }
  }

  /// A half-precision number: sign, 5 bits of exponent (bias 15), 10 of fraction. Source: IEEE 754, binary16.
  private static func half(_ bits: UInt16) -> Double {
    let (exponent, fraction) = (Int(bits >> 10 & 0x1f), Double(bits & 0x3ff) / 1024)
    let size: Double =
      switch exponent {
      case 0: fraction * 0x1p-14
      case 0x1f: fraction == 0 ? .infinity : .nan
      default: Double(sign: .plus, exponent: exponent - 15, significand: 1 + fraction)
      }
    return bits >> 15 == 0 ? size : -size
  }
}

/// A number of a file, whole ones to the last digit.
enum StoredNumber: Equatable, CustomStringConvertible {
  case whole(Int64)
  case real(Double)

  var asDouble: Double {
    switch self {
    case .whole(let value): Double(value)
    case .real(let value): value
    }
  }

  var description: String {
    switch self {
    case .whole(let value): "\(value)"
    case .real(let value): "\(value)"
    }
  }
}
