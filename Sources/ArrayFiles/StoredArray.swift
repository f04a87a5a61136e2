public import Tensors

/// An array as it lies in a file.
///
///     let array = try StoredArray(npy: "features.npy")
///     print(array)                                      // float64 [150, 4]
///     let features = try array.tensor(as: Float.self)
public struct StoredArray: Equatable, Sendable, CustomStringConvertible {
  /// Extent of each axis; empty for a single number.
  public let shape: [Int]
  /// What the numbers are in the file.
  public let elementType: ElementType
  /// What messages call it: the path of the file, and the member of an archive.
  package let name: String
  /// As many as shape and element type need.
  let content: ArraySlice<UInt8>
  let isBigEndian: Bool
  /// Whether the first axis runs fastest, as in Fortran.
  let isColumnMajor: Bool

  /// - Throws: `ArrayFileError` if `content` has not the bytes that the shape needs.
  init(
    _ shape: [Int], _ type: ElementType, _ content: ArraySlice<UInt8>, name: String, isBigEndian: Bool = false,
    isColumnMajor: Bool = false
  ) throws(ArrayFileError) {
    guard let count = Self.product(shape), let bytes = Self.product([count, type.bytes]), bytes == content.count else {
      throw ArrayFileError(
        name, "its header says \(type) of shape \(shape), but \(content.count) bytes follow",
        hint: "it may have been cut off while it was copied: fetch or write it again")
    }
    (self.shape, elementType, self.name, self.content) = (shape, type, name, content)
    (self.isBigEndian, self.isColumnMajor) = (isBigEndian, isColumnMajor)
  }

  public var description: String { "\(elementType) \(shape)" }

  /// Number of elements: the product of the shape.
  public var count: Int { content.count / elementType.bytes }

  /// The product of extents; nil if it is larger than any array. An axis without extent does not hide what others say.
  private static func product(_ extents: [Int]) -> Int? {
    var product: Int? = 1
    for extent in extents where extent != 0 {
      guard let (result, overflows) = product?.multipliedReportingOverflow(by: extent), !overflows else { return nil }
      product = result
    }
    return extents.contains(0) ? 0 : product
  }

  /// The bits of an element by its place in the file, in the low bytes.
  func bits(_ place: Int) -> UInt64 {
    let width = elementType.bytes
    let start = content.startIndex + place * width
    var bits: UInt64 = 0
    for byte in 0..<width {
      let position = isBigEndian ? start + byte : start + width - 1 - byte
      bits = bits << 8 | UInt64(content[position])
    }
    return bits
  }

  /// For each element in row-major order its place in the file; nil where the file has that order.
  private var places: [Int]? {
    guard isColumnMajor, shape.count > 1, count > 0 else { return nil }
    let strides = shape.indices.map { shape[..<$0].reduce(1, *) }
    return shape.indices.reduce([0]) { places, axis in
      places.flatMap { place in (0..<shape[axis]).map { place + $0 * strides[axis] } }
    }
  }

  /// The numbers as a tensor, in row-major order.
  ///
  /// `Float` takes everything, rounded to its 24 bits; `Int32` and `UInt8` take whole numbers and truth values that they can say.
  /// - Throws: `ArrayFileError` if the file holds fractions or a number that is out of range.
  public func tensor<Element: Scalar>(as type: Element.Type = Element.self) throws(ArrayFileError) -> Tensor<Element> {
    // Each of these is compiled for its own type: a chapter is not optimised, and files are large.
    let tensor: Any =
      switch type {
      case is Float.Type: Tensor(shape, try elements { Float($0.asDouble) })
      case is UInt8.Type: Tensor(shape, try pixels())
      case is Int32.Type: Tensor(shape, try wholes(Int32.self))
      default: Tensor(shape, try elements { Element($0.asDouble) })
      }
    guard let tensor = tensor as? Tensor<Element> else { preconditionFailure("no tensor of \(Element.name) was made") }
    return tensor
  }

  private func elements<Element>(
    _ convert: (StoredNumber) throws(ArrayFileError) -> Element
  ) throws(ArrayFileError) -> [Element] {
    let places = places
    var elements: [Element] = []
    elements.reserveCapacity(count)
    for index in 0..<count { elements.append(try convert(elementType.value(of: bits(places?[index] ?? index)))) }
    return elements
  }

  private func pixels() throws(ArrayFileError) -> [UInt8] {
    elementType == .uint8 && !isColumnMajor ? Array(content) : try wholes(UInt8.self)
  }

  private func wholes<Element: Scalar & FixedWidthInteger>(_ type: Element.Type) throws(ArrayFileError) -> [Element] {
    let name = name
    guard elementType.isWhole else {
      throw ArrayFileError(
        name, "it holds \(elementType), which \(Element.name) cannot say", hint: "read it as a Tensor<Float>")
    }
    return try elements { (stored) throws(ArrayFileError) in
      if case .whole(let value) = stored, let element = Element(exactly: value) { return element }
      throw ArrayFileError(
        name, "it holds \(stored), and \(Element.name) goes from \(Element.min) to \(Element.max)",
        hint: "read it as a Tensor<Float>")
    }
  }
}
