import PaintedPets
import Testing

/// Blurring, reducing and painting hairs, against slower ways that say what they mean.
@Suite struct RasterTests {
  /// Pixels that look random.
  private static func speckled(_ side: Int) -> Raster {
    Raster(
      side: side,
      (0..<side * side).map { number in
        let word = UInt32(truncatingIfNeeded: number &* 2_654_435_761)
        return SIMD4(Float(word >> 24), Float(word >> 16 & 255), Float(word >> 8 & 255), 255) / 255
      })
  }

  private func difference(_ a: Raster, _ b: Raster) -> Float {
    zip(a.pixels, b.pixels).reduce(0) { max($0, ($1.0 - $1.1).max(), ($1.1 - $1.0).max()) }
  }

  // MARK: - Reducing

  @Test(arguments: [(6, 4), (270, 180), (97, 65), (40, 40), (31, 7)])
  func aReducedPixelIsTheMeanOfWhatItCovers(side: Int, newSide: Int) {
    let raster = Self.speckled(side)
    #expect(difference(raster.reduced(to: newSide), slowlyReduced(raster, to: newSide)) < 1e-4)
  }

  private func slowlyReduced(_ raster: Raster, to newSide: Int) -> Raster {
    let ratio = Float(raster.side) / Float(newSide)
    func overlap(_ old: Int, _ new: Int) -> Float {
      max(min(Float(old + 1), Float(new + 1) * ratio) - max(Float(old), Float(new) * ratio), 0) / ratio
    }
    var result = Raster(side: newSide)
    for y in 0..<newSide {
      for x in 0..<newSide {
        for row in 0..<raster.side where overlap(row, y) > 0 {
          for column in 0..<raster.side where overlap(column, x) > 0 {
            result[x, y] += raster[column, row] * (overlap(row, y) * overlap(column, x))
          }
        }
      }
    }
    return result
  }

  // MARK: - Blurring

  @Test(arguments: [0.05, 0.2, 0.9, 1.5, 4.2] as [Float])
  func aBlurIsTwoMeansOverSquares(radius: Float) {
    let raster = Self.speckled(20)
    #expect(difference(raster.blurred(radius), slowlyBlurred(raster, radius)) < 1e-4)
  }

  @Test func aBlurWiderThanThePictureIsAllowed() {
    let flat = Raster(side: 5, Array(repeating: SIMD4(0.5, 0.25, 0.75, 1), count: 25))
    #expect(difference(flat.blurred(11), flat) < 1e-4)
  }

  private func slowlyBlurred(_ raster: Raster, _ radius: Float) -> Raster {
    let reach = radius * 1.2
    return reach > 0.12 ? averaged(averaged(raster, reach), reach) : raster
  }

  /// Pixels that are partly within reach count in part; beyond the edge lies the edge.
  private func averaged(_ raster: Raster, _ reach: Float) -> Raster {
    var result = Raster(side: raster.side)
    let whole = Int(reach) + 1
    func weight(_ offset: Int) -> Float { min(max(reach + 1 - Float(abs(offset)), 0), 1) / (2 * reach + 1) }
    func inside(_ place: Int) -> Int { min(max(place, 0), raster.side - 1) }
    for y in 0..<raster.side {
      for x in 0..<raster.side {
        for row in -whole...whole {
          for column in -whole...whole {
            result[x, y] += raster[inside(x + column), inside(y + row)] * (weight(row) * weight(column))
          }
        }
      }
    }
    return result
  }

  // MARK: - Hairs

  /// What a hair covers is its length times its width, however thin it is and wherever it lies.
  @Test(arguments: [0.3, 0.8, 1, 2, 3.5] as [Float], [0, 0.4, 1.1] as [Float])
  func aHairCoversItsArea(width: Float, slope: Float) {
    var raster = Raster(side: 64)
    let (root, tip) = (SIMD2<Float>(12, 12.3), SIMD2<Float>(44, 12.3 + 32 * slope))
    raster.paint(Hair(root: root / 64, bend: (root + tip) / 128, tip: tip / 64, width: width / 64, tint: .one))
    let length = 32 * (1 + slope * slope).squareRoot()
    let covered = raster.pixels.reduce(0) { $0 + $1.w }
    #expect(abs(covered - length * width) < 0.06 * length * width + width * (width + 1))
  }

  @Test func aHairMixesItsColourWithWhatIsBelow() {
    var raster = Raster(side: 9, Array(repeating: SIMD4(0, 1, 0, 1), count: 81))
    let spot = SIMD2<Float>(repeating: 0.5)
    raster.paint(Hair(root: spot, bend: spot, tip: spot, width: 4 / 9, tint: SIMD3(1, 0, 0), alpha: 0.75))
    #expect(raster[4, 4] == SIMD4(0.75, 0.25, 0, 1))
    #expect(raster[8, 8] == SIMD4(0, 1, 0, 1))
  }

  @Test func aHairThatLeavesThePictureIsCutOff() {
    var raster = Raster(side: 8)
    raster.paint(
      Hair(root: SIMD2(-0.5, 0.5), bend: SIMD2(0.5, 0.5), tip: SIMD2(1.7, 0.5), width: 0.25, tint: .one))
    #expect(raster[0, 4].w == 1 && raster[7, 4].w == 1)
    #expect(raster[0, 0].w == 0)
  }
}
