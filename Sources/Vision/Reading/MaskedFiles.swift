internal import Hashing
internal import Tensors

/// Image files with masks of labels.
struct MaskedFiles: LabelledSource {
  private let pairs: [PairedFolders.Pair]
  private let images: ImageFiles
  private let masks: ImageFiles
  private let labelOffset: Int

  init(_ pairs: [PairedFolders.Pair], _ settings: ImageSettings, labelOffset: Int) {
    var maskSettings = settings
    // Labels are numbers of classes: a mean of two of them would be a third.
    (maskSettings.colorMode, maskSettings.interpolation) = (.grayscale, .nearest)
    self.pairs = pairs
    self.labelOffset = labelOffset
    images = ImageFiles(pairs.map(\.image), settings)
    masks = ImageFiles(pairs.map(\.mask), maskSettings)
  }

  var bytes: Int { images.bytes + masks.bytes }
  var bytesPerExample: Int { images.settings.bytes + masks.settings.bytes }
  var isLabelled: Bool { true }

  /// The pairs of which a file cannot be decoded.
  var unreadable: [UnreadableFile] {
    let check = FileCheck.shared
    let problems = zip(
      check.problems(of: images.paths, colorMode: images.settings.colorMode),
      check.problems(of: masks.paths, colorMode: .grayscale))
    return zip(pairs, problems).compactMap { pair, problems in
      (problems.0 ?? problems.1.map { "its mask: " + $0 }).map { UnreadableFile(name: pair.name, reason: $0) }
    }
  }

  func read(_ rows: [Int], keeps: Bool) throws(VisionError) -> (images: Tensor<Float>, labels: Tensor<UInt8>) {
    let labels = try readLabels(rows, keeps: keeps)
    return (try images.read(rows, keeps: keeps), labels)
  }

  func readLabels(_ rows: [Int], keeps: Bool) throws(VisionError) -> Tensor<UInt8> {
    let labels = try masks.read(rows, keeps: keeps)
    try check(labels, rows)
    let offset = Float(labelOffset)
    return labels.map { UInt8($0 + offset) }
  }

  func release() {
    images.release()
    masks.release()
  }

  /// - Throws: `VisionError` naming the mask if the offset makes a label that is no byte.
  private func check(_ labels: Tensor<Float>, _ rows: [Int]) throws(VisionError) {
    let range = Float(-labelOffset)...Float(255 - labelOffset)
    guard labelOffset != 0, let place = rows.indices.first(where: { !labels.row($0).lies(in: range) }) else { return }
    throw VisionError(
      masks.paths[rows[place]], "labelOffset \(labelOffset) makes a label of the mask negative or greater than 255",
      hint: "look at the labels with labelOffset: 0")
  }

  func fingerprint(of rows: [Int]) -> String {
    let files = rows.flatMap { row in
      [(name: pairs[row].name, path: pairs[row].image), (name: "mask", path: pairs[row].mask)]
    }
    return "masks \(images.settings) offset \(labelOffset) " + FileHashes.shared.hash(ofFiles: files)
  }
}

extension Tensor<Float> {
  fileprivate func lies(in range: ClosedRange<Float>) -> Bool {
    unsafe withUnsafeBuffer { unsafe $0.allSatisfy(range.contains) }
  }
}
