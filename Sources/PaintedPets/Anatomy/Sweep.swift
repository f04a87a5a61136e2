/// A row of blobs along a curve, of which width and depth change: a leg, a tail, a trunk, an ear.
struct Sweep {
  /// A cross-section.
  struct Station {
    var center: Vector
    /// Half the extent across.
    var width: Float
    /// Half the extent at right angles to width and curve.
    var depth: Float

    init(_ center: Vector, _ width: Float, _ depth: Float? = nil) {
      (self.center, self.width, self.depth) = (center, width, depth ?? width)
    }
  }

  var stations: [Station]
  /// The direction of the width.
  var side = Vector(1, 0, 0)
  var count = 10
  /// Whether each blob is as long as it is thin, so that the ends are round; else they are cut off.
  var isRound = true
  var blend: Float = 0.2
  var skin = Skin()
  /// What the extremity is at the end.
  var endExtremity: Float?

  /// The blobs, from the first station to the last.
  func blobs() -> [Blob] {
    let step = 1 / Float(count - 1)
    let all = (0..<count).map { station(at: Float($0) * step) }
    var along = skin.along
    return all.indices.map { index in
      let (before, after) = (all[max(index - 1, 0)].center, all[min(index + 1, count - 1)].center)
      let blob = blob(all[index], tangent: (after - before).unit, spacing: (after - before).length / 2, along: along)
      if index + 1 < count { along += (all[index + 1].center - all[index].center).length }
      var marked = blob
      marked.skin.extremity = mix(skin.extremity, endExtremity ?? skin.extremity, Float(index) * step)
      return marked
    }
  }

  private func blob(_ station: Station, tangent: Vector, spacing: Float, along: Float) -> Blob {
    let normal = tangent.cross(side).unit
    let across = normal.cross(tangent).unit
    let length = max(spacing * 1.4, isRound ? min(station.width, station.depth) : 0)
    var skin = skin
    skin.along = along
    return Blob(
      center: station.center, radii: Vector(station.width, length, station.depth),
      axes: Rotation(x: across, y: tangent, z: normal), blend: blend, flow: tangent, skin: skin)
  }

  /// The cross-section at 0…1 of the way, by Catmull and Rom's curve through the stations.
  private func station(at share: Float) -> Station {
    let place = share * Float(stations.count - 1)
    let first = min(max(Int(place), 0), stations.count - 2)
    let t = place - Float(first)
    let (a, b) = (stations[max(first - 1, 0)], stations[first])
    let (c, d) = (stations[first + 1], stations[min(first + 2, stations.count - 1)])
    return Station(
      Self.curve(a.center, b.center, c.center, d.center, t), max(mix(b.width, c.width, t), 0.01),
      max(mix(b.depth, c.depth, t), 0.01))
  }

  private static func curve(_ a: Vector, _ b: Vector, _ c: Vector, _ d: Vector, _ t: Float) -> Vector {
    let linear = (c - a) * t
    let square = (2 * a - 5 * b + 4 * c - d) * (t * t)
    let cube = (3 * b - a - 3 * c + d) * (t * t * t)
    return b + (linear + square + cube) * 0.5
  }
}
