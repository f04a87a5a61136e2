import Foundation
import Images

/// libFuzzer's driver, which calls a function with one input after another.
@_silgen_name("LLVMFuzzerRunDriver")
func runFuzzer(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ body: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// Decodes whatever follows the signature of a JPEG file: an image or an `ImageError`; anything else is a find.
func decode(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let signature: [UInt8] = [0xFF, 0xD8, 0xFF]
  let file = signature + UnsafeBufferPointer(start: start, count: count).dropFirst(signature.count)
  for mode in [ColorMode.grayscale, .rgba] {
    _ = try? ImageDecoder(colorMode: mode, pixelLimit: 1 << 18).decode(file, path: "fuzz.jpeg")
  }
  return 0
}

var count = CommandLine.argc
var arguments = CommandLine.unsafeArgv
exit(runFuzzer(&count, &arguments, decode))
