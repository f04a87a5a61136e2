extension Model {
  /// Prints the table of layers, output shapes and parameter counts.
  public func summary() { print(summaryText) }

  /// Keras' table of layers, output shapes and parameter counts, with totals.
  public var summaryText: String {
    let rows = layers.map { layer in
      ["\(layer.name) (\(layer.typeName))", Self.shapeText(layer.outputShape), Self.grouped(layer.parameterCount)]
    }
    let table = TextTable(header: ["Layer (type)", "Output Shape", "Param #"], rows: rows, widths: [33, 24, 15])
    let frozen = parameterCount - trainableParameterCount
    return """
      Model: "\(name)"
      \(table.text)
       Total params: \(Self.sized(parameterCount))
       Trainable params: \(Self.sized(trainableParameterCount))
       Non-trainable params: \(Self.sized(frozen))
      """
  }

  private static func shapeText(_ shape: [Int]) -> String {
    "(" + (["None"] + shape.map(String.init)).joined(separator: ", ") + ")"
  }

  /// 18496 becomes `18,496`.
  static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var groups: [String] = []
    while digits.count > 3 {
      groups.insert(String(digits.suffix(3)), at: 0)
      digits.removeLast(3)
    }
    return ([digits] + groups).joined(separator: ",")
  }

  /// A count and the memory that it takes, such as `96,266 (376.04 KB)`.
  private static func sized(_ count: Int) -> String {
    var size = Double(count * MemoryLayout<Float>.stride)
    var unit = "B"
    for larger in ["KB", "MB", "GB"] where size >= 1024 {
      size /= 1024
      unit = larger
    }
    let hundredths = Int((size * 100).rounded())
    let fraction = String(hundredths % 100 + 100).dropFirst()
    return "\(grouped(count)) (\(hundredths / 100).\(fraction) \(unit))"
  }
}
