import Foundation
import Images
import Tensors
import Testing

/// Files that are written, and read again.
@Suite struct EncodingTests {
  @Test(arguments: [(1, ColorMode.grayscale), (3, .rgb), (4, .rgba)])
  func pngKeepsEveryPixel(channels: Int, mode: ColorMode) throws {
    let image = pattern(height: 21, width: 34, channels: channels)
    let decoded = try ImageDecoder(colorMode: mode).decode(image.pngData(), path: "a.png")
    #expect(decoded == image)
  }

  @Test(arguments: [(1, ColorMode.grayscale), (3, .rgb)])
  func jpegComesClose(channels: Int, mode: ColorMode) throws {
    let smooth = Tensor<UInt8>(
      [40, 50, channels], (0..<2000 * channels).map { UInt8(60 + $0 / channels % 50 + $0 / channels / 50 * 2) })
    let decoded = try ImageDecoder(colorMode: mode).decode(smooth.jpegData(quality: 95), path: "a.jpg")
    #expect(decoded.shape == smooth.shape)
    #expect(greatestDifference(decoded, smooth) <= 8)
  }

  @Test func lowerQualityTakesFewerBytes() throws {
    let image = pattern(height: 64, width: 64, channels: 3)
    let sizes = try [10, 50, 90, 100].map { try image.jpegData(quality: $0).count }
    #expect(sizes == sizes.sorted() && Set(sizes).count == 4)
  }

  @Test func equalImagesGiveEqualBytes() throws {
    let image = pattern(height: 33, width: 18, channels: 3)
    let copy = Tensor(image.shape, image.elements)
    #expect(try image.jpegData() == copy.jpegData())
    #expect(try image.pngData() == copy.pngData())
  }

  @Test func theNameChoosesTheFormat() throws {
    let image = pattern(height: 5, width: 6, channels: 3)
    try withTemporaryFolder { folder in
      for name in ["a.png", "b.jpg", "c.JPEG"] {
        try image.write(to: folder.appending(path: name).path())
        try image.write(to: folder.appending(path: name).path())
      }
      #expect(try [UInt8](Data(contentsOf: folder.appending(path: "a.png"))) == image.pngData())
      #expect(try [UInt8](Data(contentsOf: folder.appending(path: "c.JPEG"))) == image.jpegData())
      let names = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      #expect(names.sorted() == ["a.png", "b.jpg", "c.JPEG"])
    }
  }

  @Test func whatCannotBeWrittenSaysWhy() throws {
    let image = pattern(height: 5, width: 6, channels: 4)
    let channels = #expect(throws: ImageError.self) { try image.write(to: "a.jpg") }
    #expect(channels?.description.hasPrefix("a.jpg: a JPEG file cannot hold 4 channels") == true)
    let name = #expect(throws: ImageError.self) { try image.write(to: "a.tiff") }
    #expect(name?.hint == "end it in .jpg or .png")
    let folder = #expect(throws: ImageError.self) { try image.write(to: "/nowhere/at/all/a.png") }
    #expect(folder?.message == "cannot be written")
    #expect(throws: ImageError.self) { try Tensor<UInt8>(zeros: [0, 4, 3]).pngData() }
    #expect(throws: ImageError.self) { try Tensor<UInt8>(zeros: [4, 3]).jpegData() }
    #expect(throws: ImageError.self) { try Tensor<UInt8>(zeros: [1, 70_000, 1]).jpegData() }
  }
}
