internal import Datasets
internal import DeepLearning
internal import Hashing
public import Images

extension ImageDataset {
  /// Reads a folder with a folder of JPEG and PNG files for each class, as `keras.utils.image_dataset_from_directory`.
  ///
  /// The same folder, seed and `validationSplit` give the same two parts in every process, and the same as in Keras; they share
  /// no file. Validation keeps one order; training has one of its own for each epoch if it shuffles.
  /// - Parameters:
  ///   - labels: from the folders' names; `nil` for none, or a number for each file in the order of their paths.
  ///   - labelMode: how classes become targets; nil for none.
  ///   - classNames: folders to read, in the order of their numbers; nil takes all, sorted.
  ///   - imageSize: height and width to which images are resized.
  ///   - seed: decides the split and the orders; nil takes this process' seed.
  ///   - validationSplit: share of the files, between 0 and 1, that validates; given with `subset`.
  ///   - followLinks: whether links to folders are followed.
  ///   - cropToAspectRatio: whether images are cut to the shape of `imageSize` before, so that they are not distorted.
  /// - Throws: `VisionError` if the folder does not fit.
  public init(
    directory: String, labels: ImageLabels = .inferred, labelMode: LabelMode? = .int, classNames: [String]? = nil,
    colorMode: ColorMode = .rgb, batchSize: Int = 32, imageSize: ImageSize = [256, 256], shuffle: Bool = true,
    seed: UInt64? = nil, validationSplit: Double? = nil, subset: Subset? = nil,
    interpolation: Interpolation = .bilinear, followLinks: Bool = false, cropToAspectRatio: Bool = false,
    onUnreadable: UnreadablePolicy = .stop
  ) throws(VisionError) {
    let folder = try DirectoryImages(
      ClassFolders(
        directory, labels: labelMode == nil ? .none : labels, classNames: classNames, followsLinks: followLinks),
      mode: labelMode,
      settings: ImageSettings(
        colorMode: colorMode, size: imageSize, interpolation: interpolation, cropsToAspectRatio: cropToAspectRatio),
      policy: onUnreadable)
    let split = try ValidationSplit(validationSplit, subset)
    try self.init(folder, split, batchSize: batchSize, seed: shuffle ? Self.seed(seed) : nil)
  }

  /// Reads a folder into the part to train on and the part to validate with, as Keras' `subset="both"`.
  ///
  /// - Parameters: as those of `init(directory:)`.
  /// - Throws: `VisionError` if the folder does not fit, or a part is empty.
  public static func split(
    directory: String, labels: ImageLabels = .inferred, labelMode: LabelMode? = .int, classNames: [String]? = nil,
    colorMode: ColorMode = .rgb, batchSize: Int = 32, imageSize: ImageSize = [256, 256], shuffle: Bool = true,
    seed: UInt64? = nil, validationSplit: Double, interpolation: Interpolation = .bilinear, followLinks: Bool = false,
    cropToAspectRatio: Bool = false, onUnreadable: UnreadablePolicy = .stop
  ) throws(VisionError) -> (training: ImageDataset, validation: ImageDataset) {
    func part(_ subset: Subset) throws(VisionError) -> ImageDataset {
      try ImageDataset(
        directory: directory, labels: labels, labelMode: labelMode, classNames: classNames, colorMode: colorMode,
        batchSize: batchSize, imageSize: imageSize, shuffle: shuffle, seed: seed, validationSplit: validationSplit,
        subset: subset, interpolation: interpolation, followLinks: followLinks, cropToAspectRatio: cropToAspectRatio,
        onUnreadable: onUnreadable)
    }
    return (try part(.training), try part(.validation))
  }

  private init(
    _ folder: DirectoryImages, _ split: ValidationSplit?, batchSize: Int, seed: UInt64?
  ) throws(VisionError) {
    precondition(batchSize > 0, "ImageDataset: batchSize is \(batchSize), not at least 1")
    var list = folder.list
    if let seed { list.shuffle(seed: seed) }
    if let split { list.keep(try split.range(of: list.files.count, in: folder.directory)) }
    self.init(
      list, classNames: folder.classNames, labelMode: folder.mode, settings: folder.settings, batchSize: batchSize,
      seed: split?.subset == .validation ? nil : seed)
  }

  static func seed(_ given: UInt64?) -> UInt64 { given ?? (unsafe TrainingContext.current.seed) }
}

/// The images of a folder that was found to be in order.
private struct DirectoryImages {
  let directory: String
  let classNames: [String]
  let mode: LabelMode?
  let settings: ImageSettings
  private(set) var list: FileList

  /// - Throws: `VisionError` if the labels do not fit the mode, or no image can be read.
  init(
    _ folders: ClassFolders, mode: LabelMode?, settings: ImageSettings, policy: UnreadablePolicy
  ) throws(VisionError) {
    directory = folders.directory
    classNames = mode == nil ? [] : folders.classNames
    self.mode = folders.isLabelled ? mode : nil
    self.settings = settings
    list = FileList(
      folders.entries.map { .init(path: folders.directory + "/" + $0.name, name: $0.name, label: $0.label) })
    try list.check(classes: classNames, mode: self.mode, of: directory)
    DataLog.shared.record(folder: directory)
    if policy == .skip { list.skipUnreadable(settings) }
    guard list.files.isEmpty else { return }
    throw VisionError(directory, "none of its images can be read", hint: list.unreadable.summary)
  }
}

extension DataLog {
  /// Notes that results depend on all that lies in a folder.
  func record(folder: String) {
    let fingerprint = FileHashes.shared.hash(ofFolder: folder) ?? "unreadable"
    record(Entry(kind: .file, name: folder, fingerprint: fingerprint))
  }
}
