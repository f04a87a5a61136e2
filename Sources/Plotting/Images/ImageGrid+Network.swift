import Tensors

// What is inside of a network, as grids.

extension ImageGrid {
  /// What every channel of an activation shows, each on its own scale; dead channels, which have one value everywhere,
  /// are crossed out.
  ///
  ///     ImageGrid.featureMaps(activation.row(0), heading: "conv_2")
  ///
  /// - Parameters:
  ///   - activation: `[height, width, channels]`, after a batch axis of extent 1 or not.
  ///   - columns: maps side by side.
  ///   - most: how many channels are shown, from the first on.
  ///   - heading: one line above the maps, such as the layer's name.
  ///   - scale: CSS pixels a pixel of the map; nil fills the text column, within reason.
  public static func featureMaps(
    _ activation: Tensor<Float>, columns: Int = 16, most: Int = 64, heading: String = "", scale: Double? = nil
  ) -> ImageGrid {
    var shape = activation.shape
    if shape.count == 4, shape[0] == 1 { shape.removeFirst() }
    guard shape.count == 3, activation.count > 0 else {
      return broken(activation, "feature maps", expected: "[height, width, channels]")
    }
    let shown = min(max(most, 1), shape[2])
    let maps = activation.reshaped(shape).transposed([2, 0, 1])
    var grid = ImageGrid(
      maps.rows(0..<shown), columns: min(columns, shown), colormap: .viridis, range: .standardized, scale: scale)
    let dead = (0..<shape[2]).filter { channel in isConstant(maps.row(channel)) }
    grid.empty = Set(dead)
    grid.heading = heading
    grid.story = ("feature map", rest(shown: shown, of: shape[2], dead: dead))
    return grid
  }

  private static func isConstant(_ map: Tensor<Float>) -> Bool {
    let values = map.elements
    return values.allSatisfy { $0 == values.first }
  }

  private static func rest(shown: Int, of count: Int, dead: [Int]) -> String {
    let part = shown < count ? " The first \(shown) of \(count) channels." : ""
    guard !dead.isEmpty else { return part + " Each on its own scale; every channel responds somewhere." }
    let names = dead.prefix(8).map(String.init).joined(separator: ", ") + (dead.count > 8 ? " …" : "")
    return part + " Each on its own scale; \(Typography.counted(dead.count, "channel")) of \(count) dead: \(names)."
  }

  /// The filters of a convolution, each on its own scale: in colour over three input channels, from blue for negative over
  /// white for zero to orange for positive over one.
  ///
  /// - Parameters:
  ///   - kernel: `[height, width, input channels, filters]`.
  ///   - input: the input channel to show; nil if there are 1 or 3.
  ///   - columns: filters side by side.
  ///   - most: how many filters are shown, from the first on.
  ///   - heading: one line above the filters.
  ///   - scale: CSS pixels a weight.
  public static func filters(
    _ kernel: Tensor<Float>, input: Int? = nil, columns: Int = 16, most: Int = 64, heading: String = "",
    scale: Double? = nil
  ) -> ImageGrid {
    guard kernel.rank == 4, kernel.count > 0 else {
      return broken(kernel, "filters", expected: "[height, width, input channels, filters]")
    }
    guard let one = slice(kernel, input) else {
      return broken(
        kernel, "filters", expected: "1 or 3 input channels, or `input` from 0 to \(kernel.shape[2] - 1)")
    }
    let shown = min(max(most, 1), kernel.shape[3])
    var grid = ImageGrid(
      one.transposed([3, 0, 1, 2]).rows(0..<shown), columns: min(columns, shown), colormap: .diverging,
      range: .perImage, scale: scale)
    grid.heading = heading
    let part = shown < kernel.shape[3] ? " The first \(shown) of \(kernel.shape[3])." : ""
    grid.story = ("filter", part + " Each on its own scale.")
    return grid
  }

  /// One input channel, or all of them if they can be shown together.
  private static func slice(_ kernel: Tensor<Float>, _ input: Int?) -> Tensor<Float>? {
    guard let input else { return [1, 3].contains(kernel.shape[2]) ? kernel : nil }
    return (0..<kernel.shape[2]).contains(input) ? kernel.slice(input..<input + 1, axis: 2) : nil
  }

  /// Images that excite one filter each, as gradient ascent leaves them: in any range, each spread over its colours.
  ///
  /// - Parameters:
  ///   - images: `[filters, height, width, channels]` with 1 or 3 channels.
  ///   - captions: text below each, such as the number of the filter.
  public static func patterns(
    _ images: Tensor<Float>, captions: [String] = [], columns: Int = 8, heading: String = "", scale: Double? = nil
  ) -> ImageGrid {
    var grid = ImageGrid(images, captions: captions, columns: columns, range: .standardized, scale: scale)
    grid.heading = heading
    grid.story = ("pattern", " Each excites one filter, and is on its own scale.")
    return grid
  }

  /// A grid that says what is wrong when it is drawn.
  private static func broken(_ tensor: Tensor<Float>, _ what: String, expected: String) -> ImageGrid {
    ImageGrid(
      .failure(PlottingError("ImageGrid", problem: "cannot show \(what) of shape \(tensor.shape)", expected: expected)))
  }
}
