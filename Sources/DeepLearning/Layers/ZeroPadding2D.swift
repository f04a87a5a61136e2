internal import Kernels

/// Surrounds each image with rows and columns of zeros, as `keras.layers.ZeroPadding2D`.
///
/// ## Shapes
/// [batch, height, width, channels] → [batch, top + height + bottom, left + width + right, channels]
public struct ZeroPadding2D: Layer {
  /// Rows and columns of zeros: [[top, bottom], [left, right]].
  public let padding: [[Int]]
  private let identity: LayerIdentity

  /// Makes a padding that is the same on opposite sides: one number, or rows and columns.
  public init(padding: any SpatialSize = 1, name: String? = nil) {
    let extents = padding.spatialExtents
    let pairs = extents.map { [$0, $0] }
    self.init(padding: pairs.count == 1 ? pairs + pairs : pairs, name: name)
  }

  /// Makes a padding of [[top, bottom], [left, right]].
  public init(padding: [[Int]], name: String? = nil) {
    self.padding = padding
    identity = LayerIdentity(name: name)
  }

  public var operation: LayerOperation { LayerOperation(rule: self, identity: identity) }
}

extension ZeroPadding2D: ConfigurableLayer {
  static var typeName: String { "ZeroPadding2D" }
  static var baseName: String { "zero_padding2d" }
  var settings: Settings { ["padding": .list(padding.map { .integers($0) })] }

  init(from settings: inout SettingsReader, name: String?) throws(LayerProblem) {
    let sides: [[Int]]
    switch settings.take("padding") {
    case .list(let values): sides = try Self.sides(values)
    case let value: sides = try Self.sides([value ?? 1, value ?? 1])
    }
    self.init(padding: sides, name: name)
  }

  /// Zeros on both sides of each axis; one number stands for two equal ones.
  ///
  /// - Throws: a problem if they are anything but integers.
  private static func sides(_ values: [SettingValue]) throws(LayerProblem) -> [[Int]] {
    var sides: [[Int]] = []
    for value in values {
      var reader = SettingsReader(["padding": value])
      let pair = try reader.integers("padding")
      sides.append(pair.count == 1 ? pair + pair : pair)
    }
    return sides
  }

  func outputShape(for inputs: [[Int]]) throws(LayerProblem) -> [Int] {
    let image = try imageShape(of: inputs)
    guard padding.map(\.count) == [2, 2], padding.allSatisfy({ $0.allSatisfy { $0 >= 0 } }) else {
      throw LayerProblem(
        "padding is \(padding)", needed: "one number of at least 0, two, or [[top, bottom], [left, right]]")
    }
    return [
      image.height + padding[0][0] + padding[0][1], image.width + padding[1][0] + padding[1][1], image.channels,
    ]
  }

  func lower(_ call: LayerCall, to builder: inout PlanBuilder) -> Value {
    let input = call.inputs[0]
    let output = builder.value(shape: call.shape)
    let kernel = ZeroPadding(
      batch: builder.batch, input: (input.shape[0], input.shape[1], input.shape[2]),
      padding: Padding(top: padding[0][0], bottom: padding[0][1], left: padding[1][0], right: padding[1][1]))
    builder.append(
      LinearMapForward(layer: call.name, kernel: kernel, input: input.buffer, output: output.buffer))
    return output
  }
}
