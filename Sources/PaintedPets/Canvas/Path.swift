internal import Foundation

/// A point of the picture in its sides: (0, 0) is the upper left corner, (1, 1) the lower right.
typealias Spot = SIMD2<Float>

extension Spot {
  var length: Float { (x * x + y * y).squareRoot() }

  /// The same direction with length 1.
  var unit: Spot { length > 1e-6 ? self / length : Spot(0, 1) }

  var turned: Spot { Spot(-y, x) }

  static func direction(_ angle: Float) -> Spot { Spot(cos(angle), sin(angle)) }
}

/// An outline of straight and curved pieces.
struct Path {
  enum Piece {
    case move(Spot)
    case line(Spot)
    case curve(Spot, Spot, Spot)
    case close
  }

  private(set) var pieces: [Piece] = []

  init() {}

  init(polygon: [Spot]) {
    guard let first = polygon.first else { return }
    pieces = [.move(first)] + polygon.dropFirst().map { .line($0) } + [.close]
  }

  /// A smooth line through points.
  init(through points: [Spot], isClosed: Bool = false) {
    guard let first = points.first, points.count > 1 else { return }
    pieces = [.move(first)]
    let count = points.count
    func point(_ index: Int) -> Spot {
      isClosed ? points[(index + count) % count] : points[min(max(index, 0), count - 1)]
    }
    for index in 0..<(isClosed ? count : count - 1) {
      let (a, b) = (point(index), point(index + 1))
      pieces.append(.curve(a + (b - point(index - 1)) / 6, b - (point(index + 2) - a) / 6, b))
    }
    if isClosed { pieces.append(.close) }
  }

  /// A rectangle.
  init(box origin: Spot, _ size: Spot) {
    self.init(polygon: [origin, origin + Spot(size.x, 0), origin + size, origin + Spot(0, size.y)])
  }

  /// An ellipse.
  init(ellipse center: Spot, _ radii: Spot, tilt: Float = 0) {
    let (u, v) = (Spot.direction(tilt), Spot.direction(tilt).turned)
    let points = (0..<8).map { number in
      let way = Spot.direction(Float(number) * .pi / 4)
      return center + u * (way.x * radii.x) + v * (way.y * radii.y)
    }
    self.init(through: points, isClosed: true)
  }

  /// Several outlines as one, filled together where they overlap.
  init(joining paths: [Path]) { pieces = paths.flatMap(\.pieces) }

  mutating func move(to point: Spot) { pieces.append(.move(point)) }
  mutating func line(to point: Spot) { pieces.append(.line(point)) }
  mutating func curve(_ first: Spot, _ second: Spot, to point: Spot) { pieces.append(.curve(first, second, point)) }
  mutating func close() { pieces.append(.close) }

  /// The same outline on a plane that lies in the picture with these axes.
  func placed(at origin: Spot, _ right: Spot, _ down: Spot) -> Path {
    func moved(_ point: Spot) -> Spot { origin + right * point.x + down * point.y }
    var path = Path()
    path.pieces = pieces.map { piece in
      switch piece {
      case .move(let point): .move(moved(point))
      case .line(let point): .line(moved(point))
      case .curve(let a, let b, let c): .curve(moved(a), moved(b), moved(c))
      case .close: .close
      }
    }
    return path
  }
}
