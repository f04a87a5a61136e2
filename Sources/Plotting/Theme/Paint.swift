/// A colour by its meaning; the theme decides how it looks.
public enum Paint: Hashable, Sendable {
  /// The colour of the series with this number, from 0.
  case series(Int)
  /// The colour of text.
  case ink
  case muted
  /// Something right, such as a correct prediction.
  case good
  /// Something wrong, such as a mistaken prediction.
  case bad
  /// The same colour on every page.
  case fixed(Color)

  /// The colour of this meaning in one theme.
  public func color(in palette: Palette) -> Color {
    switch self {
    case .series(let index): palette.series[index % palette.series.count]
    case .ink: palette.ink
    case .muted: palette.mutedInk
    case .good: palette.series[0]
    case .bad: palette.series[1]
    case .fixed(let color): color
    }
  }
}
