import Foundation
import Images
import Tensors
import Testing

/// Files of every kind, compared with Pillow's pixels.
@Suite struct DecodingTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let file: String
    let modes: [String: Pixels]

    var testDescription: String { file }
    /// JPEG leaves the rounding of the inverse transform open; PNG leaves nothing open.
    var tolerance: Int { file.hasSuffix(".png") ? 0 : 2 }
  }

  static let cases = Fixtures.read("decoded.json", as: [Case].self) ?? []

  @Test func thereAreFilesOfEveryKind() {
    #expect(Self.cases.count == 75)
    #expect(Set(Self.cases.map(\.file)) == Set(Fixtures.names(in: "Files")))
  }

  @Test(arguments: cases)
  func pixelsAreThoseOfPillow(_ item: Case) throws {
    for (name, pixels) in item.modes {
      let mode = try #require(ColorMode(rawValue: name))
      let image = try ImageDecoder(colorMode: mode).decode(contentsOf: Fixtures.path("Files/" + item.file))
      #expect(image.shape == pixels.shape, "\(name)")
      guard image.shape == pixels.shape else { continue }
      let difference = greatestDifference(image, pixels.image)
      #expect(difference <= item.tolerance, "\(name) differs by \(difference)")
    }
  }

  @Test(arguments: ColorMode.allCases)
  func bytesGiveWhatTheFileGives(mode: ColorMode) throws {
    let decoder = ImageDecoder(colorMode: mode)
    for name in ["Files/colors-420.jpg", "Files/rgba-8.png"] {
      let image = try decoder.decode(Fixtures.bytes(name), path: name)
      #expect(try image == decoder.decode(contentsOf: Fixtures.path(name)))
      #expect(image.shape[2] == mode.channels)
    }
  }

  @Test func theContentTellsTheFormat() throws {
    try withTemporaryFolder { folder in
      let misnamed = folder.appending(path: "really-a-png.jpg")
      try Data(Fixtures.bytes("Files/rgb-8.png")).write(to: misnamed)
      #expect(try ImageDecoder().decode(contentsOf: misnamed.path()).shape == [7, 9, 3])
    }
  }

  /// A picture of 10 x 13 that is stored on its side is 13 x 10 when it stands.
  @Test func aPictureOnItsSideIsTurned() throws {
    for number in 1...8 {
      let image = try ImageDecoder().decode(contentsOf: Fixtures.path("Files/turned-\(number).jpg"))
      #expect(image.shape == (number < 5 ? [10, 13, 3] : [13, 10, 3]), "orientation \(number)")
    }
  }

  @Test func transparencyIsDroppedAndNotBlended() throws {
    let name = Fixtures.path("Files/rgba-8.png")
    let all = try ImageDecoder(colorMode: .rgba).decode(contentsOf: name)
    let colors = try ImageDecoder(colorMode: .rgb).decode(contentsOf: name)
    #expect((0..<3).allSatisfy { all[2, 3, $0] == colors[2, 3, $0] })
    #expect(Set((0..<63).map { all.elements[4 * $0 + 3] }).count > 10)
  }

  @Test func theLimitOfPixelsIsKept() throws {
    let path = Fixtures.path("Files/rgb-8.png")
    #expect(try ImageDecoder(pixelLimit: 63).decode(contentsOf: path).shape == [7, 9, 3])
    let error = #expect(throws: ImageError.self) { try ImageDecoder(pixelLimit: 62).decode(contentsOf: path) }
    #expect(error?.message == "the image has 9 x 7 pixels, more than the 62 allowed")
    #expect(error?.subject == path)
  }

  @Test func whatIsNoFileIsRefused() throws {
    let folder = Fixtures.folder.path()
    #expect(throws: ImageError(folder, "not a file")) { try ImageDecoder().decode(contentsOf: folder) }
    let error = #expect(throws: ImageError.self) { try ImageDecoder().decode(contentsOf: "/nowhere/cat.jpg") }
    #expect(error?.description == "/nowhere/cat.jpg: cannot be read: No such file or directory")
  }
}
