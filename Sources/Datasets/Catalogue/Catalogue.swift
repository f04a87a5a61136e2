/// The data sets that can be asked for by name.
public struct Catalogue: Sendable {
  public var datasets: [Dataset]

  public init(_ datasets: [Dataset]) { self.datasets = datasets }

  /// Every data set of the book.
  public static let standard = Catalogue([.mnist, .fashionMNIST])

  /// The data set of that name.
  /// - Throws: `DatasetError` that lists the known names.
  public func dataset(_ name: String) throws(DatasetError) -> Dataset {
    if let dataset = datasets.first(where: { $0.name == name }) { return dataset }
    let known = datasets.map(\.name).joined(separator: ", ")
    throw DatasetError(name, "there is no data set of this name", hint: "known are: \(known)")
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
