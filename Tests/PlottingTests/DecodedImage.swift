import CCairo
import Plotting

/// The pixels of a PNG file, as Cairo reads it.
struct DecodedImage {
  let width: Int
  let height: Int
  /// Premultiplied `0xAARRGGBB`.
  private let pixels: [UInt32]

  init(_ png: [UInt8]) {
    var rest = png[...]
    let surface = unsafe withUnsafeMutablePointer(to: &rest) { rest in
      unsafe cairo_image_surface_create_from_png_stream(
        { closure, target, count in
          guard let target = unsafe target,
            let rest = unsafe closure?.assumingMemoryBound(to: ArraySlice<UInt8>.self)
          else { return CAIRO_STATUS_READ_ERROR }
          for index in 0..<Int(count) { unsafe target[index] = unsafe rest.pointee.popFirst() ?? 0 }
          return CAIRO_STATUS_SUCCESS
        }, rest)
    }
    defer { unsafe cairo_surface_destroy(surface) }
    width = unsafe Int(cairo_image_surface_get_width(surface))
    height = unsafe Int(cairo_image_surface_get_height(surface))
    let stride = unsafe Int(cairo_image_surface_get_stride(surface))
    var pixels: [UInt32] = []
    if let data = unsafe UnsafeRawPointer(cairo_image_surface_get_data(surface)) {
      for row in 0..<height {
        for column in 0..<width {
          pixels.append(unsafe data.load(fromByteOffset: row * stride + column * 4, as: UInt32.self))
        }
      }
    }
    self.pixels = pixels
  }

  /// The colour of an image pixel; transparent black where nothing was drawn.
  func color(_ x: Int, _ y: Int) -> Color {
    let pixel = pixels[y * width + x]
    func part(_ shift: UInt32) -> Double { Double(pixel >> shift & 0xff) / 255 }
    let alpha = part(24)
    guard alpha > 0 else { return Color(red: 0, green: 0, blue: 0, alpha: 0) }
    return Color(red: part(16) / alpha, green: part(8) / alpha, blue: part(0) / alpha, alpha: alpha)
  }

  /// Number of pixels whose colour is within `tolerance` of `color` in every part.
  func count(of color: Color, tolerance: Double = 0.02) -> Int {
    (0..<width * height).count { self.color($0 % width, $0 / width).isNear(color, tolerance: tolerance) }
  }
}

extension Color {
  func isNear(_ other: Color, tolerance: Double = 0.02) -> Bool {
    zip([red, green, blue, alpha], [other.red, other.green, other.blue, other.alpha])
      .allSatisfy { ($0 - $1).magnitude <= tolerance }
  }
}
