/// A vector of floats that kernels compute with: `SIMD16` or `SIMD32`, two registers wide.
///
/// What compares lanes is a requirement: generic comparisons would go lane by lane.
protocol FloatVector: SIMD where Scalar == Float {
  /// max(x, 0) of each lane; NaN stays NaN.
  var rectified: Self { get }

  /// Each lane where the same lane of another vector is greater than 0, else 0.
  func kept(wherePositive other: Self) -> Self

  /// The greatest of four values in each lane, NaN if there is one; writes its place 0…3 for the first `count`
  /// lanes.
  static func greatest(
    _ values: (Self, Self, Self, Self), places: UnsafeMutablePointer<UInt8>?, count: Int
  ) -> Self
}

extension SIMD16<Float>: FloatVector {
  @inline(__always)
  var rectified: Self { replacing(with: 0, where: self .< 0) }

  @inline(__always)
  func kept(wherePositive other: Self) -> Self { Self(repeating: 0).replacing(with: self, where: other .> 0) }

  @inline(__always)
  static func greatest(
    _ values: (Self, Self, Self, Self), places: UnsafeMutablePointer<UInt8>?, count: Int
  ) -> Self {
    var upper = Candidate(value: values.0, place: Self(repeating: 0))
    var lower = Candidate(value: values.2, place: Self(repeating: 2))
    upper.compete(values.1, place: Self(repeating: 1))
    lower.compete(values.3, place: Self(repeating: 3))
    upper.compete(lower.value, place: lower.place)
    guard let places else { return upper.value }
    upper.storePlaces(at: places, count: count)
    return upper.value
  }
}

extension SIMD32<Float>: FloatVector {
  @inline(__always)
  var rectified: Self { Self(lowHalf: lowHalf.rectified, highHalf: highHalf.rectified) }

  @inline(__always)
  func kept(wherePositive other: Self) -> Self {
    Self(
      lowHalf: lowHalf.kept(wherePositive: other.lowHalf), highHalf: highHalf.kept(wherePositive: other.highHalf))
  }

  @inline(__always)
  static func greatest(
    _ values: (Self, Self, Self, Self), places: UnsafeMutablePointer<UInt8>?, count: Int
  ) -> Self {
    let (a, b, c, d) = values
    let low = SIMD16.greatest((a.lowHalf, b.lowHalf, c.lowHalf, d.lowHalf), places: places, count: count)
    let high = SIMD16.greatest(
      (a.highHalf, b.highHalf, c.highHalf, d.highHalf), places: places.map { $0 + 16 }, count: count - 16)
    return Self(lowHalf: low, highHalf: high)
  }
}

extension SIMD8<Float> {
  /// Each lane where the same lane of another vector is greater than 0, else 0.
  @inline(__always)
  func kept(wherePositive other: Self) -> Self { Self(repeating: 0).replacing(with: self, where: other .> 0) }
}

extension UnsafePointer<Float> {
  /// Reads a vector from `index` on.
  @inline(__always)
  func vector<V: SIMD>(_ index: Int, _: V.Type) -> V where V.Scalar == Float {
    UnsafeRawPointer(self + index).loadUnaligned(as: V.self)
  }
}

extension UnsafeMutablePointer<Float> {
  /// Reads a vector from `index` on.
  @inline(__always)
  func vector<V: SIMD>(_ index: Int, _: V.Type) -> V where V.Scalar == Float {
    UnsafeRawPointer(self + index).loadUnaligned(as: V.self)
  }

  /// Writes a vector from `index` on.
  @inline(__always)
  func store<V: SIMD>(_ vector: V, at index: Int) where V.Scalar == Float {
    UnsafeMutableRawPointer(self + index).storeBytes(of: vector, as: V.self)
  }

  /// Writes the first `count` lanes of a vector from `index` on.
  @inline(__always)
  func store<V: SIMD>(_ vector: V, at index: Int, count: Int) where V.Scalar == Float {
    if count >= V.scalarCount { return store(vector, at: index) }
    for lane in 0..<count { self[index + lane] = vector[lane] }
  }

  /// Adds the first `count` lanes of a vector to the elements from `index` on.
  @inline(__always)
  func add<V: SIMD>(_ vector: V, at index: Int, count: Int) where V.Scalar == Float {
    if count >= V.scalarCount { return store(self.vector(index, V.self) + vector, at: index) }
    for lane in 0..<count { self[index + lane] += vector[lane] }
  }
}
