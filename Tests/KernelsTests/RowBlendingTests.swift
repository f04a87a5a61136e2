import Kernels
import Testing

/// Rows of resized images, against the formula, in memory whose end is watched.
@Suite struct RowBlendingTests {
  private static let junk: Float = -77

  /// The formula, value by value.
  private func twin(_ upper: [UInt8], _ lower: [UInt8], _ taps: [RowBlending.Tap], _ channels: Int, _ share: Float)
    -> [Float]
  {
    taps.flatMap { tap in
      (0..<channels).map { channel in
        let (first, second) = (Int(tap.first) + channel, Int(tap.second) + channel)
        let top = Float(upper[first]) + (Float(upper[second]) - Float(upper[first])) * tap.share
        let bottom = Float(lower[first]) + (Float(lower[second]) - Float(lower[first])) * tap.share
        return top + (bottom - top) * share
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5], [(1, 1), (1, 6), (9, 4), (7, 7), (20, 33)])
  func rowsFollowTheFormulaAndEndWhereTheyShould(channels: Int, widths: (Int, Int)) {
    let (width, count) = widths
    let taps = (0..<count).map { index in
      let first = index * width / count
      return RowBlending.Tap(
        first: first * channels, second: min(first + 1, width - 1) * channels, share: Float(index % 4) / 4)
    }
    let upper = (0..<width * channels).map { UInt8($0 * 37 % 256) }
    let lower = (0..<width * channels).map { UInt8($0 * 91 % 256) }
    let blending = RowBlending(taps: taps, channels: channels, rowCount: width * channels)
    #expect(blending.count == count * channels)
    var found = [Float](repeating: Self.junk, count: blending.count + 8)
    found.withUnsafeMutableBufferPointer { target in
      guard let start = target.baseAddress else { return }
      blending.blend(upper, lower, share: 0.375, into: start)
    }
    #expect(Array(found.prefix(blending.count)) == twin(upper, lower, taps, channels, 0.375))
    #expect(found.suffix(8).allSatisfy { $0 == Self.junk })
  }
}
