/// An image of opaque pixels in row-major order.
public struct Raster: Hashable, Sendable {
  public let width: Int
  public let height: Int
  /// `0xffRRGGBB`, `width · height` of them.
  public let pixels: [UInt32]

  /// Makes an image of `width` × `height` pixels whose colours `color` gives by row and column.
  public init(width: Int, height: Int, color: (_ row: Int, _ column: Int) -> Color) {
    self.width = width
    self.height = height
    pixels = (0..<width * height).map { color($0 / width, $0 % width).packed }
  }
}
