extension ImageGrid {
  /// How many images of which size, how many of them are wrong, and their titles and captions.
  public var textAlternative: String? {
    guard let images = try? images.get() else { return nil }
    let heading = self.heading.isEmpty ? "" : "“\(Typography.line(self.heading))”: "
    let size = "\(images.width) × \(images.height) pixels"
    let count = "\(heading)\(counted(images)) of \(size)" + (wrong.map { ", \($0)" } ?? "")
    let broken = images.values.count { !$0.isPlottable }
    let rest = (story?.rest ?? "") + (broken > 0 ? " Not finite: \(Typography.counted(broken, "value"))." : "")
    let names = (0..<images.count).compactMap(name)
    guard !names.isEmpty else { return "\(count).\(rest)" }
    let shown = names.prefix(Self.mostNames).joined(separator: "; ")
    let more = names.count > Self.mostNames ? "; and \(names.count - Self.mostNames) more" : ""
    return "\(count): \(shown)\(more).\(rest)"
  }

  /// More names than these tire a listener.
  private static var mostNames: Int { 24 }

  /// "One grey image", "3 colour images", "64 feature maps".
  private func counted(_ images: PixelValues) -> String {
    let kind = images.channels == 3 ? "colour" : colormap == .gray ? "grey" : "false-colour"
    let noun = story?.noun ?? "\(kind) image"
    return images.count == 1 ? "One \(noun)" : "\(images.count) \(noun)s"
  }

  /// "2 of them wrong"; nil if no image was judged.
  private var wrong: String? {
    guard verdicts.contains(where: { $0 != nil }) else { return nil }
    let count = verdicts.count { $0 == .wrong }
    return count == 0 ? "all of them right" : "\(count) of them wrong"
  }

  private func name(_ index: Int) -> String? {
    let parts = [titles, captions].compactMap { index < $0.count ? $0[index] : nil }.filter { !$0.isEmpty }
    let name = parts.map { $0.split(separator: "\n").joined(separator: " ") }.joined(separator: ", ")
    guard let verdict = verdict(index) else { return parts.isEmpty ? nil : name }
    return name.isEmpty ? verdict.name : "\(verdict.name): \(name)"
  }
}
