/// Where the batches of a run come from: tensors in memory, or a source.
protocol BatchFeed {
  /// Batches in each epoch.
  var batchCount: Int { get }
  /// How the data is cut, as the settings of a run tell it.
  var settings: String { get }

  /// Adds what decides the batches to what identifies a run.
  ///
  /// - Returns: whether that is all.
  func add(to fingerprint: inout Fingerprint, as name: String) throws -> Bool
  /// The batches of an epoch, from one of them on.
  func batches(ofEpoch epoch: Int, from first: Int) throws -> any BatchCursor
}

/// Hands out batches that were found to fit the model.
protocol BatchCursor {
  mutating func next() throws -> LoadedBatch?
}

/// The examples of a batch: some places of an order of examples.
struct LoadedBatch {
  let data: DataSet
  /// Numbers of examples.
  let order: [Int]
  /// Which places of `order`.
  let places: Range<Int>

  var count: Int { places.count }

  init(_ data: DataSet, order: [Int], places: Range<Int>) {
    (self.data, self.order, self.places) = (data, order, places)
  }

  /// All examples, in their order.
  init(all data: DataSet) { self.init(data, order: Array(0..<data.count), places: 0..<data.count) }
}
