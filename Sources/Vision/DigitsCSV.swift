package import Tensors

/// Small images as text, one a line: the pixels in row-major order, then the label, separated by commas.
package struct DigitsCSV {
  /// [n, side, side, 1]
  package let images: Tensor<UInt8>
  /// [n]
  package let labels: [Int32]

  private static var comma: UInt8 { UInt8(ascii: ",") }
  private static var newline: UInt8 { UInt8(ascii: "\n") }

  /// Reads lines of `side` x `side` pixels and a label.
  /// - Parameter path: what messages call the file.
  /// - Throws: `VisionError` with the line number if a line has another number of values, or one that is no byte.
  package init(_ bytes: [UInt8], path: String, side: Int) throws(VisionError) {
    var pixels: [UInt8] = []
    var labels: [Int32] = []
    for (index, line) in bytes.split(separator: Self.newline).enumerated() {
      let values = line.split(separator: Self.comma, omittingEmptySubsequences: false).map(Self.byte)
      guard values.count == side * side + 1 else {
        throw VisionError("\(path):\(index + 1)", "a line has \(side * side + 1) values, this one \(values.count)")
      }
      let known = values.compactMap(\.self)
      guard known.count == values.count, let label = known.last else {
        throw VisionError("\(path):\(index + 1)", "a value is not a number from 0 to 255")
      }
      pixels += known.dropLast()
      labels.append(Int32(label))
    }
    images = Tensor([labels.count, side, side, 1], pixels)
    self.labels = labels
  }

  /// The number from 0 to 255 that the digits say; nil for anything else.
  private static func byte(_ digits: ArraySlice<UInt8>) -> UInt8? {
    guard (1...3).contains(digits.count) else { return nil }
    var value = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return UInt8(exactly: value)
  }
}
