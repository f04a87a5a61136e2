import Images
import Tensors
import Testing

/// Other sizes of small images, compared with TensorFlow, Pillow and Keras.
@Suite struct ResizingTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let image: Pixels
    let size: [Int]
    let results: [String: [Float]]

    var testDescription: String { "\(image.shape) to \(size)" }
    var target: ImageSize { ImageSize(height: size[0], width: size[1]) }
  }

  static let cases = Fixtures.read("resized.json", as: [Case].self) ?? []

  @Test func thereAreSizes() { #expect(Self.cases.count == 10) }

  @Test(arguments: cases, ["bilinear", "area", "nearest", "cropped"])
  func valuesAreThoseOfTensorFlow(_ item: Case, _ name: String) throws {
    let expected = try #require(item.results[name])
    let found = item.image.image.resized(
      to: item.target, interpolation: Interpolation(rawValue: name) ?? .bilinear, cropToAspectRatio: name == "cropped")
    #expect(found.shape == item.size + [item.image.shape[2]])
    let worst = zip(found.elements, expected).map { abs($0 - $1) }.max() ?? .infinity
    #expect(found.count == expected.count && worst <= 1e-3, "differs by \(worst)")
  }

  @Test(arguments: Interpolation.allCases)
  func theSameSizeIsTheSameImage(_ interpolation: Interpolation) {
    let image = pattern(height: 12, width: 17, channels: 3)
    #expect(image.resizedPixels(to: [12, 17], interpolation: interpolation) == image)
  }

  @Test(arguments: Interpolation.allCases, [1, 2, 3, 4, 5])
  func everyChannelIsResizedAlone(_ interpolation: Interpolation, _ channels: Int) {
    let image = pattern(height: 11, width: 9, channels: channels)
    let found = image.resized(to: [5, 13], interpolation: interpolation)
    for channel in 0..<channels {
      let alone = Tensor([11, 9, 1], (0..<99).map { image.elements[$0 * channels + channel] })
      let expected = alone.resized(to: [5, 13], interpolation: interpolation).elements
      #expect((0..<65).map { found.elements[$0 * channels + channel] } == expected)
    }
  }

  @Test func roundingIsToTheNearest() {
    let image = Tensor<UInt8>([1, 2, 1], [0, 3])
    #expect(image.resized(to: [1, 1]).elements == [1.5])
    #expect(image.resizedPixels(to: [1, 1]).elements == [2])
  }

  @Test func theMeanOfAnAreaKeepsTheMeanOfTheImage() {
    let image = pattern(height: 30, width: 44, channels: 1)
    let mean = Float(image.elements.reduce(0) { $0 + Int($1) }) / Float(image.count)
    let small = image.resized(to: [7, 9], interpolation: .area)
    #expect(abs(small.elements.reduce(0, +) / 63 - mean) < 0.01)
  }

  @Test func sizesAreWrittenAsInKeras() {
    let size: ImageSize = [180, 200]
    #expect(size == ImageSize(height: 180, width: 200))
    #expect(size.description == "180 x 200")
  }
}
