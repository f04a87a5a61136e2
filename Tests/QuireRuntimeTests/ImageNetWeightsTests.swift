import Datasets
import Foundation
import QuireRuntime
import Testing

/// Which weights of VGG16 an author gets, and what they say of themselves.
@Suite struct ImageNetWeightsTests {
  /// Surroundings in which the data sets of these names are present.
  private func environment(in folder: URL, present: [String]) throws -> DataEnvironment {
    let content = Array("weights".utf8)
    let file = DataFile("w", bytes: content.count, .sha256(Checksum.Algorithm.sha256.digest(of: content)))
    let datasets = ["vgg16", "vgg16-torchvision"].map { name in
      Dataset(
        name: name, title: name, licence: "none",
        editions: [DatasetEdition(.full, examples: nil, files: [file], places: [])],
        substitute: name == "vgg16" ? "vgg16-torchvision" : nil)
    }
    for name in present {
      let target = folder.appending(path: "\(name)/full")
      try FileManager.default.createDirectory(at: target, withIntermediateDirectories: true)
      try Data(content).write(to: target.appending(path: "w"))
    }
    return DataEnvironment(store: DataStore(folder: folder, catalogue: Catalogue(datasets)))
  }

  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test(
    arguments: [
      (["vgg16", "vgg16-torchvision"], "vgg16", InputConvention.caffe),
      (["vgg16-torchvision"], "vgg16-torchvision", .torchvision),
    ])
  func theNameAndTheConventionAreThoseOfTheFile(
    present: [String], name: String, convention: InputConvention
  ) throws {
    try withFolder { folder in
      let environment = try environment(in: folder, present: present)
      let weights = try VGG16Weights.imageNet(from: environment)
      #expect(weights.name == name)
      #expect(weights.convention == convention)
      #expect(weights.path.hasSuffix("\(name)/full/w"))
      #expect(weights.description == "\(name): \(convention)")
    }
  }

  @Test func whereThereAreNoneTheErrorSaysHowToFetchThem() throws {
    try withFolder { folder in
      let environment = try environment(in: folder, present: [])
      let error = #expect(throws: DatasetError.self) { try VGG16Weights.imageNet(from: environment) }
      #expect(error?.description.contains("quire data fetch vgg16") == true)
    }
  }
}
