internal import CImageCodecs

extension ImageError {
  /// What a codec says of a file that it cannot read.
  init(_ path: String, _ format: ImageFormat, _ status: quire_codec_status, _ message: UnsafePointer<CChar>?) {
    if status == quire_codec_cut_off {
      self.init(path, "the \(format.rawValue) file is cut off", hint: "fetch or copy it again")
    } else {
      let reason = unsafe message.map { unsafe String(cString: $0) } ?? "unknown reason"
      self.init(path, "the \(format.rawValue) file is damaged: \(reason)", hint: "fetch or copy it again")
    }
  }
}

extension ColorMode {
  /// How a codec delivers it.
  var samples: quire_samples {
    switch self {
    case .grayscale: quire_grey
    case .rgb: quire_rgb
    case .rgba: quire_rgba
    }
  }
}
