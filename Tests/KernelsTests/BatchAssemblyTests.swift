import Kernels
import Testing

@Suite struct BatchAssemblyTests {
  private let indices = [4, 0, 2, 2]

  @Test func gathersRowsOfFloats() {
    let (source, target) = (Buffer((0..<15).map { Float($0) }), Buffer(junk: 12))
    BatchAssembly.gather(source.input, rowCount: 3, indices: indices, count: 4, target: target.pointer)
    #expect(target.values == [12, 13, 14, 0, 1, 2, 6, 7, 8, 6, 7, 8])
    #expect(target.isIntact)
  }

  @Test(arguments: [3, 16, 50, 784])
  func gathersAndScalesBytes(_ rowCount: Int) {
    let source = (0..<5 * rowCount).map { UInt8(truncatingIfNeeded: $0 &* 37) }
    let target = Buffer(junk: 4 * rowCount)
    BatchAssembly.gather(
      source, rowCount: rowCount, indices: indices, count: 4, target: target.pointer, scale: 0.5, offset: -1)
    let rows = indices.flatMap { index in Array(source[index * rowCount..<(index + 1) * rowCount]) }
    let expected = rows.map { Float($0) * 0.5 - 1 }
    #expect(target.values == expected)
    #expect(target.isIntact)
  }

  @Test func gathersLabels() {
    var target = [Int32](repeating: -1, count: 4)
    BatchAssembly.gather([10, 11, 12, 13, 14] as [Int32], indices: indices, count: 4, target: &target)
    #expect(target == [14, 10, 12, 12])
  }

  @Test(arguments: [1, 17, 40_000])
  func convertsAndRescales(_ count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let target = Buffer(junk: count)
    BatchAssembly.convert(bytes, target: target.pointer, count: count)
    #expect(target.values == bytes.map { Float($0) })
    BatchAssembly.rescale(target.input, target: target.pointer, count: count, scale: 2, offset: 1)
    #expect(target.values == bytes.map { Float($0) * 2 + 1 })
    #expect(target.isIntact)
  }
}

@Suite struct ReductionTests {
  @Test func sumsInDouble() {
    let values = Buffer([Float](repeating: 0.1, count: 100_000))
    #expect(abs(Reduction.sum(values.input, count: 100_000) - 10_000) < 0.01)
  }

  @Test(arguments: [1, 15, 16, 17, 1000])
  func findsEveryNonFiniteElement(_ count: Int) {
    let values = Buffer([Float](repeating: .greatestFiniteMagnitude, count: count))
    #expect(Reduction.isFinite(values.input, count: count))
    for (place, bad) in [(0, Float.nan), (count - 1, .infinity), (count / 2, -.infinity)] {
      let kept = values.values[place]
      values.pointer[place] = bad
      #expect(!Reduction.isFinite(values.input, count: count))
      values.pointer[place] = kept
    }
  }

  @Test func adds() {
    let (a, b) = (Buffer((0..<100).map { Float($0) }), Buffer([Float](repeating: 1, count: 100)))
    Reduction.add(a.input, to: b.pointer, count: 100)
    #expect(b.values == (0..<100).map { Float($0) + 1 })
    #expect(b.isIntact)
  }
}
