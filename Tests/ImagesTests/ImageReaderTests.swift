import Foundation
import Images
import Tensors
import Testing

/// The fast way from files to a batch, compared with decoding and resizing one after the other.
@Suite struct ImageReaderTests {
  private static let files = Fixtures.names(in: "Files").map { Fixtures.path("Files/" + $0) }

  @Test(arguments: ColorMode.allCases, Interpolation.allCases)
  func batchesHoldWhatDecodingAndResizingGive(mode: ColorMode, interpolation: Interpolation) throws {
    var decoder = ImageDecoder(colorMode: mode)
    decoder.transform = .fast
    for crops in [false, true] {
      let reader = try ImageBatchReader(
        decoder: decoder, size: [17, 12], interpolation: interpolation, cropToAspectRatio: crops)
      let (images, errors) = reader.read(Self.files)
      #expect(errors.isEmpty)
      for (index, path) in Self.files.enumerated() {
        let expected = try decoder.decode(contentsOf: path).resized(
          to: [17, 12], interpolation: interpolation, cropToAspectRatio: crops)
        #expect(images.row(index) == expected, "\(path)")
      }
    }
  }

  /// Photographs' sizes: more rows than are decoded at once, and results larger and smaller than the file.
  @Test(arguments: [ImageSize(height: 180, width: 180), [40, 301], [1, 1], [200, 150], [75, 90]])
  func rowsThatAreResizedWhileDecodedAreTheSame(size: ImageSize) throws {
    var decoder = ImageDecoder()
    decoder.transform = .fast
    try withTemporaryFolder { folder in
      var paths: [String] = []
      for (index, (height, width)) in [(150, 101), (75, 100), (16, 33), (17, 64)].enumerated() {
        let path = folder.appending(path: "\(index).jpg").path()
        try pattern(height: height, width: width, channels: 3).write(to: path)
        paths.append(path)
      }
      for crops in [false, true] {
        let (images, errors) = try ImageBatchReader(size: size, cropToAspectRatio: crops).read(paths)
        #expect(errors.isEmpty)
        for (index, path) in paths.enumerated() {
          let expected = try decoder.decode(contentsOf: path).resized(to: size, cropToAspectRatio: crops)
          #expect(images.row(index) == expected)
        }
      }
    }
  }

  @Test func aBadFileLeavesTheOthersAlone() throws {
    let bad = Fixtures.path("Hostile/bad-cut-in-scan.jpg")
    let good = Fixtures.path("Files/colors-420.jpg")
    let (images, errors) = try ImageBatchReader(size: [8, 8]).read([good, bad, good, good])
    #expect(Array(errors.keys) == [1])
    #expect(errors[1]?.subject == bad)
    #expect(images.row(1).elements.allSatisfy { $0 == 0 })
    #expect(images.row(0) == images.row(3))
    #expect(images.row(0).elements.contains { $0 != 0 })
  }

  @Test func aBatchThatIsThereIsFilledFromItsStart() throws {
    var batch = Tensor<Float>([3, 8, 8, 3], repeating: -1)
    let errors = try ImageBatchReader(size: [8, 8]).read([Fixtures.path("Files/grey.jpg")], into: &batch)
    #expect(errors.isEmpty)
    #expect(batch.row(0).elements.allSatisfy { $0 >= 0 })
    #expect(batch.rows(1..<3).elements.allSatisfy { $0 == -1 })
  }

  struct KerasCase: Decodable, CustomTestStringConvertible {
    let file: String
    let values: [Float]

    var testDescription: String { file }
  }

  static let kerasCases = Fixtures.read("keras.json", as: [KerasCase].self) ?? []

  @Test func thereAreImagesFromKeras() { #expect(Self.kerasCases.count == 8) }

  @Test(arguments: kerasCases)
  func imagesAreThoseOfKeras(_ item: KerasCase) throws {
    let (images, errors) = try ImageBatchReader(size: [11, 14]).read([Fixtures.path("Files/" + item.file)])
    #expect(errors.isEmpty && images.count == item.values.count)
    let worst = zip(images.elements, item.values).map { abs($0 - $1) }.max() ?? .infinity
    // TensorFlow rounds colours made of inks down, Pillow to the nearest.
    #expect(worst <= (item.file.hasPrefix("inks") ? 1.001 : 0.001), "differs by \(worst)")
  }
}
