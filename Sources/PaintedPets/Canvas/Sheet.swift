internal import CCairo

/// What is painted on: a square image of Cairo's. Points are in sides of the picture, whatever its pixels.
///
/// The only file that knows Cairo. Safe to use: the pointers live as long as the object and never leave it.
/// An object owns its surface and its context, and is used by one thread at a time.
@safe final class Sheet {
  /// Pixels each way.
  let side: Int
  private let surface: OpaquePointer?
  private let context: OpaquePointer?

  /// A transparent sheet.
  init(side: Int) {
    self.side = side
    unsafe surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(side), Int32(side))
    unsafe context = cairo_create(surface)
    unsafe cairo_scale(context, Double(side), Double(side))
    unsafe cairo_set_line_cap(context, CAIRO_LINE_CAP_ROUND)
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }
}

// MARK: - Painting

extension Sheet {
  func paint(_ dabs: [Dab]) { for dab in dabs { paint(dab) } }

  func paint(_ dab: Dab) {
    use(dab.paint)
    trace(dab.path)
    if let width = dab.width {
      unsafe cairo_set_line_width(context, Double(width))
      unsafe cairo_stroke(context)
    } else {
      unsafe cairo_fill(context)
    }
  }

  /// Makes what lies under touches of the brush transparent.
  func erase(_ dabs: [Dab]) {
    unsafe cairo_set_operator(context, CAIRO_OPERATOR_DEST_OUT)
    paint(dabs)
    unsafe cairo_set_operator(context, CAIRO_OPERATOR_OVER)
  }

  private func use(_ paint: Paint) {
    switch paint {
    case .plain(let tint, let alpha):
      unsafe cairo_set_source_rgba(context, Double(tint.x), Double(tint.y), Double(tint.z), Double(alpha))
    case .linear(let start, let first, let end, let last):
      let pattern = unsafe cairo_pattern_create_linear(
        Double(start.x), Double(start.y), Double(end.x), Double(end.y))
      unsafe useGradient(pattern, (first, 1), (last, 1))
    case .radial(let center, let radius, let first, let last):
      unsafe useGradient(radialPattern(center, radius), (first, 1), (last, 1))
    case .glow(let center, let radius, let tint, let alpha):
      unsafe useGradient(radialPattern(center, radius), (tint, alpha), (tint, 0))
    }
  }

  private func radialPattern(_ center: Spot, _ radius: Float) -> OpaquePointer? {
    unsafe cairo_pattern_create_radial(
      Double(center.x), Double(center.y), 0, Double(center.x), Double(center.y), Double(radius))
  }

  /// Uses a gradient between two colours with their alphas, and gives it back to Cairo.
  private func useGradient(_ pattern: OpaquePointer?, _ first: (Tint, Float), _ last: (Tint, Float)) {
    for (place, (tint, alpha)) in [(0.0, first), (1.0, last)] {
      unsafe cairo_pattern_add_color_stop_rgba(
        pattern, place, Double(tint.x), Double(tint.y), Double(tint.z), Double(alpha))
    }
    unsafe cairo_set_source(context, pattern)
    unsafe cairo_pattern_destroy(pattern)
  }

  private func trace(_ path: Path) {
    unsafe cairo_new_path(context)
    for piece in path.pieces {
      switch piece {
      case .move(let p): unsafe cairo_move_to(context, Double(p.x), Double(p.y))
      case .line(let p): unsafe cairo_line_to(context, Double(p.x), Double(p.y))
      case .curve(let a, let b, let p):
        unsafe cairo_curve_to(
          context, Double(a.x), Double(a.y), Double(b.x), Double(b.y), Double(p.x), Double(p.y))
      case .close: unsafe cairo_close_path(context)
      }
    }
  }
}

// MARK: - Pixels

extension Sheet {
  /// What is on the sheet.
  var raster: Raster {
    unsafe cairo_surface_flush(surface)
    var raster = Raster(side: side)
    guard let bytes = unsafe cairo_image_surface_get_data(surface) else { return raster }
    let stride = unsafe Int(cairo_image_surface_get_stride(surface))
    for y in 0..<side {
      let row = unsafe UnsafeRawPointer(bytes + y * stride)
      for x in 0..<side {
        let word = unsafe row.load(fromByteOffset: 4 * x, as: UInt32.self)
        raster[x, y] = Self.pixel(word)
      }
    }
    return raster
  }

  /// Replaces all that is on the sheet.
  func replace(with raster: Raster) {
    unsafe cairo_surface_flush(surface)
    guard let bytes = unsafe cairo_image_surface_get_data(surface) else { return }
    let stride = unsafe Int(cairo_image_surface_get_stride(surface))
    for y in 0..<side {
      let row = unsafe UnsafeMutableRawPointer(bytes + y * stride)
      for x in 0..<side { unsafe row.storeBytes(of: Self.word(raster[x, y]), toByteOffset: 4 * x, as: UInt32.self) }
    }
    unsafe cairo_surface_mark_dirty(surface)
  }

  private static func pixel(_ word: UInt32) -> SIMD4<Float> {
    SIMD4(Float(word >> 16 & 255), Float(word >> 8 & 255), Float(word & 255), Float(word >> 24)) * (1 / 255)
  }

  private static func word(_ pixel: SIMD4<Float>) -> UInt32 {
    byte(pixel.w) << 24 | byte(pixel.x) << 16 | byte(pixel.y) << 8 | byte(pixel.z)
  }

  private static func byte(_ value: Float) -> UInt32 { UInt32(min(max(value, 0), 1) * 255 + 0.5) }
}
