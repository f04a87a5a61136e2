/// Height and width of an image in pixels, also written `[180, 200]` as Keras does.
public struct ImageSize: Hashable, Sendable, ExpressibleByArrayLiteral, CustomStringConvertible {
  public var height: Int
  public var width: Int

  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  public init(arrayLiteral extents: Int...) {
    precondition(extents.count == 2, "an image size is [height, width], not \(extents)")
    self.init(height: extents[0], width: extents[1])
  }

  public var description: String { "\(height) x \(width)" }
}
