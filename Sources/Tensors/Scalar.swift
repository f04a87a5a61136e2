/// An element that a tensor can hold: `Float` for computing, `UInt8` for images and masks, `Int32` for labels.
public protocol Scalar: Sendable, Comparable, BitwiseCopyable, AdditiveArithmetic, CustomStringConvertible {
  /// The name that summaries and messages use, such as `float32`.
  static var name: String { get }
  init(_ value: Double)
  var asDouble: Double { get }
}

extension Float: Scalar {
  public static var name: String { "float32" }
  public var asDouble: Double { Double(self) }
}

extension UInt8: Scalar {
  public static var name: String { "uint8" }
  public var asDouble: Double { Double(self) }
}

extension Int32: Scalar {
  public static var name: String { "int32" }
  public var asDouble: Double { Double(self) }
}
