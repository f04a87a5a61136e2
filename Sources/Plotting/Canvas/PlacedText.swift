#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One line of text with its place on the canvas.
public struct PlacedText: Hashable, Sendable {
  /// Which part of the text's width lies at its position.
  public enum Horizontal: Sendable { case leading, center, trailing }
  /// Which part of the text's height lies at its position.
  public enum Vertical: Sendable { case top, middle, baseline, bottom }

  public var text: String
  /// The point that `horizontal` and `vertical` refer to.
  public var position: Position
  public var font: Font
  public var color: Color
  /// Which part of the text lies at `position`.
  public var horizontal: Horizontal
  public var vertical: Vertical
  /// Clockwise turn around `position`, in radians.
  public var angle: Double
  /// Colour of an outline that keeps text readable over lines.
  public var halo: Color?

  public init(
    _ text: String, at position: Position, font: Font = .label, color: Color, horizontal: Horizontal = .leading,
    vertical: Vertical = .baseline, angle: Double = 0, halo: Color? = nil
  ) {
    self.text = text
    self.position = position
    self.font = font
    self.color = color
    self.horizontal = horizontal
    self.vertical = vertical
    self.angle = angle
    self.halo = halo
  }

  /// From `position` to the start of the baseline, before turning.
  func offset(width: Double) -> Position {
    let x =
      switch horizontal {
      case .leading: 0.0
      case .center: -width / 2
      case .trailing: -width
      }
    let y =
      switch vertical {
      case .top: font.ascent
      case .middle: font.capHeight / 2
      case .baseline: 0.0
      case .bottom: -font.descent
      }
    return Position(x, y)
  }

  /// The smallest upright box around the text, given how wide it is.
  public func bounds(width: Double) -> Box {
    let start = offset(width: width)
    let corners = [
      Position(start.x, start.y - font.ascent), Position(start.x + width, start.y - font.ascent),
      Position(start.x, start.y + font.descent), Position(start.x + width, start.y + font.descent),
    ].map(turned)
    let xs = corners.map(\.x)
    let ys = corners.map(\.y)
    return Box(
      from: Position(xs.min() ?? 0, ys.min() ?? 0), to: Position(xs.max() ?? 0, ys.max() ?? 0))
  }

  private func turned(_ point: Position) -> Position {
    Position(
      position.x + point.x * cos(angle) - point.y * sin(angle),
      position.y + point.x * sin(angle) + point.y * cos(angle))
  }
}
