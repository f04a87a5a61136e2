import Datasets
import Foundation
import QuireRuntime
import Testing

/// The real weights, where they are present: `quire data fetch vgg16-torchvision` gets them.
@Suite struct ImageNetFeaturesTests {
  struct Features: Decodable {
    let shape: [Int]
    let values: [Float]
  }

  /// Bands that slant and grow narrower, as in `Fixtures/make_imagenet_fixtures.py`.
  private var image: Tensor<UInt8> {
    let places: Range<Int> = 0..<(96 * 64 * 3)
    let pixels: [UInt8] = places.map { (place: Int) -> UInt8 in UInt8(place * place / 997 % 256) }
    return Tensor([1, 96, 64, 3], pixels)
  }

  private func expected() throws -> Features {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
    return try JSONDecoder().decode(Features.self, from: Data(contentsOf: folder.appending(path: "imagenet.json")))
  }

  @Test func torchvisionsWeightsGiveKerasFeatures() throws {
    let name = "vgg16-torchvision"
    guard try DataStore().present(name) != nil else { try Test.cancel("\(name) is not here") }
    let weights = try VGG16Weights.imageNet(from: DataEnvironment(editions: [name: "full"]))
    let base = try VGG16(includeTop: false, weights: weights, inputShape: [96, 64, 3])
    let inputs = Input(shape: [96, 64, 3])
    let model = try Model(inputs: inputs, outputs: base(try weights.preprocessInput(inputs)))
    let (found, expected) = (try model.predict(image), try expected())
    #expect(found.shape == expected.shape)
    let scale = expected.values.max() ?? 0
    let worst = zip(found.elements, expected.values).map { abs($0 - $1) }.max() ?? 0
    #expect(scale > 1 && worst <= 1e-4 * scale, "\(worst) of \(scale)")
  }
}
