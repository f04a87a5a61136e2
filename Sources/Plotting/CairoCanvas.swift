internal import CCairo

/// A canvas that draws with Cairo on an image of its own, with a transparent background.
///
/// The only file that knows Cairo. Safe to use: the pointers live as long as the object and never leave it.
/// An object owns its surface and its context, and is used by one thread at a time.
@safe package final class CairoCanvas: Canvas {
  /// Image pixels a CSS pixel, each way.
  static let density = 2

  private let surface: OpaquePointer?
  private let context: OpaquePointer?
  /// The font that Cairo uses now; nil if unknown.
  private var font: Font?

  package init(size: PixelSize) {
    let density = Double(Self.density)
    unsafe surface = cairo_image_surface_create(
      CAIRO_FORMAT_ARGB32, Int32(size.width * Self.density), Int32(size.height * Self.density))
    unsafe context = cairo_create(surface)
    unsafe cairo_scale(context, density, density)
    unsafe cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    useUnhintedText()
  }

  deinit {
    unsafe cairo_destroy(context)
    unsafe cairo_surface_destroy(surface)
  }

  /// A canvas too small to draw on, for measuring text before the size of the picture is known.
  package static func forMeasuring() -> CairoCanvas { CairoCanvas(size: PixelSize(width: 1, height: 1)) }

  /// Hinting would make widths depend on the scale, and colour fringes on the screen.
  private func useUnhintedText() {
    let options = unsafe cairo_font_options_create()
    unsafe cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    unsafe cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    unsafe cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    unsafe cairo_set_font_options(context, options)
    unsafe cairo_font_options_destroy(options)
  }

  private func use(_ color: Color) {
    unsafe cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
  }
}

// MARK: - Areas

extension CairoCanvas {
  package func fill(_ box: Box, with color: Color) {
    use(color)
    unsafe cairo_rectangle(context, box.x, box.y, box.width, box.height)
    unsafe cairo_fill(context)
  }

  package func fill(polygon: [Position], with color: Color) {
    use(color)
    trace(polygon)
    unsafe cairo_close_path(context)
    unsafe cairo_fill(context)
  }

  package func fill(circleAt center: Position, radius: Double, with color: Color) {
    use(color)
    traceCircle(at: center, radius: radius)
    unsafe cairo_fill(context)
  }

  package func draw(_ raster: Raster, in box: Box) {
    guard raster.width > 0, raster.height > 0, let image = unsafe makeSurface(raster) else { return }
    unsafe cairo_save(context)
    unsafe cairo_translate(context, box.x, box.y)
    unsafe cairo_scale(context, box.width / Double(raster.width), box.height / Double(raster.height))
    unsafe cairo_set_source_surface(context, image, 0, 0)
    let pattern = unsafe cairo_get_source(context)
    let enlarges = box.width * Double(Self.density) >= Double(raster.width)
    unsafe cairo_pattern_set_filter(pattern, enlarges ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_GOOD)
    unsafe cairo_pattern_set_extend(pattern, CAIRO_EXTEND_PAD)
    unsafe cairo_rectangle(context, 0, 0, Double(raster.width), Double(raster.height))
    unsafe cairo_fill(context)
    unsafe cairo_restore(context)
    unsafe cairo_surface_destroy(image)
  }

  /// A Cairo image with the raster's pixels, whose rows Cairo may pad.
  private func makeSurface(_ raster: Raster) -> OpaquePointer? {
    let image = unsafe cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(raster.width), Int32(raster.height))
    guard let bytes = unsafe cairo_image_surface_get_data(image) else { return nil }
    let stride = unsafe Int(cairo_image_surface_get_stride(image))
    for row in 0..<raster.height {
      let target = unsafe UnsafeMutableRawPointer(bytes + row * stride)
      for column in 0..<raster.width {
        unsafe target.storeBytes(
          of: raster.pixels[row * raster.width + column], toByteOffset: column * 4, as: UInt32.self)
      }
    }
    unsafe cairo_surface_mark_dirty(image)
    return unsafe image
  }
}

// MARK: - Lines

extension CairoCanvas {
  package func stroke(_ box: Box, with stroke: Stroke) {
    use(stroke)
    unsafe cairo_rectangle(context, box.x, box.y, box.width, box.height)
    unsafe cairo_stroke(context)
  }

  package func stroke(_ path: [Position], with stroke: Stroke) {
    use(stroke)
    trace(path)
    unsafe cairo_stroke(context)
  }

  package func stroke(circleAt center: Position, radius: Double, with stroke: Stroke) {
    use(stroke)
    traceCircle(at: center, radius: radius)
    unsafe cairo_stroke(context)
  }

  private func use(_ stroke: Stroke) {
    use(stroke.color)
    unsafe cairo_set_line_width(context, stroke.width)
    let dashes = stroke.dashes
    unsafe cairo_set_dash(context, dashes, Int32(dashes.count), 0)
  }

  private func trace(_ path: [Position]) {
    unsafe cairo_new_path(context)
    for point in path { unsafe cairo_line_to(context, point.x, point.y) }
  }

  private func traceCircle(at center: Position, radius: Double) {
    unsafe cairo_new_path(context)
    unsafe cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
  }
}

// MARK: - Text

extension CairoCanvas {
  package func width(of text: String, font: Font) -> Double {
    use(font)
    var extents = cairo_text_extents_t()
    unsafe cairo_text_extents(context, text, &extents)
    return extents.x_advance
  }

  package func draw(_ text: PlacedText) {
    let offset = text.offset(width: width(of: text.text, font: text.font))
    unsafe cairo_save(context)
    unsafe cairo_translate(context, text.position.x, text.position.y)
    unsafe cairo_rotate(context, text.angle)
    if let halo = text.halo {
      use(Stroke(halo, width: 4))
      unsafe cairo_move_to(context, offset.x, offset.y)
      unsafe cairo_text_path(context, text.text)
      unsafe cairo_stroke(context)
    }
    use(text.color)
    unsafe cairo_move_to(context, offset.x, offset.y)
    unsafe cairo_show_text(context, text.text)
    unsafe cairo_restore(context)
  }

  private func use(_ font: Font) {
    guard font != self.font else { return }
    let weight = font.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
    unsafe cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, weight)
    unsafe cairo_set_font_size(context, font.size)
    self.font = font
  }
}

// MARK: - State and result

extension CairoCanvas {
  package func clipped(to box: Box, _ body: () throws -> Void) rethrows {
    unsafe cairo_save(context)
    defer { restore() }
    unsafe cairo_rectangle(context, box.x, box.y, box.width, box.height)
    unsafe cairo_clip(context)
    try body()
  }

  package func translated(to position: Position, _ body: () throws -> Void) rethrows {
    unsafe cairo_save(context)
    defer { restore() }
    unsafe cairo_translate(context, position.x, position.y)
    try body()
  }

  /// Goes back to the state that was saved last, its font included.
  private func restore() {
    unsafe cairo_restore(context)
    font = nil
  }

  /// The image as a PNG file.
  /// - Throws: `PlottingError` with Cairo's message if drawing or writing failed.
  package func png() throws -> [UInt8] {
    unsafe cairo_surface_flush(surface)
    let drawn = unsafe cairo_status(context)
    var bytes: [UInt8] = []
    let written = unsafe withUnsafeMutablePointer(to: &bytes) { bytes in
      unsafe cairo_surface_write_to_png_stream(
        surface,
        { closure, data, count in
          guard let closure = unsafe closure, let data = unsafe data else { return CAIRO_STATUS_WRITE_ERROR }
          let bytes = unsafe closure.assumingMemoryBound(to: [UInt8].self)
          unsafe bytes.pointee.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
          return CAIRO_STATUS_SUCCESS
        }, bytes)
    }
    for status in [drawn, written] where status != CAIRO_STATUS_SUCCESS {
      let reason = unsafe String(cString: cairo_status_to_string(status))
      throw PlottingError("Cairo", problem: "could not render the picture: \(reason)")
    }
    return bytes
  }
}
