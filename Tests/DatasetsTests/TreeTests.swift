import Foundation
import Testing

import Datasets

/// Editions that are trees of files: fetched, registered, checked and removed.
@Suite struct TreeTests {
  private let temporary: TemporaryFolder
  private let served: URL

  init() throws {
    temporary = try TemporaryFolder()
    served = try temporary.subfolder("served")
  }

  /// Bytes that pass for an image here, different for each name.
  private static func image(_ name: String) -> Data { Data((name + String(repeating: ".", count: 200)).utf8) }

  private func write(_ paths: [String], in folder: String) throws {
    for path in paths {
      let url = try temporary.subfolder("\(folder)/\((path as NSString).deletingLastPathComponent)")
        .appendingPathComponent((path as NSString).lastPathComponent)
      try (path.hasSuffix("empty.0.jpg") || path.hasSuffix("666.jpg") ? Data() : Self.image(path)).write(to: url)
    }
  }

  /// Packs what lies in a folder; returns the archive's bytes and file.
  private func pack(_ folder: String, as name: String) throws -> DataFile {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    let format = name.hasSuffix(".zip") ? "zip" : "gztar"
    let stem = served.appendingPathComponent(String(name.prefix { $0 != "." })).path
    process.arguments = [
      "python3", "-c", "import shutil, sys; shutil.make_archive(*sys.argv[1:4])", stem, format,
      temporary.url.appendingPathComponent(folder).path,
    ]
    try process.run()
    process.waitUntilExit()
    let bytes = try Data(contentsOf: served.appendingPathComponent(name)).count
    return DataFile(name, bytes: bytes, .size(bytes))
  }

  private func store(
    _ layout: FolderLayout = .catsAndDogs, full: [TreePlace] = [], sample: [TreePlace] = []
  ) -> DataStore {
    let pets = Dataset(
      name: "pets", title: "Pets", licence: "none",
      editions: [
        DatasetEdition(.full, examples: 9, tree: TreeContent(layout, places: full)),
        DatasetEdition(.sample, examples: 9, tree: TreeContent(layout, places: sample)),
      ])
    return DataStore(folder: temporary.url.appendingPathComponent("data"), catalogue: Catalogue([pets]))
  }

  private static let microsoft = [
    "PetImages/Cat/0.jpg", "PetImages/Cat/666.jpg", "PetImages/Cat/1000.jpg", "PetImages/Cat/1500.jpg",
    "PetImages/Cat/2500.jpg", "PetImages/Cat/Thumbs.db", "PetImages/Dog/3.jpg", "PetImages/Dog/10.jpg", "readme.txt",
  ]

  @Test func anArchiveIsUnpackedAndKnownByItsContents() throws {
    try write(Self.microsoft, in: "source")
    let server = try TestServer(serving: served)
    let archive = try pack("source", as: "pets.zip")
    let store = store(full: [.web(WebTree(of: "pets", address: server.address, archives: [archive]))])
    #expect(try store.fetch("pets").wasPresent == false)
    #expect(
      temporary.files(below: "data/pets") == [
        ".lock", "full.manifest", "full/PetImages/Cat/0.jpg", "full/PetImages/Cat/1000.jpg",
        "full/PetImages/Cat/1500.jpg", "full/PetImages/Cat/2500.jpg", "full/PetImages/Cat/666.jpg",
        "full/PetImages/Dog/10.jpg", "full/PetImages/Dog/3.jpg",
      ])
    let opened = try DataEnvironment(store: store).open("pets")
    let pets = try opened.catsAndDogs()
    func names(_ part: [CatsAndDogs.Example]) -> [String] {
      part.map { "\(($0.path as NSString).lastPathComponent) \($0.label)" }
    }
    #expect(names(pets.train) == ["0.jpg 0", "3.jpg 1", "10.jpg 1"])
    #expect(names(pets.validation) == ["1000.jpg 0"])
    #expect(names(pets.test) == ["1500.jpg 0"])
    #expect(pets.unusedCount == 1)
    #expect(pets.oddities.map(\.description) == ["PetImages/Cat/666.jpg: it is empty"])
    #expect(store.fingerprint(of: "pets/full") == opened.fingerprint)
    #expect(DataLog.shared.drain().contains { $0.name == "pets/full" && $0.count == 5 })
    #expect(try store.fetch("pets").wasPresent)
    #expect(server.requests.count == 1)
    #expect(store.verify().map(\.problem) == [nil])
  }

  @Test func damageIsFoundAndMended() throws {
    try write(["Cat/0.jpg", "Dog/0.jpg"], in: "source")
    let server = try TestServer(serving: served)
    let archive = try pack("source", as: "pets.zip")
    let store = store(full: [.web(WebTree(of: "pets", address: server.address, archives: [archive]))])
    _ = try store.fetch("pets")
    let file = temporary.url.appendingPathComponent("data/pets/full/Cat/0.jpg")
    let content = try Data(contentsOf: file)
    try Data(content.reversed()).write(to: file)
    #expect(try store.present("pets") == nil, "the time of the file has changed, and so its content is looked at")
    #expect(store.verify().compactMap(\.problem) == ["its content is not what it was when it came"])
    let error = #expect(throws: DatasetError.self) { try DataEnvironment(store: store).open("pets") }
    #expect(error?.subject == file.path)
    #expect(try !store.fetch("pets").wasPresent)
    #expect(try Data(contentsOf: file) == content)
    try FileManager.default.removeItem(at: file)
    #expect(try store.present("pets") == nil)
  }

  @Test func aCopiedStoreIsThereThoughItsTimesDiffer() throws {
    try write(["Cat/0.jpg", "Dog/0.jpg"], in: "source")
    let store = store()
    let archive = try pack("source", as: "pets.zip")
    _ = try store.add("pets", at: served.appendingPathComponent(archive.name))
    let file = temporary.url.appendingPathComponent("data/pets/full/Cat/0.jpg")
    try FileManager.default.setAttributes([.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: file.path)
    #expect(try store.present("pets") == .full)
  }

  @Test func twoArchivesAreOneTree() throws {
    try write(["images/A_1.jpg", "images/b_1.jpg", "images/c_1.jpg", "images/x.mat"], in: "one")
    try write(
      [
        "annotations/trimaps/A_1.png", "annotations/trimaps/b_1.png", "annotations/trimaps/._b_1.png",
        "annotations/trimaps/d_1.png", "annotations/list.txt",
      ], in: "two")
    let server = try TestServer(serving: served)
    let archives = [try pack("one", as: "images.tar.gz"), try pack("two", as: "annotations.tar.gz")]
    let store = store(.petsWithTrimaps, full: [.web(WebTree(of: "pets", address: server.address, archives: archives))])
    var received: [Int] = []
    _ = try store.fetch("pets") { if case .received(let bytes, _) = $0 { received.append(bytes) } }
    #expect(received == received.sorted() && received.last == archives.map(\.bytes).reduce(0, +))
    let pets = try DataEnvironment(store: store).open("pets").petsWithTrimaps()
    #expect(pets.pairs.map(\.name) == ["A_1", "b_1"])
    #expect(pets.pairs.allSatisfy { $0.image.hasSuffix("\($0.name).jpg") && $0.trimap.hasSuffix("\($0.name).png") })
    #expect(
      pets.oddities.map(\.description) == [
        "annotations/trimaps/d_1.png: it has no image", "images/c_1.jpg: it has no trimap",
      ])
  }

  @Test func anArchiveOfAnotherSizeIsRefused() throws {
    try write(["Cat/0.jpg", "Dog/0.jpg"], in: "source")
    let server = try TestServer(serving: served)
    var archive = try pack("source", as: "pets.zip")
    archive.bytes += 10
    archive.checksum = .size(archive.bytes)
    let store = store(full: [.web(WebTree(of: "pets", address: server.address, archives: [archive]))])
    let error = #expect(throws: DatasetError.self) { try store.fetch("pets", anyOf: [.full]) }
    #expect(error?.message.contains("is not pets.zip") == true)
    #expect(temporary.files(below: "data/pets") == [".lock"])
  }

  /// Makes a copy of an archive, of the same name and size, that is broken in the middle.
  private func broken(_ archive: DataFile) throws -> URL {
    let folder = try temporary.subfolder("served-broken")
    var bytes = [UInt8](try Data(contentsOf: served.appendingPathComponent(archive.name)))
    for place in bytes.count / 3..<bytes.count / 2 { bytes[place] ^= 0x55 }
    try Data(bytes).write(to: folder.appendingPathComponent(archive.name))
    return folder
  }

  @Test(arguments: ["pets.zip", "pets.tar.gz"])
  func anArchiveThatIsBrokenInsideIsPassedOver(name: String) throws {
    try write((0..<40).flatMap { ["Cat/\($0).jpg", "Dog/\($0).jpg"] }, in: "source")
    let archive = try pack("source", as: name)
    let servers = [try TestServer(serving: broken(archive)), try TestServer(serving: served)]
    let trees = zip(["broken", "whole"], servers).map { title, server in
      TreePlace.web(WebTree(of: title, address: server.address, archives: [archive]))
    }
    let fetched = try store(full: trees).fetch("pets")
    #expect(fetched.edition == .full)
    #expect(fetched.failures.map(\.place) == ["broken on 127.0.0.1"])
    #expect(fetched.failures.first?.reason.hasPrefix("\(name): it is damaged or cut off") == true)
    #expect(try DataEnvironment(store: store()).open("pets").catsAndDogs().train.count == 80)
    #expect(servers.map(\.requests.count) == [1, 1])
  }

  @Test func aBrokenArchiveAloneLeavesNothing() throws {
    try write((0..<40).flatMap { ["Cat/\($0).jpg", "Dog/\($0).jpg"] }, in: "source")
    let archive = try pack("source", as: "pets.zip")
    let server = try TestServer(serving: broken(archive))
    let store = store(full: [.web(WebTree(of: "pets", address: server.address, archives: [archive]))])
    let error = #expect(throws: DatasetError.self) { try store.fetch("pets", anyOf: [.full]) }
    #expect(error?.message.contains("full edition, pets on 127.0.0.1: pets.zip: it is damaged") == true)
    #expect(temporary.files(below: "data/pets") == [".lock"])
  }

  @Test func anArchiveOfAnotherLayoutIsPassedOver() throws {
    try write(["notes/a.jpg", "notes/b.jpg"], in: "other")
    try write(["Cat/0.jpg", "Dog/0.jpg"], in: "source")
    let archives = [try pack("other", as: "notes.zip"), try pack("source", as: "pets.zip")]
    let server = try TestServer(serving: served)
    let trees = archives.map { TreePlace.web(WebTree(of: $0.name, address: server.address, archives: [$0])) }
    let fetched = try store(full: trees).fetch("pets")
    #expect(fetched.failures.first?.reason.contains("not the layout expected") == true)
    #expect(try DataEnvironment(store: store()).open("pets").catsAndDogs().train.count == 2)
  }

  @Test func aBrokenArchiveOfTheUserIsAnErrorThatNamesIt() throws {
    try write(["Cat/0.jpg", "Dog/0.jpg"], in: "source")
    let folder = try broken(try pack("source", as: "pets.tar.gz"))
    let error = #expect(throws: DatasetError.self) {
      try store().add("pets", at: folder.appendingPathComponent("pets.tar.gz"))
    }
    #expect(error?.description.hasPrefix("pets.tar.gz: it is damaged or cut off") == true)
    #expect(temporary.files(below: "data/pets") == [".lock"])
  }

  @Test(arguments: [
    ["notes/a.jpg"], ["Cat/0.jpg"], [], ["images/A_1.jpg"], ["train/cat/empty.0.jpg", "train/dog/dog.0.jpg"],
  ])
  func anotherLayoutIsNotTakenAndNothingIsKept(paths: [String]) throws {
    try write(paths + ["readme.txt"], in: "mine")
    let error = #expect(throws: DatasetError.self) {
      try store().add("pets", at: temporary.url.appendingPathComponent("mine"))
    }
    #expect(error?.message.contains("not the layout expected") == true)
    #expect(error?.hint?.contains("PetImages/Cat/0.jpg") == true)
    #expect(temporary.files(below: "data/pets") == [".lock"])
  }

  private static let split = [
    "train/cat/cat.0.jpg", "train/cat/cat.4001.jpg", "train/dog/dog.7.jpg", "validation/cat/cat.2.jpg",
    "test/dog/dog.1.jpg",
  ]

  @Test func aRegisteredFolderIsReadWhereItLies() throws {
    try write(Self.split, in: "mine")
    let mine = temporary.url.appendingPathComponent("mine")
    let added = try store().add("pets", at: mine)
    #expect(added.survey.lines == ["train: 2 cats, 1 dogs", "validation: 1 cats, 0 dogs", "test: 0 cats, 1 dogs"])
    #expect(temporary.files(below: "data/pets") == [".lock", "full.manifest"])
    let status = try store().status(of: "pets")[0]
    #expect(status.state == .present && status.isRegistered && status.folder.lastPathComponent == "mine")
    let pets = try DataEnvironment(store: store()).open("pets").catsAndDogs()
    #expect(pets.train.map(\.path).allSatisfy { $0.hasPrefix(status.folder.path) })
    #expect(pets.train.count == 3)
    #expect(try store().remove("pets", .full))
    #expect(try store().present("pets") == nil)
    #expect(temporary.files(below: "mine") == Self.split.sorted(), "the user's files stay")
    #expect(try !store().remove("pets", .full))
  }

  @Test func aChangedFolderHasAnotherFingerprint() throws {
    try write(Self.split, in: "mine")
    _ = try store().add("pets", at: temporary.url.appendingPathComponent("mine"))
    func print() -> String? { store().fingerprint(of: "pets/full") }
    let first = print()
    let file = temporary.url.appendingPathComponent("mine/train/cat/cat.0.jpg")
    let content = try Data(contentsOf: file)
    try Data(content.reversed()).write(to: file)
    let second = print()
    #expect(second != nil && second != first)
    try content.write(to: file)
    #expect(print() == first, "the same contents again")
    try write(["train/cat/cat.9.jpg"], in: "mine")
    #expect(print() != first)
    #expect(try DataEnvironment(store: store()).open("pets").catsAndDogs().train.count == 4)
    try FileManager.default.removeItem(at: temporary.url.appendingPathComponent("mine"))
    #expect(print() == nil)
  }

  /// A stand-in for the painter.
  private func painter(_ script: String) throws -> String {
    let url = temporary.url.appendingPathComponent("quire-paint")
    let text = temporary.url.appendingPathComponent("quire-paint.sh")
    try Data("#!/bin/sh\n\(script)\n".utf8).write(to: text)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: text.path)
    // A file that this process has written may still be open in a child that another test starts, and cannot be run then.
    try Process.run(URL(filePath: "/bin/cp"), arguments: [text.path, url.path]).waitUntilExit()
    return url.path
  }

  @Test func theSampleIsPaintedWhereThereAreNoPhotographs() throws {
    let program = try painter(
      """
      [ "$1 $2 $3 $4" = "cats --seed 7 --painter" ] || { echo "wrong arguments $*" >&2; exit 2; }
      for class in cat dog; do
        mkdir -p "$6/train/$class"
        printf '%0200d' 1 > "$6/train/$class/$class.0.jpg"
        echo "painted 1 of 2"
        sleep 0.1
      done
      echo "painted 2 of 2"
      """)
    let dead = TreePlace.web(
      WebTree(of: "x", address: "http://127.0.0.1:9/", archives: [DataFile("a", bytes: 9, .size(9))]))
    let store = store(full: [dead], sample: [.painter(PetPainting(of: "cats", seed: 7, program: program))])
    var counts: [String] = []
    let fetched = try store.fetch("pets") { if $0.isProgress { counts.append($0.description) } }
    #expect(fetched.edition == .sample && fetched.failures.count == 1)
    #expect(counts.contains("1 of 2 images painted"))
    #expect(try DataEnvironment(store: store).open("pets").catsAndDogs().train.map(\.label) == [0, 1])
    #expect(try store.ensure("pets").wasPresent)
  }

  @Test(arguments: ["(version 0, seed 7)", "(version \(PetPainting.version), seed 8)", "(seed 7)"])
  func picturesOfAnotherPainterAreNotUsed(painter: String) throws {
    let program = try self.painter(
      """
      mkdir -p "$6/cat" "$6/dog"
      printf '%0200d' 1 > "$6/cat/cat.0.jpg"
      printf '%0200d' 1 > "$6/dog/dog.0.jpg"
      """)
    let store = store(sample: [.painter(PetPainting(of: "cats", seed: 7, program: program))])
    _ = try store.fetch("pets")
    #expect(store.fingerprint(of: "pets/sample") != nil)
    let manifest = temporary.url.appendingPathComponent("data/pets/sample.manifest")
    let text = try String(contentsOf: manifest, encoding: .utf8)
    let own = "(version \(PetPainting.version), seed 7)"
    try text.replacing(own, with: painter).write(to: manifest, atomically: true, encoding: .utf8)
    #expect(text.contains(own))
    #expect(store.fingerprint(of: "pets/sample") == nil)
    #expect(try !store.ensure("pets").wasPresent)
    #expect(store.fingerprint(of: "pets/sample") != nil)
  }

  @Test(arguments: [("echo 'no room' >&2; exit 3", "no room"), (nil, "is not at")])
  func aPainterThatFailsLeavesNothing(script: String?, reason: String) throws {
    let program = try script.map(painter) ?? "/nowhere/quire-paint"
    let store = store(sample: [.painter(PetPainting(of: "cats", seed: 7, program: program))])
    let error = #expect(throws: DatasetError.self) { try store.fetch("pets") }
    #expect(error?.message.contains(reason) == true)
    #expect(temporary.files(below: "data/pets") == [".lock"])
  }

  @Test func aManifestThatIsNotWholeIsNone() {
    let entry = Manifest.Entry(path: "a b/c.jpg", bytes: 3, modified: 5, digest: String(repeating: "a", count: 64))
    let manifest = Manifest(origin: "a place", registeredFolder: "/home/a b", entries: [entry])
    let text = Array(manifest.text.utf8)
    #expect(Manifest(text: text) == manifest)
    for length in 0..<text.count { #expect(Manifest(text: Array(text.prefix(length))) == nil, "\(length)") }
  }

  @Test(arguments: [
    ("cat.0.jpg", "dog.12.jpg"), ("train/cat.0.jpg", "train/dog.12.jpg"), ("x/Cat/0.jpg", "x/Dog/12.JPG"),
    ("cats_and_dogs_filtered/train/cats/cat.0.jpg", "cats_and_dogs_filtered/train/dogs/dog.12.jpg"),
  ])
  func everyKnownLayoutIsRead(cat: String, dog: String) throws {
    try write([cat, dog], in: "mine")
    let added = try store().add("pets", at: temporary.url.appendingPathComponent("mine"))
    #expect(added.survey.lines[0] == "train: 1 cats, 1 dogs")
  }

  @Test func theSplitDependsOnTheSeedAlone() throws {
    let names = (0..<50).map { "p_\($0)" }
    try write(names.flatMap { ["images/\($0).jpg", "annotations/trimaps/\($0).png"] }, in: "mine")
    let store = store(.petsWithTrimaps)
    _ = try store.add("pets", at: temporary.url.appendingPathComponent("mine"))
    let pets = try DataEnvironment(store: store).open("pets").petsWithTrimaps()
    let (train, validation) = pets.split(seed: 1)
    #expect(validation.count == 10 && train.count == 40)
    #expect(Set(train).isDisjoint(with: validation))
    #expect(pets.split(seed: 1).validation == validation)
    #expect(pets.split(seed: 2).validation != validation)
    #expect(pets.split(validation: 99, seed: 2).train.isEmpty)
  }
}
