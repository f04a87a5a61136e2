import Tensors

/// How an image has to be turned to stand upright: the EXIF tag 0x0112, 1…8.
///
/// The stored image is first transposed (rows become columns) if the axes are swapped; its rows and columns count from the
/// other end where they are reversed.
struct Orientation: Equatable {
  let swapsAxes: Bool
  let reversesRows: Bool
  let reversesColumns: Bool

  static let upright = Orientation(swapsAxes: false, reversesRows: false, reversesColumns: false)

  /// Source: EXIF 2.32, 4.6.4, Orientation.
  init?(_ number: Int) {
    guard (1...8).contains(number) else { return nil }
    self.init(
      swapsAxes: number >= 5, reversesRows: [3, 4, 6, 7].contains(number),
      reversesColumns: [2, 3, 7, 8].contains(number))
  }

  private init(swapsAxes: Bool, reversesRows: Bool, reversesColumns: Bool) {
    self.swapsAxes = swapsAxes
    self.reversesRows = reversesRows
    self.reversesColumns = reversesColumns
  }

  /// Turns an image [height, width, channels].
  func applied(to image: Tensor<UInt8>) -> Tensor<UInt8> {
    guard self != .upright else { return image }
    let (height, width, channels) = (image.shape[0], image.shape[1], image.shape[2])
    let rowStep = (reversesRows ? -1 : 1) * width * channels
    let columnStep = (reversesColumns ? -1 : 1) * channels
    let walk = PixelWalk(
      start: (reversesRows ? (height - 1) * width * channels : 0) + (reversesColumns ? (width - 1) * channels : 0),
      rows: swapsAxes ? width : height, rowStep: swapsAxes ? columnStep : rowStep,
      columns: swapsAxes ? height : width, columnStep: swapsAxes ? rowStep : columnStep)
    return walk.collected(from: image, channels: channels)
  }
}
