extension Overlay {
  /// How much of the image each class covers; of an error map, how much of the prediction is right and what the rest is.
  public var textAlternative: String? {
    guard let content = try? content.get() else { return nil }
    let name = title.isEmpty ? "" : "“\(Typography.line(title))”: "
    let size = "\(content.image.width) × \(content.image.height) pixels"
    switch message {
    case .image: return "\(name)An image of \(size)."
    case .mask: return "\(name)Mask over an image of \(size): \(Self.list(content))."
    case .errors: return "\(name)Errors of a mask over an image of \(size): \(Self.list(content)) of the pixels."
    }
  }

  /// The largest part first.
  private static func list(_ content: Content) -> String {
    let parts = content.mask.shares.sorted { ($0.share, $1.number) > ($1.share, $0.number) }
    let shown = parts.prefix(mostNames).map { part in
      "\(content.names[part.number] ?? "class \(part.number)") \(NumberFormat.percent().spoken(part.share))"
    }
    let more = parts.count > mostNames ? ", and \(parts.count - mostNames) more" : ""
    return shown.joined(separator: ", ") + more
  }

  /// More names than these tire a listener.
  private static var mostNames: Int { 12 }
}
