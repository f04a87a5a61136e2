internal import Images
public import Tensors

/// Photographs with the numbers of their classes, read from files batch by batch, with the conventions of Keras'
/// `image_dataset_from_directory`.
///
///     let (training, validation) = try ImageDataset.split(
///       directory: "photos", labelMode: .binary, imageSize: [180, 180], validationSplit: 0.2, seed: 1337)
///     try model.fit(training, epochs: 30, validationData: validation)
///
/// ## Shapes
/// images [batch, height, width, channels], numbers from 0 to 255; labels as `LabelMode` says, [batch, 0] where there are none
public struct ImageDataset: BatchedImages {
  /// The name of each class, by its number; empty without labels.
  public let classNames: [String]
  /// How classes become targets; nil without labels.
  public let labelMode: LabelMode?
  /// Files that were left out because they cannot be decoded.
  public let unreadable: [UnreadableFile]
  public var pipeline: BatchPipeline<Float>
  private let files: FileList

  /// - Parameter seed: decides the order of each epoch; nil keeps that of the files.
  init(
    _ list: FileList, classNames: [String], labelMode: LabelMode?, settings: ImageSettings, batchSize: Int,
    seed: UInt64?
  ) {
    (self.classNames, self.labelMode, unreadable, files) = (classNames, labelMode, list.unreadable, list)
    let source = ClassifiedFiles(
      list: list, reader: ImageFiles(list.files.map(\.path), settings), mode: labelMode, classes: classNames.count)
    pipeline = BatchPipeline(source, rows: Array(list.files.indices), batchSize: batchSize, seed: seed)
  }

  /// The files, relative to the folder, in the order of the data: shuffled once if the data set is, as Keras' `file_paths`.
  public var fileNames: [String] { pipeline.rows.map { files.files[$0].name } }
  /// The files with the folder's path.
  public var filePaths: [String] { pipeline.rows.map { files.files[$0].path } }
  /// The class of each file, in the order of `fileNames`.
  public var labels: [Int] { pipeline.rows.map { files.files[$0].label } }

  /// Such as `2,000 images of 2 classes; 2 unreadable files skipped: cat/666.jpg, dog/11702.jpg`.
  public var description: String {
    let images = "\(count.grouped) \(count == 1 ? "image" : "images")"
    let classes = labelMode == nil ? "" : " of \(classNames.count) \(classNames.count == 1 ? "class" : "classes")"
    return images + classes + (unreadable.isEmpty ? "" : "; " + unreadable.summary)
  }
}

/// Image files with their classes as targets.
private struct ClassifiedFiles: LabelledSource {
  let list: FileList
  let reader: ImageFiles
  let mode: LabelMode?
  let classes: Int

  var bytes: Int { reader.bytes }
  var bytesPerExample: Int { reader.settings.bytes }
  var isLabelled: Bool { mode != nil }

  func read(_ rows: [Int], keeps: Bool) throws(VisionError) -> (images: Tensor<Float>, labels: Tensor<Float>) {
    (try reader.read(rows, keeps: keeps), readLabels(rows, keeps: keeps))
  }

  func readLabels(_ rows: [Int], keeps: Bool) -> Tensor<Float> { targets(rows.map { list.files[$0].label }) }

  func release() { reader.release() }

  private func targets(_ labels: [Int]) -> Tensor<Float> {
    switch mode {
    case nil: return Tensor(zeros: [labels.count, 0])
    case .int: return Tensor(labels.map { Float($0) })
    case .binary: return Tensor([labels.count, 1], labels.map { Float($0) })
    case .categorical:
      var columns = [Float](repeating: 0, count: labels.count * classes)
      for (row, label) in labels.enumerated() { columns[row * classes + label] = 1 }
      return Tensor([labels.count, classes], columns)
    }
  }

  func fingerprint(of rows: [Int]) -> String {
    "images \(reader.settings) \(mode?.rawValue ?? "no labels") \(classes) classes " + list.fingerprint(of: rows)
  }
}
