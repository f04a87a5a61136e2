internal import CImageCodecs
import Tensors

/// Makes files of images.
struct Encoder {
  let format: ImageFormat
  /// Of JPEG files, 1…100.
  let quality: Int
  /// What messages call the image.
  let name: String

  /// Encodes an image [height, width, channels] that the format can hold.
  func bytes(of image: Tensor<UInt8>) throws(ImageError) -> [UInt8] {
    var encoded = unsafe quire_encoded()
    defer { unsafe quire_encoded_free(&encoded) }
    let (height, width, channels) = (Int32(image.shape[0]), Int32(image.shape[1]), Int32(image.shape[2]))
    let status = unsafe image.withUnsafeBuffer { pixels in
      switch format {
      case .jpeg: unsafe quire_jpeg_encode(pixels.baseAddress, width, height, channels, Int32(quality), &encoded)
      case .png: unsafe quire_png_encode(pixels.baseAddress, width, height, channels, &encoded)
      }
    }
    guard status == quire_codec_done else {
      let reason = unsafe withUnsafeBytes(of: encoded.message) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw ImageError(name, "the image cannot be encoded as \(format.rawValue): \(reason)")
    }
    return unsafe Array(UnsafeBufferPointer(start: encoded.bytes, count: encoded.count))
  }
}
