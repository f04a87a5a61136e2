import Kernels
import Tensors
import Testing

/// One row of the sweep.
struct WarpCase: CustomTestStringConvertible, Sendable {
  var image: (Int, Int, Int)
  var filling: FillMode
  var interpolation: WarpInterpolation
  /// One for each image.
  var sources: [ImageWarp.Source]
  let name: String

  static let fillValue: Float = 3.5

  var operation: ImageWarp {
    ImageWarp(
      batch: sources.count, image: image, filling: filling, fillValue: Self.fillValue, interpolation: interpolation)
  }

  var testDescription: String { "\(name) \(image) \(filling) \(interpolation)" }

  private static func geometries(_ height: Int, _ width: Int) -> [(String, [ImageWarp.Source])] {
    let turns: [ImageWarp.Source] = [36, -170, 90].map {
      ImageWarp.Source(.rotation(degrees: $0, height: height, width: width))
    }
    let mirrored = ImageWarp.Source(
      .rotation(degrees: -25, height: height, width: width), mirroring: Mirroring(flipsRows: true, flipsColumns: true))
    return [
      ("turned", turns),
      ("mirrored and turned", [mirrored]),
      (
        "zoomed",
        [
          ImageWarp.Source(.zoom(down: 0.6, across: 1.7, height: height, width: width)),
          ImageWarp.Source(
            .zoom(down: 2, across: 0.1, height: height, width: width), mirroring: Mirroring(flipsRows: true)),
        ]
      ),
      ("moved", [ImageWarp.Source(.translation(down: 2.5, across: -1.25))]),
      (
        "sheared far away",
        [
          ImageWarp.Source(ImageTransform(9.1, -3.3, -40, 2.7, 5.9, 61)),
          ImageWarp.Source(
            ImageTransform(-1, 0.5, 300, 0.25, -2, -300), mirroring: Mirroring(flipsColumns: true)),
        ]
      ),
    ]
  }

  static let sweep: [WarpCase] = [
    (1, 1, 1), (4, 3, 1), (5, 37, 3), (6, 5, 2), (3, 17, 4), (7, 4, 5), (2, 3, 33), (1, 20, 3), (9, 1, 3),
  ].flatMap { image in
    geometries(image.0, image.1).flatMap { name, sources in
      FillMode.allCases.flatMap { filling in
        WarpInterpolation.allCases.map {
          WarpCase(image: image, filling: filling, interpolation: $0, sources: sources, name: name)
        }
      }
    }
  }
}

@Suite struct ImageWarpTests {
  static func run(_ row: WarpCase, _ x: Buffer, _ dy: Buffer) -> [Buffer] {
    let results = [Buffer(junk: row.operation.count), Buffer(junk: row.operation.count)]
    row.operation.forward(input: x.input, output: results[0].pointer) { row.sources[$0] }
    row.operation.gradient(outputGradient: dy.input, inputGradient: results[1].pointer) { row.sources[$0] }
    #expect(results.allSatisfy { $0.isIntact })
    return results
  }

  @Test(arguments: WarpCase.sweep)
  func agreesWithItsSlowTwin(_ row: WarpCase) {
    let (height, width, channels) = row.image
    let (x, dy) = (Buffer(random: row.operation.count, "x"), Buffer(random: row.operation.count, "dy"))
    let twin = ReferenceWarp(
      height: height, width: width, filling: row.filling, interpolation: row.interpolation)
    var output = [Double](repeating: 0, count: x.count)
    var gradient = [Double](repeating: 0, count: x.count)
    let (inputs, gradients) = (x.values, dy.values)
    for index in 0..<x.count / channels {
      let (n, pixel) = (index / (height * width), index % (height * width))
      let parts = twin.parts(x: pixel % width, y: pixel / width, of: row.sources[n])
      for c in 0..<channels {
        output[index * channels + c] = parts.outside * Double(WarpCase.fillValue)
        for part in parts.inside {
          let place = ((n * height + part.y) * width + part.x) * channels + c
          output[index * channels + c] += part.share * Double(inputs[place])
          gradient[place] += part.share * Double(gradients[index * channels + c])
        }
      }
    }
    let run = Self.run(row, x, dy)
    expectClose(run[0].values, output, "output")
    expectClose(run[1].values, gradient, "gradient")
  }

  @Test(arguments: WarpCase.sweep.filter { $0.filling != .constant })
  func gradientIsAdjoint(_ row: WarpCase) {
    let (x, dy) = (Buffer(random: row.operation.count, "x"), Buffer(random: row.operation.count, "dy"))
    let run = Self.run(row, x, dy)
    #expect(abs(dot(dy, run[0]) - dot(run[1], x)) < 1e-3)
  }

  /// An image that comes from itself stays as it is, and a mirrored one is mirrored, to the bit.
  @Test(arguments: FillMode.allCases, WarpInterpolation.allCases)
  func theIdentityMovesNothing(_ filling: FillMode, _ interpolation: WarpInterpolation) {
    let mirroring = [Mirroring(), Mirroring(flipsRows: true), Mirroring(flipsRows: true, flipsColumns: true)]
    let row = WarpCase(
      image: (5, 18, 3), filling: filling, interpolation: interpolation,
      sources: mirroring.map { ImageWarp.Source(.translation(down: 0, across: 0), mirroring: $0) }, name: "")
    let (x, mirrored) = (Buffer(random: row.operation.count, "x"), Buffer(junk: row.operation.count))
    ImageMirror(batch: 3, image: (5, 18, 3)).apply(input: x.input, output: mirrored.pointer) { mirroring[$0] }
    #expect(Self.run(row, x, x)[0].values == mirrored.values)
  }

  @Test func rotationIsThatOfAQuarterTurn() {
    let quarter = ImageTransform.rotation(degrees: 90, height: 3, width: 3)
    let x = Buffer([1, 2, 3, 4, 5, 6, 7, 8, 9])
    let y = Buffer(junk: 9)
    let warp = ImageWarp(batch: 1, image: (3, 3, 1), filling: .nearest, interpolation: .nearest)
    warp.forward(input: x.input, output: y.pointer) { _ in ImageWarp.Source(quarter) }
    #expect(y.values == [3, 6, 9, 2, 5, 8, 1, 4, 7])
  }
}

extension ThreadCountTests {
  @Test(arguments: WarpCase.sweep.filter { $0.sources.count > 1 && $0.image.1 > 16 })
  func changesNoBitOfAMovedImage(_ row: WarpCase) {
    let (x, dy) = (Buffer(random: row.operation.count, "x"), Buffer(random: row.operation.count, "dy"))
    expectSameBits { ImageWarpTests.run(row, x, dy) }
  }
}
