/// A picture as the bytes of PNG files, each with twice as many pixels each way as `width` and `height` say.
public struct PictureFiles: Sendable {
  public var light: [UInt8]
  /// The rendering for dark pages; nil where one serves both.
  public var dark: [UInt8]?
  /// In CSS pixels.
  public var width: Int
  /// In CSS pixels.
  public var height: Int

  public init(light: [UInt8], dark: [UInt8]? = nil, width: Int, height: Int) {
    self.light = light
    self.dark = dark
    self.width = width
    self.height = height
  }
}
