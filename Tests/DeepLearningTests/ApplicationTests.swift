import DeepLearning
import Foundation
import Tensors
import Testing

/// VGG16 and the mini-Xception: layers, weights from files, and what the weights expect of images.
@Suite struct ApplicationTests {
  struct VGGFile: Decodable {
    let features: Numbers
    let pixels: Numbers
    let caffe: Numbers
    let torch: Numbers
  }

  private static func fixture() throws -> VGGFile { try Fixtures.read("vgg16.json") }

  private static func base(_ weights: VGG16Weights? = nil) throws -> Model {
    try VGG16(includeTop: false, weights: weights, inputShape: [48, 40, 3])
  }

  private static var images: Tensor<Float> {
    let batch = TraceNumbers.Batch(
      step: 0, shape: [48, 40, 3], count: 2, classes: 2, scale: 255, cell: [48, 40])
    return InputConvention.caffe.preprocessInput(batch.images)
  }

  // MARK: - Layers

  @Test func theBaseHasKerasLayersAndParameters() throws {
    let base = try Self.base()
    #expect(base.name == "vgg16")
    let names = base.layers.map(\.name)
    #expect(
      names == [
        "input_layer", "block1_conv1", "block1_conv2", "block1_pool", "block2_conv1", "block2_conv2", "block2_pool",
        "block3_conv1", "block3_conv2", "block3_conv3", "block3_pool", "block4_conv1", "block4_conv2", "block4_conv3",
        "block4_pool", "block5_conv1", "block5_conv2", "block5_conv3", "block5_pool",
      ])
    #expect(base.parameterCount == 14_714_688)
    #expect(base.outputs[0].shape == [1, 1, 512])
  }

  @Test func theTopHasKerasLayers() throws {
    let model = try VGG16(inputShape: [32, 32, 3], classes: 10)
    #expect(model.layers.suffix(4).map(\.name) == ["flatten", "fc1", "fc2", "predictions"])
    #expect(model.parameterCount == 14_714_688 + 513 * 4096 + 4097 * 4096 + 4097 * 10)
  }

  @Test(arguments: [FeaturePooling.average, .max])
  func pooledFeaturesHaveOneNumberAChannel(_ pooling: FeaturePooling) throws {
    let model = try VGG16(includeTop: false, inputShape: [64, 32, 3], pooling: pooling)
    #expect(model.outputs[0].shape == [512])
  }

  @Test func tooSmallAnImageIsAnErrorThatNamesTheLayer() throws {
    let error = #expect(throws: DeepLearningError.self) { try VGG16(includeTop: false, inputShape: [31, 40, 3]) }
    #expect(error?.place == "block5_pool (MaxPooling2D)")
  }

  @Test func theMiniXceptionHasKerasParameters() throws {
    let model = try MiniXception(inputShape: [180, 180, 3])
    #expect(model.parameterCount == 721_857)
    #expect(model.outputs[0].shape == [1])
    #expect(model.layers.count { $0.typeName == "SeparableConv2D" } == 10)
  }

  @Test func partsOfTheMiniXceptionCanBeLeftOut() throws {
    let kinds = { (omitted: Set<XceptionPart>) in
      Set(
        try MiniXception(inputShape: [32, 40, 1], classes: 5, filters: [4, 8], without: omitted).layers.map(\.typeName))
    }
    #expect(try kinds([]).isSuperset(of: ["Add", "BatchNormalization", "SeparableConv2D"]))
    #expect(try !kinds([.residuals]).contains("Add"))
    #expect(try !kinds([.batchNormalization]).contains("BatchNormalization"))
    #expect(try !kinds([.separableConvolutions]).contains("SeparableConv2D"))
    let plain = try MiniXception(inputShape: [32, 40, 1], filters: [4], without: [.batchNormalization])
    #expect(plain.parameters.filter { $0.name == "bias" }.count == 4, "convolutions without normalisation have a bias")
  }

  @Test func theMomentumOfTheMiniXceptionIsThatOfAllItsNormalisations() throws {
    let model = try MiniXception(inputShape: [32, 40, 1], filters: [4, 8], momentum: 0.9)
    let momenta = model.layers.compactMap { $0.configuration.firstMatch(of: /momentum=([0-9.]+)/)?.1 }
    #expect(momenta == ["0.9", "0.9", "0.9", "0.9"])
  }

  // MARK: - Weights

  @Test func theWeightsOfKerasGiveItsFeatures() throws {
    let base = try Self.base()
    try TraceNumbers.setWeights(of: base)
    expectClose(try base.predict(Self.images), try Self.fixture().features.tensor, within: 1e-4)
  }

  @Test func thePickleOfLPIPSGivesTheSameFeatures() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/vgg16.ckpt"
      try Data(PickleWriter.vgg16()).write(to: URL(filePath: path))
      let weights = VGG16Weights(contentsOf: path, convention: .torchvision)
      #expect(weights.name == "vgg16.ckpt")
      let base = try Self.base(weights)
      expectClose(try base.predict(Self.images), try Self.fixture().features.tensor, within: 1e-4)
    }
  }

  private func error(of arrays: [(String, Tensor<Float>)], includeTop: Bool = false) throws -> DeepLearningError? {
    try withTemporaryFolder { folder in
      let path = folder + "vgg16.ckpt"
      try Data(PickleWriter(arrays).bytes).write(to: URL(filePath: path))
      return #expect(throws: DeepLearningError.self) {
        try VGG16(
          includeTop: includeTop, weights: VGG16Weights(contentsOf: path), inputShape: [32, 32, 3], classes: 2)
      }
    }
  }

  @Test func aPickleThatDoesNotFitIsAnErrorWithBothShapes() throws {
    let kernel = ("VGG16_0/Conv_0/kernel", Tensor<Float>(zeros: [3, 3, 3, 64]))
    let missing = try error(of: [kernel])
    #expect(missing?.problem == "has no 'VGG16_0/Conv_0/bias'")
    #expect(missing?.expected == "one of shape [64] for block1_conv1/bias")
    let turned = try error(of: [("VGG16_0/Conv_0/kernel", Tensor<Float>(zeros: [64, 3, 3, 3]))])
    #expect(turned?.problem == "'VGG16_0/Conv_0/kernel' has shape [64, 3, 3, 3]")
    #expect(turned?.expected == "[3, 3, 3, 64] for block1_conv1/kernel")
    let extra = try error(of: [kernel, ("VGG16_0/Conv_13/kernel", Tensor<Float>(zeros: [1]))])
    #expect(extra?.problem == "holds 'VGG16_0/Conv_13/kernel' of shape [1], which the model has not")
  }

  @Test func aPickleHasNoTop() throws {
    let error = try error(of: PickleWriter.convolutions, includeTop: true)
    #expect(error?.problem == "has no 'fc1/kernel'")
    #expect(error?.hint?.contains("includeTop: false") == true)
  }

  @Test func anotherFileOfWeightsIsReadAsTheModelReadsIt() throws {
    try withTemporaryFolder { folder in
      let base = try Self.base()
      try base.saveWeights(to: folder + "vgg16.safetensors")
      let other = try Self.base(VGG16Weights(contentsOf: folder + "vgg16.safetensors"))
      #expect(other.weights == base.weights)
    }
  }

  // MARK: - Images

  @Test(arguments: [InputConvention.caffe, .torchvision])
  func imagesAreConvertedAsKerasDoes(_ convention: InputConvention) throws {
    let file = try Self.fixture()
    let expected = convention == .caffe ? file.caffe.tensor : file.torch.tensor
    expectClose(convention.preprocessInput(file.pixels.tensor), expected, within: 1e-6)
    let bytes = Tensor<UInt8>(file.pixels.tensor)
    #expect(convention.preprocessInput(bytes) == convention.preprocessInput(file.pixels.tensor))
  }

  @Test(arguments: [InputConvention.caffe, .torchvision])
  func aGraphConvertsImagesTheSameWay(_ convention: InputConvention) throws {
    let pixels = try Self.fixture().pixels.tensor
    let inputs = Input(shape: [2, 3, 3])
    let model = try Model(inputs: inputs, outputs: try convention.preprocessInput(inputs))
    expectClose(try model.predict(pixels), convention.preprocessInput(pixels), within: 1e-6)
    #expect(model.trainableParameterCount == 0)
  }

  @Test func greyImagesCannotBeConverted() throws {
    let error = #expect(throws: DeepLearningError.self) {
      try InputConvention.caffe.preprocessInput(Input(shape: [4, 4, 1]))
    }
    #expect(error?.description.contains("[batch, 4, 4, 1]") == true)
  }

  @Test func aConventionSaysWhatItDoes() {
    #expect("\(InputConvention.caffe)" == "BGR − (103.939, 116.779, 123.68)")
    #expect("\(InputConvention.torchvision)" == "(RGB / 255 − (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)")
  }
}

/// Writes arrays as NumPy's pickles have them, in one dictionary whose keys are paths.
struct PickleWriter {
  private(set) var bytes: [UInt8] = [0x80, 3, 0x7D, 0x28]

  init(_ arrays: [(String, Tensor<Float>)]) {
    for (path, tensor) in arrays { append(path, tensor) }
    bytes += [0x75, 0x2E]
  }

  /// All convolutions of VGG16 with the weights of the traces.
  static func vgg16() -> [UInt8] {
    PickleWriter(
      convolutions.enumerated().map { number, array in
        (
          array.0,
          TraceNumbers.weight(number, name: number % 2 == 0 ? "kernel" : "bias", shape: array.1.shape)
        )
      } + [("NetLinLayer_0/Conv_0/kernel", Tensor<Float>(zeros: [1, 1, 64, 1]))]
    ).bytes
  }

  /// Zeros for every convolution of VGG16.
  static var convolutions: [(String, Tensor<Float>)] {
    let filters = [64, 64, 128, 128, 256, 256, 256, 512, 512, 512, 512, 512, 512]
    return zip([3] + filters, filters).enumerated().flatMap { number, extents in
      [
        ("VGG16_0/Conv_\(number)/kernel", Tensor<Float>(zeros: [3, 3, extents.0, extents.1])),
        ("VGG16_0/Conv_\(number)/bias", Tensor<Float>(zeros: [extents.1])),
      ]
    }
  }

  private mutating func append(_ path: String, _ tensor: Tensor<Float>) {
    text(path)
    bytes += Array("cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n".utf8)
    bytes += [0x4B, 0, 0x85, 0x43, 1, UInt8(ascii: "b"), 0x87, 0x52]
    bytes += [0x28, 0x4B, 1, 0x28] + tensor.shape.flatMap { [0x4D, UInt8($0 & 255), UInt8($0 >> 8)] } + [0x74]
    bytes += Array("cnumpy\ndtype\n".utf8)
    text("f4")
    bytes += [0x89, 0x88, 0x87, 0x52, 0x28, 0x4B, 3]
    text("<")
    bytes += [0x4E, 0x4E, 0x4E] + Self.minusOne + Self.minusOne + [0x4B, 0, 0x74, 0x62]
    bytes += [0x89, 0x42] + Self.fourBytes(UInt32(4 * tensor.count))
    bytes.reserveCapacity(bytes.count + 4 * tensor.count)
    for bits in tensor.elements.lazy.map(\.bitPattern) {
      for shift: UInt32 in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: bits >> shift)) }
    }
    bytes += [0x74, 0x62]
  }

  private mutating func text(_ text: String) {
    bytes += [0x58] + Self.fourBytes(UInt32(text.utf8.count)) + Array(text.utf8)
  }

  private static let minusOne: [UInt8] = [0x4A, 255, 255, 255, 255]

  private static func fourBytes(_ number: UInt32) -> [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
  }
}
