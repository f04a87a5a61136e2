import Datasets
import Foundation
import Messages
import Notebook
import QuireRuntime
import Synchronization
import Testing

/// What a page says of files that were left out.
@Suite struct SkippedFilesTests {
  /// Takes what a block shows.
  private final class Page: OutputReceiver {
    private let outputs = Mutex<[Output]>([])

    var texts: [String] {
      outputs.withLock { $0 }.compactMap { if case .value(let text) = $0 { text } else { nil } }
    }

    func receive(_ output: Output) { outputs.withLock { $0.append(output) } }
    func receive(_ progress: TrainingProgress) {}
    func receive(_ dependency: Dependency) {}
  }

  /// Pictures in the layout of cats and dogs, two of which are damaged; removed at the end.
  private func withPictures(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "quire-test-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for part in ["train", "validation", "test"] {
      for kind in ["cat", "dog"] {
        let place = folder.appending(path: "pets/\(part)/\(kind)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for number in 0..<3 {
          let picture = Tensor<UInt8>([4, 4, 3], repeating: UInt8(number))
          try picture.write(to: place.appending(path: "\(kind).\(number).png").path)
        }
      }
    }
    for damaged in ["train/cat/cat.1.png", "train/dog/dog.0.png"] {
      try Data(repeating: 7, count: 100).write(to: folder.appending(path: "pets/" + damaged))
    }
    try body(folder.path)
  }

  @Test func aPageCountsThemAndNamesThem() throws {
    try withPictures { folder in
      let page = Page()
      let data = try ImageDataset(directory: folder + "/pets/train", imageSize: [4, 4], onUnreadable: .skip)
      Session(receiver: page).show(data)
      #expect(
        page.texts == ["4 images of 2 classes; 2 unreadable files skipped: cat/cat.1.png, dog/dog.0.png"])
    }
  }

  @Test func aPageCountsThoseOfEachPart() throws {
    try withPictures { folder in
      let page = Page()
      let store = DataStore(folder: URL(filePath: folder + "/store"))
      _ = try store.add("dogs-vs-cats", at: URL(filePath: folder + "/pets"), as: .full)
      Session(receiver: page).show(try DogsVsCats.load(imageSize: [4, 4], from: DataEnvironment(store: store)))
      let text = try #require(page.texts.first)
      #expect(text.hasPrefix("dogs-vs-cats (full): train 4 images of 2 classes; 2 unreadable files skipped: "))
      #expect(text.hasSuffix("; validation 6 images of 2 classes; test 6 images of 2 classes"))
    }
  }

  @Test func masksThatAreDamagedAreCountedAsWell() throws {
    try withPictures { folder in
      let page = Page()
      let masks = folder + "/masks"
      try FileManager.default.createDirectory(atPath: masks, withIntermediateDirectories: true)
      for number in 0..<3 { try Tensor<UInt8>([4, 4, 1], repeating: 1).write(to: masks + "/cat.\(number).png") }
      try Data(repeating: 7, count: 100).write(to: URL(filePath: masks + "/cat.2.png"))
      Session(receiver: page).show(
        try SegmentationDataset(
          images: folder + "/pets/train/cat", masks: masks, imageSize: [4, 4], onUnreadable: .skip))
      #expect(page.texts == ["1 image with masks; 2 unreadable files skipped: cat.1, cat.2"])
    }
  }
}
