internal import Tensors

extension Model {
  /// Prints the table of layers, output shapes and parameter counts.
  ///
  /// - Parameter showTrainable: adds a column that says whether training changes a layer's weights.
  public func summary(showTrainable: Bool = false) { print(summaryText(showTrainable: showTrainable)) }

  /// Keras' table of layers, output shapes and parameter counts, with totals.
  public var summaryText: String { summaryText(showTrainable: false) }

  /// Keras' table; where layers have several inputs, a column says what each is connected to.
  public func summaryText(showTrainable: Bool) -> String {
    let trained = network.trainedParameters
    var columns = [
      SummaryColumn("Layer (type)", width: 33) { "\($0.name) (\($0.typeName))" },
      SummaryColumn("Output Shape", width: 24) { Self.shapeText($0.outputShape) },
      SummaryColumn("Param #", width: 15, isNumber: true) { $0.parameterCount.grouped },
    ]
    if !isChain { columns.append(SummaryColumn("Connected to", width: 26) { Self.connections($0) }) }
    if showTrainable {
      columns.append(
        SummaryColumn("Trainable", width: 11) { layer in
          guard !layer.parameters.isEmpty else { return "-" }
          return layer.parameters.contains { trained.contains(ObjectIdentifier($0)) } ? "Y" : "N"
        })
    }
    let table = TextTable(columns: columns.map(\.column), rows: layers.map { layer in columns.map { $0.cell(layer) } })
    return "Model: \"\(name)\"\n\(table.text)\n" + totals
  }

  private var totals: String {
    let frozen = parameterCount - trainableParameterCount
    return """
       Total params: \(Self.sized(parameterCount))
       Trainable params: \(Self.sized(trainableParameterCount))
       Non-trainable params: \(Self.sized(frozen))
      """
  }

  /// Whether every layer has one input, the layer before it.
  private var isChain: Bool {
    inputs.count == 1 && outputs.count == 1
      && zip(network.nodes, network.nodes.dropFirst()).allSatisfy { before, node in
        node.inputs.map(\.node).elementsEqual([before], by: ===)
      }
  }

  private static func connections(_ layer: ModelLayer) -> String {
    let sources = layer.inputs.map { "\($0.node.layer.identity.name ?? "")[\($0.index)]" }
    return sources.isEmpty ? "-" : sources.joined(separator: ", ")
  }

  private static func shapeText(_ shape: [Int]) -> String {
    "(" + (["None"] + shape.map(String.init)).joined(separator: ", ") + ")"
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
    return "\(count.grouped) (\(hundredths / 100).\(fraction) \(unit))"
  }
}

/// A column of the summary: its heading and what it says of a layer.
private struct SummaryColumn {
  let column: TextTable.Column
  let cell: (ModelLayer) -> String

  init(_ header: String, width: Int, isNumber: Bool = false, cell: @escaping (ModelLayer) -> String) {
    column = TextTable.Column(header: header, width: width, isNumber: isNumber)
    self.cell = cell
  }
}
