/// Maps a fraction from 0 to 1 to a colour, straight between evenly spaced stops.
public struct Colormap: Hashable, Sendable {
  public let stops: [Color]
  /// Whether the middle colour stands for zero, with as much room below as above.
  public let isDiverging: Bool

  /// - Parameter stops: at least one colour, evenly spaced from 0 to 1.
  public init(stops: [Color], isDiverging: Bool = false) {
    precondition(!stops.isEmpty, "a colormap needs at least one colour, not \(stops.count)")
    self.stops = stops
    self.isDiverging = isDiverging
  }

  init(stops: [UInt32], isDiverging: Bool = false) {
    self.init(stops: stops.map(Color.init(hex:)), isDiverging: isDiverging)
  }

  /// The colour for a fraction; below 0 is as 0, above 1 as 1. What is not a number has the colour of no value.
  public func callAsFunction(_ fraction: Double) -> Color {
    guard !fraction.isNaN else { return Self.missing }
    let place = min(max(fraction, 0), 1) * Double(stops.count - 1)
    let index = min(Int(place), stops.count - 1)
    guard index + 1 < stops.count else { return stops[index] }
    return stops[index].mixed(with: stops[index + 1], fraction: place - Double(index))
  }

  /// Stands for values that are not numbers.
  public static let missing = Color(hex: 0x80_8080)

  /// Black to white.
  public static let gray = Colormap(stops: [0x00_0000, 0xff_ffff])

  /// Dark blue over green to yellow, evenly spaced in perceived lightness (matplotlib's map, in ten stops).
  public static let viridis = Colormap(stops: [
    0x44_0154, 0x48_2878, 0x3e_4989, 0x31_688e, 0x26_828e, 0x1f_9e89, 0x35_b779, 0x6e_ce58, 0xb5_de2b, 0xfd_e725,
  ])

  /// Blue for negative over near-white for zero to orange for positive.
  public static let diverging = Colormap(
    stops: [
      0x0a_3d7a, 0x1f_75d0, 0x7f_b3e6, 0xc9_def3, 0xf7_f7f7, 0xfd_d9b5, 0xf5_a05a, 0xc8_5a0c, 0x7a_2e00,
    ], isDiverging: true)
}
