internal import Tensors

/// An array of bytes in the IDX format: the files of MNIST and of the data sets made in its form.
///
/// A header of two zero bytes, the element type (8: unsigned byte) and the number of axes; the extent of each axis as a
/// big-endian 32-bit number; then the elements in row-major order.
/// Source: "The IDX file format", at the end of Y. LeCun's page on the MNIST database.
package struct IDX: Equatable {
  package let shape: [Int]
  package let elements: ArraySlice<UInt8>

  private static var unsignedByte: UInt8 { 8 }

  /// Reads the content of an IDX file.
  /// - Parameter path: what messages call the file.
  /// - Parameter rank: the number of axes it must have.
  /// - Throws: `VisionError` if the header is not of this kind, or does not agree with the number of bytes that follow.
  package init(_ bytes: [UInt8], path: String, rank: Int) throws(VisionError) {
    let headerBytes = 4 + 4 * rank
    guard bytes.count >= headerBytes else {
      throw VisionError(path, "an IDX header of \(rank) axes has \(headerBytes) bytes, the file only \(bytes.count)")
    }
    guard Array(bytes[..<4]) == [0, 0, Self.unsignedByte, UInt8(clamping: rank)] else {
      throw VisionError(
        path, "it is not an IDX file of bytes with \(rank) axes: it begins with \(Array(bytes[..<4]))")
    }
    shape = (0..<rank).map { axis in Self.bigEndian(bytes[(4 + 4 * axis)..<(8 + 4 * axis)]) }
    elements = bytes[headerBytes...]
    guard Self.product(shape) == elements.count else {
      throw VisionError(path, "its header says \(shape) but \(elements.count) bytes follow")
    }
  }

  private static func bigEndian(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  /// The product of the extents; nil if it is too large for a number.
  private static func product(_ shape: [Int]) -> Int? {
    shape.reduce(1) { (product: Int?, extent) in
      guard let (result, overflow) = product?.multipliedReportingOverflow(by: extent), !overflow else { return nil }
      return result
    }
  }
}

extension LabelledImages {
  /// Joins a file of grey images, [n, height, width], with one of labels, [n].
  package init(images: IDX, labels: IDX, path: String) throws(VisionError) {
    guard images.shape[0] == labels.shape[0] else {
      throw VisionError(path, "it has \(images.shape[0]) images, but there are \(labels.shape[0]) labels")
    }
    try self.init(
      images: Tensor(images.shape + [1], Array(images.elements)),
      labels: Tensor(labels.elements.map { Int32($0) }))
  }
}
