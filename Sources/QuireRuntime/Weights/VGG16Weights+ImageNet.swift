package import Datasets
public import DeepLearning
public import Notebook

extension VGG16Weights {
  /// The weights after training on ImageNet that are present: those of the data set `vgg16`, else `vgg16-torchvision`.
  ///
  ///     let base = try VGG16(includeTop: false, weights: .imageNet, inputShape: [180, 180, 3])
  ///
  /// The name says which, and with it how images have to be given: ask the weights' `convention`. A chapter that names `vgg16`
  /// under `data` in its front matter gets one of them before it runs.
  /// - Throws: `DatasetError` if neither is present or the file is damaged, saying how to fetch it.
  public static var imageNet: VGG16Weights {
    get throws { try imageNet(from: .current) }
  }

  /// The weights that some surroundings have.
  package static func imageNet(from environment: DataEnvironment) throws -> VGG16Weights {
    let data = try environment.open("vgg16")
    guard let file = data.edition.files.first else { throw DatasetError(data.dataset.name, "it has no files") }
    return VGG16Weights(
      contentsOf: try data.verifiedPath(of: file.name), name: data.dataset.name,
      convention: data.dataset.name == "vgg16" ? .caffe : .torchvision)
  }
}

extension VGG16Weights: Displayable {
  /// Shows which weights these are and how images have to be given.
  public func display(in session: Session) { session.showDescription(description) }
}
