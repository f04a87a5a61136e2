/// The data sets that can be asked for by name.
public struct Catalogue: Sendable {
  public var datasets: [Dataset]

  public init(_ datasets: [Dataset]) { self.datasets = datasets }

  /// Every data set of the book.
  public static let standard = Catalogue([
    .mnist, .fashionMNIST, .dogsVsCats, .oxfordPets, .vgg16, .vgg16Torchvision,
  ])

  /// The data set of that name.
  /// - Throws: `DatasetError` that lists the known names.
  public func dataset(_ name: String) throws(DatasetError) -> Dataset {
    if let dataset = datasets.first(where: { $0.name == name }) { return dataset }
    let known = datasets.map(\.name).joined(separator: ", ")
    throw DatasetError(name, "there is no data set of this name", hint: "known are: \(known)")
  }

  /// The data set of that name, then those that serve where it cannot be had, in the order to try.
  /// - Throws: `DatasetError` that lists the known names.
  public func candidates(for name: String) throws(DatasetError) -> [Dataset] {
    var candidates = [try dataset(name)]
    while let next = candidates.last?.substitute, !candidates.contains(where: { $0.name == next }) {
      candidates.append(try dataset(next))
    }
    return candidates
  }

  /// The edition of a data set.
  /// - Throws: `DatasetError` if there is no such data set, or it has no such edition.
  public func edition(_ kind: Edition, of name: String) throws(DatasetError) -> DatasetEdition {
    let dataset = try dataset(name)
    if let edition = dataset.edition(kind) { return edition }
    let known = dataset.editions.map(\.kind.rawValue).joined(separator: ", ")
    throw DatasetError(name, "it has no edition `\(kind)`", hint: "known are: \(known)")
  }
}
