import Plotting
import Tensors
import Testing

@Suite struct OverlayTests {
  /// Grey, 4 × 4 pixels.
  static let photo = Tensor<UInt8>([4, 4, 3], [UInt8](repeating: 100, count: 48))
  /// Left half 0, right half 1.
  static let halves = Tensor<Int32>([4, 4], (0..<16).map { $0 % 4 < 2 ? 0 : 1 })

  private func raster(_ overlay: some Drawable) throws -> Raster {
    try #require(try RecordingCanvas.drawing(overlay).rasters.first?.raster)
  }

  @Test func hiddenClassesShowTheImageAndOthersTheirColour() throws {
    let raster = try raster(Overlay(Self.photo, mask: Self.halves, hidden: [0], alpha: 1, width: 40))
    #expect(raster.width == 80 && raster.height == 80)
    #expect(raster.pixels[40 * 80 + 10] == 0xff64_6464)
    // The second of Okabe's and Ito's colours.
    #expect(raster.pixels[40 * 80 + 70] == 0xff56_b4e9)
  }

  @Test func alphaMixesColourAndImage() throws {
    let raster = try raster(Overlay(Self.photo, mask: Self.halves, hidden: [0], alpha: 0.4, width: 40))
    #expect(raster.pixels[40 * 80 + 70] == 0xff5e_8499)
  }

  @Test func theContourIsOpaqueInsideAndLightOutside() throws {
    let raster = try raster(Overlay(Self.photo, mask: Self.halves, hidden: [0], alpha: 0, width: 40))
    let row = raster.pixels[40 * 80..<41 * 80].map { $0 }
    #expect(row.indices.filter { row[$0] == 0xff56_b4e9 } == [40, 41])
    #expect(row.indices.filter { row[$0] != 0xff56_b4e9 && row[$0] != 0xff64_6464 } == [38, 39])
  }

  @Test func bordersBetweenRowsHaveContoursToo() throws {
    let mask = Tensor<Int32>([4, 4], (0..<16).map { $0 < 8 ? 0 : 1 })
    let raster = try raster(Overlay(Self.photo, mask: mask, hidden: [0], alpha: 0, width: 40))
    let column = (0..<80).map { raster.pixels[$0 * 80 + 5] }
    #expect(column.indices.filter { column[$0] == 0xff56_b4e9 } == [40, 41])
    #expect(column.indices.filter { column[$0] != 0xff56_b4e9 && column[$0] != 0xff64_6464 } == [38, 39])
  }

  static let sameMasks: [any Drawable] = [
    Overlay(photo, mask: Tensor<Int32>([4, 4, 1], halves.elements)),
    Overlay(photo, mask: Tensor<Float>([1, 4, 4, 1], halves.elements.map { $0 == 1 ? 0.7 : 0.2 })),
    Overlay(
      photo, mask: Tensor<Float>([4, 4, 2], halves.elements.flatMap { $0 == 1 ? [-1, 3] : [0.6, 0.4] as [Float] })),
    Overlay(photo, mask: Tensor<UInt8>([2, 2], [0, 1, 0, 1])),
  ]

  @Test(arguments: sameMasks.indices)
  func masksComeAsClassesProbabilitiesOrScores(index: Int) throws {
    #expect(try Self.sameMasks[index].png() == Overlay(Self.photo, mask: Self.halves).png())
  }

  @Test func realImagesLookLikeBytes() throws {
    let bytes = try Overlay(Self.photo, mask: Self.halves).png()
    #expect(try Overlay(Tensor<Float>(Self.photo), mask: Self.halves).png() == bytes)
    #expect(try Overlay(Tensor<Float>(Self.photo) / 255, mask: Self.halves).png() == bytes)
  }

  @Test func errorsAreToldApart() {
    // Background is 0: right, missed, false alarm, mistaken.
    let truth = Tensor<Int32>([1, 4], [0, 1, 0, 1])
    let answer = Tensor<Int32>([1, 4], [0, 0, 1, 2])
    let map = Overlay.errorMap(Tensor<UInt8>(zeros: [1, 4]), truth: truth, prediction: answer, background: 0)
    #expect(
      map.textAlternative == "Errors of a mask over an image of 4 × 1 pixels: right 25.0%, missed 25.0%, false alarm"
        + " 25.0%, mistaken 25.0% of the pixels.")
    let plain = Overlay.errorMap(Tensor<UInt8>(zeros: [1, 4]), truth: truth, prediction: answer)
    #expect(plain.textAlternative?.contains("mistaken 75.0%, right 25.0%") == true)
  }

  @Test func theLegendOfErrorsSaysTheirShares() throws {
    let map = Overlay.errorMap(
      Self.photo, truth: Self.halves, prediction: Tensor<Int32>(zeros: [4, 4]), background: 0, title: "errors")
    let canvas = try RecordingCanvas.drawing(map)
    #expect(canvas.texts.map(\.text) == ["errors", "missed 50.0%"])
    #expect(canvas.textsOutside(map.size).isEmpty)
  }

  @Test(arguments: [1, 2, 4], [60, 155, 300])
  func comparisonsKeepTheirPartsApart(columns: Int, width: Int) throws {
    let names = ["a class with a long name", "background"]
    let panels = Overlay.comparison(
      Self.photo, truth: Self.halves, prediction: Tensor<Int32>(zeros: [4, 4]), classes: names, background: 1,
      columns: columns, width: width)
    let canvas = try RecordingCanvas.drawing(panels)
    #expect(canvas.textsOutside(panels.size).isEmpty)
    #expect(canvas.overlaps.isEmpty)
    #expect(canvas.rasters.count == 4)
    #expect(canvas.texts.count { $0.text == names[0] } <= 1)
    let tops = canvas.rasters.prefix(columns).map(\.box.y)
    // Where a title takes two lines, its picture begins lower.
    #expect(Set(tops).count == 1 || width == 60)
  }

  @Test func classesBeyondSevenHaveStripes() throws {
    let eighth = Tensor<Int32>([4, 4], repeating: 7)
    let raster = try raster(Overlay(Self.photo, mask: eighth, alpha: 1, width: 40))
    #expect(Set(raster.pixels) == [0xff64_6464, 0xffe6_9f00])
  }

  @Test func heatIsEnlargedStraightBetweenItsPixels() throws {
    let heat = Tensor<Float>([1, 2], [0, 1])
    let overlay = HeatOverlay(
      Tensor<UInt8>(zeros: [2, 4]), heat: heat, alpha: 1, colormap: Colormap(stops: [.white, .white]), width: 4)
    // Eight pixels; the heat rises from the second to the sixth. Cold places are covered by 15%.
    let row = try raster(overlay).pixels.prefix(8).map { Double($0 & 0xff) / 255 }
    let expected = [0, 0, 0.125, 0.375, 0.625, 0.875, 1, 1].map { 0.15 + 0.85 * $0 }
    #expect(zip(row, expected).allSatisfy { ($0 - $1).magnitude < 0.004 }, "\(row)")
  }

  @Test func underTheHeatTheImageIsGrey() throws {
    let red = Tensor<UInt8>([1, 1, 3], [200, 0, 0])
    let pixels = try raster(HeatOverlay(red, heat: Tensor<Float>([1, 1], [0]), alpha: 0, width: 4)).pixels
    // 0.299 · 200 = 59.8
    #expect(Set(pixels) == [0xff3c_3c3c])
  }

  @Test func aHeatMapSaysWhereItIsHot() {
    let heat = Tensor<Float>([3, 3], [0, 0, 1, 0, 0, 0, 0, 0.2, 0])
    let text = HeatOverlay(Self.photo, heat: heat, title: "cat").textAlternative
    #expect(
      text == "“cat”: heat map over an image of 4 × 4 pixels: hottest at the upper right; half of the heat lies in"
        + " 11.1% of the image.")
    let cold = HeatOverlay(Self.photo, heat: Tensor<Float>(zeros: [3, 3])).textAlternative
    #expect(cold == "Heat map over an image of 4 × 4 pixels: no heat anywhere.")
  }

  @Test func theColourBarStaysInside() throws {
    let heat = HeatOverlay(Self.photo, heat: Tensor<Float>([1, 2], [0, 1234.5]), title: "heat")
    let canvas = try RecordingCanvas.drawing(heat)
    #expect(canvas.textsOutside(heat.size).isEmpty)
    #expect(canvas.overlaps.isEmpty)
  }

  static let broken: [(message: String, picture: any Drawable)] = [
    (
      "Overlay cannot read a mask of shape [2]; expected: [height, width] or [height, width, 1] of classes, or [height,"
        + " width, classes] of scores.", Overlay(photo, mask: Tensor<Int32>([0, 1]))
    ),
    (
      "Overlay has a mask with the value -1; expected: classes 0, 1, 2 …, or probabilities from 0 to 1.",
      Overlay(photo, mask: Tensor<Int32>([1, 1], [-1]))
    ),
    (
      "Overlay has a mask with the value NaN; expected: classes 0, 1, 2 …, or probabilities from 0 to 1.",
      Overlay(photo, mask: Tensor<Float>([1, 1], [.nan]))
    ),
    (
      "Overlay cannot show an image of shape [2, 2, 2]; expected: [height, width, channels] with 1 or 3 channels and no"
        + " empty axis.", Overlay(Tensor<UInt8>(zeros: [2, 2, 2]), mask: halves)
    ),
    ("Overlay cannot have an alpha of 2.0; expected: 0 to 1.", Overlay(photo, mask: halves, alpha: 2)),
    (
      "Overlay has a true mask of 4 × 4 pixels and a prediction of 1 × 1; expected: masks of one size.",
      Overlay.errorMap(photo, truth: halves, prediction: Tensor<Int32>(zeros: [1, 1]))
    ),
    (
      "HeatOverlay with a heat map of shape [2, 2, 2] has no values; expected: at least one row with one value.",
      HeatOverlay(photo, heat: Tensor<Float>(zeros: [2, 2, 2]))
    ),
  ]

  @Test(arguments: broken.indices)
  func brokenOverlaysSayWhy(index: Int) {
    let (message, picture) = Self.broken[index]
    let error = #expect(throws: PlottingError.self) { try picture.png() }
    #expect(error?.description == message)
    _ = picture.textAlternative
  }
}
