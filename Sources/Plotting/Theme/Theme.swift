/// The page that a picture is rendered for.
public enum Theme: String, CaseIterable, Hashable, Sendable {
  case light
  case dark

  /// The colours that figures use on such a page.
  public var palette: Palette { self == .light ? .light : .dark }
}

/// The colours of one theme.
///
/// Text and series have a contrast of at least 4.5 with the page. The four series colours also differ in lightness, so
/// that readers with any common colour vision deficiency tell them apart; further series repeat them with dashes.
public struct Palette: Hashable, Sendable {
  /// The page's background, assumed by halos.
  public var page: Color
  /// Titles and names.
  public var ink: Color
  /// Numbers on axes, captions.
  public var mutedInk: Color
  public var grid: Color
  /// The line that values stand on, and ticks.
  public var axis: Color
  /// Colours of lines, bars and points, in order.
  public var series: [Color]
  /// Colours from nothing to much; nothing recedes into the page.
  public var sequential: Colormap
  /// Colours for mistakes, from none to many.
  public var mistakes: Colormap
  /// Blue for negative, orange for positive; zero recedes into the page.
  public var diverging: Colormap

  static let light = Palette(
    page: .white, ink: Color(hex: 0x1f_2328), mutedInk: Color(hex: 0x57_606a), grid: Color(hex: 0xe4_e7eb),
    axis: Color(hex: 0x8c_959f),
    series: [Color(hex: 0x1f_75d0), Color(hex: 0xbf_4f00), Color(hex: 0x0b_5540), Color(hex: 0x64_1c80)],
    sequential: Colormap(stops: [0xf4_f7fb, 0xc9_def3, 0x7f_b3e6, 0x1f_75d0, 0x0a_3d7a]),
    mistakes: Colormap(stops: [0xfd_f6ef, 0xfd_d9b5, 0xf5_a05a, 0xc8_5a0c, 0x7a_2e00]),
    diverging: .diverging)

  static let dark = Palette(
    page: Color(hex: 0x16_181d), ink: Color(hex: 0xe6_e8eb), mutedInk: Color(hex: 0xa6_aeb8),
    grid: Color(hex: 0x2c_3038), axis: Color(hex: 0x6b_737d),
    series: [Color(hex: 0x6a_a9f7), Color(hex: 0xe0_7b39), Color(hex: 0x86_efcb), Color(hex: 0x9b_74c9)],
    sequential: Colormap(stops: [0x1c_2129, 0x1f_3a5c, 0x2c_66a8, 0x6a_a9f7, 0xd3_e6ff]),
    mistakes: Colormap(stops: [0x24_201d, 0x53_2f17, 0x9a_4c17, 0xe0_7b39, 0xff_d6b8]),
    diverging: Colormap(
      stops: [
        0xd3_e6ff, 0x6a_a9f7, 0x2c_66a8, 0x1f_3a5c, 0x20_2227, 0x53_2f17, 0x9a_4c17, 0xe0_7b39, 0xff_d6b8,
      ], isDiverging: true))
}
