import Plotting
import Tensors
import Testing

@Suite struct RenderingTests {
  static let gallery: [any Drawable] = [
    Figure(title: "Loss", x: Axis("Epoch"), y: Axis("Loss")) {
      Line(x: 1...5, y: [0.5, 0.3, 0.2, 0.15, 0.1], label: "training")
      Band(x: 1...5, lower: [0.4, 0.2, 0.1, 0.1, 0.1], upper: [0.6, 0.5, 0.4, 0.3, 0.3], label: "spread")
      Rule(x: 3, label: "best")
    },
    Figure { Bars(["a", "b"], [1, -2], annotation: .automatic) },
    Figure { Histogram((0..<100).map { Double($0 * $0) }) },
    Figure { Points(x: [1, 2], y: [3, 4], label: "a") },
    Heatmap([[1, 2], [3, 4]], rows: ["a", "b"], columns: ["a", "b"]),
    Heatmap([[1, -2], [3, 4]], annotated: false),
    ImageGrid(Tensor<UInt8>(zeros: [3, 4, 4, 1]), captions: ["x"], borders: [nil, .bad]),
    NumberGrid([[1, 2], [3, -4]], caption: "kernel", highlights: [.init(rows: 0..<1, columns: 0..<2)]),
    Figure.row([Figure { Line(x: [1, 2], y: [1, 2]) }, Figure { Line(x: [1, 2], y: [2, 1]) }]),
    Overlay(Tensor<UInt8>(zeros: [4, 4]), mask: OverlayTests.halves, classes: ["left", "right"]),
    Overlay.errorMap(OverlayTests.photo, truth: OverlayTests.halves, prediction: Tensor<Int32>(zeros: [4, 4])),
    HeatOverlay(OverlayTests.photo, heat: Tensor<Float>([1, 2], [0, 1])),
    ImageGrid(Tensor<UInt8>(zeros: [2, 4, 4])).judged([.right, .wrong]),
    ImageGrid.featureMaps(Tensor([1, 2, 2], [0, 1, 0, 3]), heading: "conv"),
    Heatmap.confusion(Tensor<Int32>([2, 2], [3, 1, 0, 2]), classes: ["a", "b"]),
  ]

  @Test(arguments: gallery.indices, Theme.allCases)
  func theSamePictureGivesTheSameBytes(index: Int, theme: Theme) throws {
    let first = try Self.gallery[index].png(theme: theme)
    #expect(try Self.gallery[index].png(theme: theme) == first)
  }

  @Test(arguments: gallery.indices)
  func picturesHaveTwiceTheirSizeInPixels(index: Int) throws {
    let picture = Self.gallery[index]
    let image = DecodedImage(try picture.png(theme: .light))
    #expect(image.width == 2 * picture.size.width)
    #expect(image.height == 2 * picture.size.height)
  }

  @Test(arguments: gallery.indices)
  func themesDifferWhereThePictureSaysSo(index: Int) throws {
    let picture = Self.gallery[index]
    let isSame = try picture.png(theme: .light) == picture.png(theme: .dark)
    #expect(isSame != picture.dependsOnTheme)
  }

  @Test func imagesWithoutTextLookTheSameOnBothThemes() throws {
    let grid = ImageGrid(Tensor<UInt8>([1, 2, 2, 1], [0, 80, 160, 255]))
    #expect(!grid.dependsOnTheme)
    #expect(try grid.png(theme: .light) == grid.png(theme: .dark))
  }

  @Test func theBackgroundIsTransparent() throws {
    let image = DecodedImage(try Figure { Line(x: [1, 2], y: [1, 2]) }.png(theme: .light))
    #expect(image.color(0, 0).alpha == 0)
    #expect(image.color(image.width - 1, 0).alpha == 0)
  }

  @Test func everyImagePixelIsASharpSquare() throws {
    let grid = ImageGrid(Tensor<UInt8>([1, 2, 2, 1], [0, 85, 170, 255]), scale: 10)
    let image = DecodedImage(try grid.png(theme: .light))
    // Ten CSS pixels are twenty image pixels; the hairline takes one at the side.
    for (row, column, gray) in [(0, 0, 0.0), (0, 1, 85), (1, 0, 170), (1, 1, 255)] as [(Int, Int, Double)] {
      for (x, y) in [(3, 3), (16, 3), (3, 16), (16, 16)] {
        let color = image.color(2 + column * 20 + x, 2 + row * 20 + y)
        #expect(color.isNear(Color(red: gray / 255, green: gray / 255, blue: gray / 255)))
      }
    }
  }

  @Test func aDivergingMapIsCentredAtZero() throws {
    let kernel = ImageGrid(Tensor<Float>([1, 1, 3, 1], [-0.1, 0, 0.4]), colormap: .diverging, scale: 20)
    let raster = try #require(try RecordingCanvas.drawing(kernel).rasters.first?.raster)
    #expect(raster.pixels[1] == 0xfff7_f7f7)
    #expect(raster.pixels[2] == 0xff7a_2e00)
    #expect(raster.pixels[0] != 0xff0a_3d7a)
  }

  @Test func rangesDecideTheFirstAndTheLastColour() throws {
    let images = Tensor<Float>([2, 1, 2, 1], [0, 1, 0, 4])
    func pixels(_ range: ValueRange) throws -> [[UInt32]] {
      try RecordingCanvas.drawing(ImageGrid(images, range: range)).rasters.map(\.raster.pixels)
    }
    #expect(try pixels(.perImage) == [[0xff00_0000, 0xffff_ffff], [0xff00_0000, 0xffff_ffff]])
    #expect(try pixels(.shared) == [[0xff00_0000, 0xff40_4040], [0xff00_0000, 0xffff_ffff]])
    #expect(try pixels(.fixed(0...1)) == [[0xff00_0000, 0xffff_ffff], [0xff00_0000, 0xffff_ffff]])
    #expect(try pixels(.automatic) == pixels(.shared))
  }

  @Test func colourImagesKeepTheirColours() throws {
    let image = ImageGrid(Tensor<UInt8>([1, 1, 2, 3], [255, 0, 0, 0, 0, 255]))
    #expect(try RecordingCanvas.drawing(image).rasters.first?.raster.pixels == [0xffff_0000, 0xff00_00ff])
  }

  @Test func aLineHasItsSeriesColour() throws {
    for theme in Theme.allCases {
      let image = DecodedImage(try Figure { Line(x: [1, 2], y: [1, 1], markers: false) }.png(theme: theme))
      // Two CSS pixels wide and some hundred long.
      #expect(image.count(of: theme.palette.series[0]) > 1500)
    }
  }

  @Test func barsHaveTheirHeight() throws {
    let figure = Figure(y: Axis(range: 0...2)) { Bars(["a", "b"], [1, 2]) }
    let bars = try RecordingCanvas.drawing(figure).boxes
    #expect(bars.count == 2)
    #expect((bars[1].height - 2 * bars[0].height).magnitude < 0.01)
  }

  @Test func manyThreadsRenderAtOnce() async throws {
    let expected = try Self.gallery[0].png(theme: .light)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 { group.addTask { try Self.gallery[0].png(theme: .light) == expected } }
      for try await isSame in group { #expect(isSame) }
    }
  }
}
