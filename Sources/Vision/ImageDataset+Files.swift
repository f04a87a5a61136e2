public import Images

extension ImageDataset {
  /// Reads listed files, such as those of one part of a data set whose authors split it.
  ///
  /// - Parameters:
  ///   - files: paths and numbers of classes, from 0.
  ///   - classNames: the name of each class.
  ///   - shuffle: whether every epoch has an order of its own; the list keeps its order.
  ///   - seed: decides the orders; nil takes this process' seed.
  /// - Throws: `VisionError` if there are no files, or a label has no class.
  public init(
    files: [(path: String, label: Int)], classNames: [String], labelMode: LabelMode? = .int,
    colorMode: ColorMode = .rgb,
    batchSize: Int = 32, imageSize: ImageSize = [256, 256], shuffle: Bool = true, seed: UInt64? = nil,
    interpolation: Interpolation = .bilinear, cropToAspectRatio: Bool = false, onUnreadable: UnreadablePolicy = .stop
  ) throws(VisionError) {
    precondition(batchSize > 0, "ImageDataset: batchSize is \(batchSize), not at least 1")
    let settings = ImageSettings(
      colorMode: colorMode, size: imageSize, interpolation: interpolation, cropsToAspectRatio: cropToAspectRatio)
    var list = FileList(files.map { .init(path: $0.path, name: $0.path, label: $0.label) })
    try list.check(classes: classNames, mode: labelMode, of: "files")
    if onUnreadable == .skip { list.skipUnreadable(settings) }
    guard !list.files.isEmpty else { throw VisionError("files", "there are no images to read") }
    self.init(
      list, classNames: labelMode == nil ? [] : classNames, labelMode: labelMode, settings: settings,
      batchSize: batchSize, seed: shuffle ? Self.seed(seed) : nil)
  }
}

extension FileList {
  /// - Throws: `VisionError` if the labels do not fit the mode.
  func check(classes: [String], mode: LabelMode?, of subject: String) throws(VisionError) {
    guard let mode else { return }
    guard mode != .binary || classes.count == 2 else {
      throw VisionError(
        subject,
        "labelMode .binary needs two classes, and there are \(classes.count): " + classes.joined(separator: ", "),
        hint: classes.count > 2 ? "use .int or .categorical" : "add a folder for the other class")
    }
    let wrong = files.first { $0.label < 0 || (mode != .int && $0.label >= classes.count) }
    guard let wrong else { return }
    throw VisionError(subject, "the label of \(wrong.name) is \(wrong.label)", hint: "classes count from 0")
  }
}
