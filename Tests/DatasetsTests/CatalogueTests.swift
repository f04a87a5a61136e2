import Foundation
import Testing

import Datasets

/// The catalogue's own entries, and the real downloads where a network is there.
@Suite struct CatalogueTests {
  @Test func everyEditionCanBeFetchedAndChecked() {
    for dataset in Catalogue.standard.datasets {
      #expect(!dataset.licence.isEmpty)
      for edition in dataset.editions {
        #expect(edition.examples ?? 1 > 0 && !edition.placeNames.isEmpty)
        #expect(edition.files.isEmpty == (edition.tree != nil))
        for file in edition.files {
          let digits = file.checksum.algorithm == .md5 ? 32 : 64
          #expect(file.checksum.digits.count == digits && file.bytes > 0, "\(dataset.name) \(file.name)")
        }
      }
    }
  }

  @Test func whatServesInPlaceOfAnotherIsInTheCatalogue() throws {
    let catalogue = Catalogue.standard
    for dataset in catalogue.datasets {
      let names = try catalogue.candidates(for: dataset.name).map(\.name)
      #expect(names == [dataset.name] + [dataset.substitute].compactMap { $0 })
    }
    #expect(try catalogue.candidates(for: "vgg16").map(\.name) == ["vgg16", "vgg16-torchvision"])
  }

  @Test func namesAreUnique() {
    let names = Catalogue.standard.datasets.map(\.name)
    #expect(Set(names).count == names.count)
  }

  /// pip and apt with their own configuration, into a folder of the test. Passes without a network, saying so.
  @Test(arguments: [("mnist", Edition.sample, 1), ("fashion-mnist", .full, 4)])
  func theRealDataSetArrives(name: String, edition: Edition, files: Int) throws {
    let temporary = try TemporaryFolder()
    let store = DataStore(folder: temporary.url)
    do {
      _ = try store.fetch(name, anyOf: [edition])
    } catch let error as DatasetError where error.message.contains("could not be fetched") {
      try Test.cancel("not reachable from here: \(error.message)")
    }
    let reports = store.verify()
    #expect(reports.count == files)
    #expect(reports.allSatisfy { $0.problem == nil })
    #expect(temporary.files(below: name).count == files + 1, "the files and the lock, no leftovers")
  }
}
