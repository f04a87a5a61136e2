/// The innermost loops of the dense gradients over the places of a band.
struct GradientTile<V: FloatVector> {
  /// Where each place's patch begins in the source.
  let offsets: UnsafePointer<Int32>
  let places: Int
  /// Places from one block of filters to the next.
  let blockStride: Int

  private var width: Int { V.scalarCount }

  // MARK: - By the filter

  /// target[k, 0..<B] += Σ source[place, k] · delta[place, 0..<B] for the elements k of a patch's row.
  @inline(__always)
  func addPatchRow(
    _ source: UnsafePointer<Float>, _ delta: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, length: Int,
    stride: Int
  ) {
    var k = 0
    while k + 6 <= length {
      addSix(source + k, delta, target + k * stride, stride)
      k += 6
    }
    while k + 3 <= length {
      addThree(source + k, delta, target + k * stride, stride)
      k += 3
    }
    while k < length {
      addOne(source + k, delta, target + k * stride)
      k += 1
    }
  }

  @inline(__always)
  private func addSix(
    _ source: UnsafePointer<Float>, _ delta: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let zero = V(repeating: 0)
    var (s0, s1, s2, s3, s4, s5) = (zero, zero, zero, zero, zero, zero)
    for place in 0..<places {
      let p = source + Int(offsets[place])
      let d = delta.vector(place * width, V.self)
      s0 = s0.addingProduct(V(repeating: p[0]), d)
      s1 = s1.addingProduct(V(repeating: p[1]), d)
      s2 = s2.addingProduct(V(repeating: p[2]), d)
      s3 = s3.addingProduct(V(repeating: p[3]), d)
      s4 = s4.addingProduct(V(repeating: p[4]), d)
      s5 = s5.addingProduct(V(repeating: p[5]), d)
    }
    target.add(s0, at: 0, count: width)
    target.add(s1, at: stride, count: width)
    target.add(s2, at: 2 * stride, count: width)
    target.add(s3, at: 3 * stride, count: width)
    target.add(s4, at: 4 * stride, count: width)
    target.add(s5, at: 5 * stride, count: width)
  }

  @inline(__always)
  private func addThree(
    _ source: UnsafePointer<Float>, _ delta: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let zero = V(repeating: 0)
    var (s0, s1, s2) = (zero, zero, zero)
    for place in 0..<places {
      let p = source + Int(offsets[place])
      let d = delta.vector(place * width, V.self)
      s0 = s0.addingProduct(V(repeating: p[0]), d)
      s1 = s1.addingProduct(V(repeating: p[1]), d)
      s2 = s2.addingProduct(V(repeating: p[2]), d)
    }
    target.add(s0, at: 0, count: width)
    target.add(s1, at: stride, count: width)
    target.add(s2, at: 2 * stride, count: width)
  }

  @inline(__always)
  private func addOne(
    _ source: UnsafePointer<Float>, _ delta: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>
  ) {
    var sum = V(repeating: 0)
    for place in 0..<places {
      sum = sum.addingProduct(V(repeating: source[Int(offsets[place])]), delta.vector(place * width, V.self))
    }
    target.add(sum, at: 0, count: width)
  }

  // MARK: - By the input

  /// target[place, 0..<count] += Σ delta[place, f] · filter[f, 0..<count] for every place.
  @inline(__always)
  func addTap(
    _ deltas: UnsafePointer<Float>, _ filter: UnsafePointer<Float>, _ target: UnsafeMutablePointer<Float>,
    filterBlocks: Int, count: Int
  ) {
    var place = 0
    while place + 6 <= places {
      addSixPlaces(place, deltas, filter, target, filterBlocks, count)
      place += 6
    }
    while place < places {
      addPlace(place, deltas, filter, target, filterBlocks, count)
      place += 1
    }
  }

  @inline(__always)
  private func addSixPlaces(
    _ place: Int, _ deltas: UnsafePointer<Float>, _ filter: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, _ filterBlocks: Int, _ count: Int
  ) {
    let zero = V(repeating: 0)
    var (s0, s1, s2, s3, s4, s5) = (zero, zero, zero, zero, zero, zero)
    var w = filter
    for block in 0..<filterBlocks {
      let d = deltas + (block * blockStride + place) * width
      for f in 0..<width {
        let b = w.vector(0, V.self)
        s0 = s0.addingProduct(V(repeating: d[f]), b)
        s1 = s1.addingProduct(V(repeating: d[f + width]), b)
        s2 = s2.addingProduct(V(repeating: d[f + 2 * width]), b)
        s3 = s3.addingProduct(V(repeating: d[f + 3 * width]), b)
        s4 = s4.addingProduct(V(repeating: d[f + 4 * width]), b)
        s5 = s5.addingProduct(V(repeating: d[f + 5 * width]), b)
        w += width
      }
    }
    target.add(s0, at: Int(offsets[place]), count: count)
    target.add(s1, at: Int(offsets[place + 1]), count: count)
    target.add(s2, at: Int(offsets[place + 2]), count: count)
    target.add(s3, at: Int(offsets[place + 3]), count: count)
    target.add(s4, at: Int(offsets[place + 4]), count: count)
    target.add(s5, at: Int(offsets[place + 5]), count: count)
  }

  @inline(__always)
  private func addPlace(
    _ place: Int, _ deltas: UnsafePointer<Float>, _ filter: UnsafePointer<Float>,
    _ target: UnsafeMutablePointer<Float>, _ filterBlocks: Int, _ count: Int
  ) {
    var sum = V(repeating: 0)
    var w = filter
    for block in 0..<filterBlocks {
      let d = deltas + (block * blockStride + place) * width
      for f in 0..<width {
        sum = sum.addingProduct(V(repeating: d[f]), w.vector(0, V.self))
        w += width
      }
    }
    target.add(sum, at: Int(offsets[place]), count: count)
  }
}
