import Foundation
import Kernels
import Testing

@Suite struct WarpDrawTests {
  private func drawn(_ draw: WarpDraw, key: UInt64 = 3, _ number: (ImageTransform) -> Float) -> [Float] {
    (0..<4000).map { number(draw.transform(key: key, image: $0, height: 11, width: 21)) }
  }

  /// Whether numbers lie in a range, reach almost to its ends, and have its middle as their mean.
  private func fill(_ numbers: [Float], _ range: ClosedRange<Float>) -> Bool {
    let extent = range.upperBound - range.lowerBound
    let units: [Float] = numbers.map { ($0 - range.lowerBound) / extent }
    let (least, greatest) = (units.min() ?? .infinity, units.max() ?? -.infinity)
    let mean: Float = units.reduce(0, +) / Float(units.count)
    return (-1e-4...0.004).contains(least) && (0.996...1.0001).contains(greatest) && abs(mean - 0.5) < 0.018
  }

  @Test func anglesFillTheirRange() {
    let draw = WarpDraw.rotation(degrees: -36...72)
    #expect(fill(drawn(draw) { atan2($0.d, $0.a) * 180 / .pi }, -36...72))
  }

  @Test func zoomsFillTheirRangesEachOfItsOwn() {
    let draw = WarpDraw.zoom(down: 0.8...1.2, across: 0.5...0.9)
    #expect(fill(drawn(draw) { $0.e }, 0.8...1.2))
    #expect(fill(drawn(draw) { $0.a }, 0.5...0.9))
    let differences = drawn(draw) { $0.e - $0.a }
    #expect(Set(differences).count > 3000)
  }

  @Test func aZoomWithoutAWidthKeepsProportions() {
    #expect(drawn(.zoom(down: 0.8...1.2, across: nil)) { $0.e - $0.a }.allSatisfy { $0 == 0 })
  }

  @Test func distancesArePartsOfHeightAndWidth() {
    let draw = WarpDraw.translation(down: -0.2...0.4, across: -0.1...0.1)
    #expect(fill(drawn(draw) { -$0.f }, -2.2...4.4))
    #expect(fill(drawn(draw) { -$0.c }, -2.1...2.1))
  }

  @Test func anotherKeyAndAnotherImageDrawAnew() {
    let draw = WarpDraw.rotation(degrees: -180...180)
    #expect(Set(drawn(draw) { $0.a }).count > 3900)
    #expect(drawn(draw, key: 3) { $0.a } == drawn(draw, key: 3) { $0.a })
    let others = drawn(draw, key: 4) { $0.a }
    #expect(zip(drawn(draw, key: 3) { $0.a }, others).filter { $0 == $1 }.count < 100)
  }

  @Test(arguments: [-720, -359.5, -180, -90, -45, -1e-3, 0, 30, 45.5, 89.999, 135, 225, 270, 360] as [Float])
  func cosineAndSineAreCorrectlyRounded(_ degrees: Float) {
    let turned = ImageTransform.rotation(degrees: degrees, height: 1, width: 1)
    let angle = Double(degrees * (Float.pi / 180))
    #expect(abs(Double(turned.a) - cos(angle)) <= 6e-8)
    #expect(abs(Double(turned.d) - sin(angle)) <= 6e-8)
    #expect(turned.b == -turned.d && turned.e == turned.a)
  }
}
