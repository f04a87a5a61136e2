import Foundation
import Images

/// libFuzzer's driver, which calls a function with one input after another.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Decodes whatever follows the signature of a PNG file: an image or an `ImageError`; anything else is a find.
func decode(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
  let file = signature + UnsafeBufferPointer(start: start, count: count).dropFirst(signature.count)
  for content in [file, withRightChecksums(file)] {
    for mode in [ColorMode.grayscale, .rgba] {
      _ = try? ImageDecoder(colorMode: mode, pixelLimit: 1 << 18).decode(content, path: "fuzz.png")
    }
  }
  return 0
}

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(runFuzzer(&count, &arguments, decode))
