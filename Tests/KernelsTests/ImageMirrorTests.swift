import Kernels
import Testing

@Suite struct ImageMirrorTests {
  @Test(arguments: [(1, 1, 1), (3, 4, 2), (5, 3, 17), (4, 19, 3)])
  func agreesWithItsSlowTwin(_ image: (Int, Int, Int)) {
    let (height, width, channels) = image
    let mirroring = [false, true].flatMap { rows in
      [false, true].map { Mirroring(flipsRows: rows, flipsColumns: $0) }
    }
    let mirror = ImageMirror(batch: 4, image: image)
    let (x, y) = (Buffer(random: mirror.count, "x"), Buffer(junk: mirror.count))
    mirror.apply(input: x.input, output: y.pointer) { mirroring[$0] }
    #expect(y.isIntact)
    let values = x.values
    let expected = (0..<mirror.count).map { index -> Float in
      let (c, j) = (index % channels, index / channels % width)
      let (i, n) = (index / (channels * width) % height, index / (channels * width * height))
      let row = mirroring[n].flipsRows ? height - 1 - i : i
      let column = mirroring[n].flipsColumns ? width - 1 - j : j
      return values[((n * height + row) * width + column) * channels + c]
    }
    #expect(y.values == expected)
  }

  @Test func aboutHalfOfTheImagesAreMirroredOnBothAxesAtOnce() {
    let both = Mirroring(flipsRows: true, flipsColumns: true)
    let drawn = (0..<4000).map { both.drawn(key: 99, image: $0) }
    #expect(drawn.allSatisfy { $0 == both || $0 == Mirroring() })
    #expect(abs(drawn.filter { $0 == both }.count - 2000) < 130)
    #expect((0..<4000).allSatisfy { Mirroring().drawn(key: 99, image: $0) == Mirroring() })
  }
}
