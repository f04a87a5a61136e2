// The band's part of an input gradient.
extension BandPlan {
  /// Where a band adds its input gradient: the gradient itself, or a padded buffer of zeros.
  func gradientTarget(
    _ gradient: UnsafeMutablePointer<Float>, _ band: Band, buffer: UnsafeMutablePointer<Float>
  ) -> UnsafeMutablePointer<Float> {
    let g = geometry
    guard g.isPadded else {
      return gradient + (band.images.lowerBound * g.height + firstSourceRow(band)) * rowStride
    }
    buffer.update(repeating: 0, count: band.images.count * sourceRows(band.rows.count) * rowStride)
    return buffer
  }

  /// Adds a padded buffer to the input gradient, its padding left out.
  func addGradient(_ buffer: UnsafeMutablePointer<Float>, _ band: Band, to gradient: UnsafeMutablePointer<Float>) {
    let g = geometry
    guard g.isPadded else { return }
    let length = g.width * g.channels
    var source = UnsafePointer(buffer) + g.padding.left * g.channels
    for n in band.images {
      for y in firstSourceRow(band)..<firstSourceRow(band) + sourceRows(band.rows.count) {
        if y >= 0, y < g.height { Reduction.addRun(source, to: gradient + (n * g.height + y) * length, count: length) }
        source += rowStride
      }
    }
  }
}
