public import DeepLearning
internal import Hashing
public import Tensors

/// A data set that is read in batches of images with labels or masks: `ImageDataset`, `SegmentationDataset`.
///
///     for (images, labels) in training.take(1) { print(images.shape, labels.shape) }
///     try model.fit(training.map { images, labels in (images / 255, labels) }, epochs: 10)
///
/// It is a value: each of these functions gives another data set. Batches are the same for any number of threads, and the same
/// whenever an epoch is read. A `for` loop, `evaluate` and `predict` read epoch 0, so that predictions stand in the order in
/// which a loop sees the images.
///
/// A loop cannot throw: where a file turns out to be damaged it stops the program with the error's text. `forEachBatch`, `fit`,
/// `evaluate` and `predict` throw it, and with `onUnreadable: .skip` there are no such files.
public protocol BatchedImages: BatchSource, Sequence, CustomStringConvertible
where Element == (images: Tensor<Float>, labels: Tensor<Label>), Iterator == BatchIterator<Label> {
  /// The element of labels or masks.
  associatedtype Label: Scalar

  var pipeline: BatchPipeline<Label> { get set }
}

/// The batches of epoch 0, one after another.
public struct BatchIterator<Label: Scalar>: IteratorProtocol {
  fileprivate var reader: PipelineReader<Label>

  public mutating func next() -> (images: Tensor<Float>, labels: Tensor<Label>)? {
    do {
      return try reader.nextPair().map { (images: $0.0, labels: $0.1) }
    } catch {
      // A loop has no way to throw, and must not end as if it had seen everything.
      preconditionFailure("\(error)")
    }
  }
}

// MARK: - Reading

extension BatchedImages {
  /// Number of images in an epoch, known before any is decoded.
  public var count: Int { pipeline.count }
  public var exampleCount: Int { pipeline.count }
  public var batchSize: Int { pipeline.batchSize }

  /// What identifies files, labels and settings; nil after `map` without a name.
  public func fingerprint() -> String? { pipeline.fingerprint }

  public func reader(epoch: Int, from first: Int) -> any BatchReader { pipeline.reader(epoch: epoch, from: first) }

  public func makeIterator() -> BatchIterator<Label> {
    BatchIterator(reader: pipeline.reader(epoch: 0, from: 0))
  }

  /// Calls `body` with each batch of an epoch.
  ///
  /// - Throws: `VisionError` of a file that cannot be read; what `body` or a step throws.
  public func forEachBatch(epoch: Int = 0, _ body: (Tensor<Float>, Tensor<Label>) throws -> Void) throws {
    var reader = pipeline.reader(epoch: epoch, from: 0)
    while let (images, labels) = try reader.nextPair() { try body(images, labels) }
  }
}

// MARK: - Other data sets from this one

extension BatchedImages {
  /// The first batches of each epoch. Of a shuffled data set each epoch takes others, as of `tf.data`'s.
  ///
  /// - Parameter batches: at least 0; more than there are takes all.
  public func take(_ batches: Int) -> Self {
    precondition(batches >= 0, "take: \(batches) batches, not at least 0")
    return changed { $0.take(batches >= batchCount ? count : batches * batchSize) }
  }

  /// The same images in batches of another size. Earlier steps work on the new batches.
  public func batched(_ size: Int) -> Self {
    precondition(size > 0, "batched: \(size) images, not at least 1")
    return changed { $0.batchSize = size }
  }

  /// The same images in an order of its own for each epoch.
  ///
  /// - Parameter seed: decides the orders.
  public func shuffled(seed: UInt64) -> Self { changed { $0.seed = seed } }

  /// The same images in an order of its own for each epoch, by this process' seed; see `setRandomSeed`.
  public func shuffled() -> Self { shuffled(seed: unsafe TrainingContext.current.seed) }

  /// Changes each batch after it was read. A run on such a data set is neither recalled nor remembered, for nobody knows what a
  /// closure does; `map(named:)` tells it.
  public func map(
    _ transform: @escaping (Tensor<Float>, Tensor<Label>) throws -> (Tensor<Float>, Tensor<Label>)
  ) -> Self {
    changed { $0.steps.append(.init(name: nil, apply: transform)) }
  }

  /// Changes each batch after it was read.
  ///
  /// - Parameter name: stands for all that `transform` does: runs are recalled by it, so another transformation needs another
  ///   name.
  public func map(
    named name: String,
    _ transform: @escaping (Tensor<Float>, Tensor<Label>) throws -> (Tensor<Float>, Tensor<Label>)
  ) -> Self {
    changed { $0.steps.append(.init(name: name, apply: transform)) }
  }

  /// The same data set, which keeps all images in memory once it has read them: as 32-bit floats, so that later epochs have the
  /// same bits. Steps such as `map` are done anew.
  ///
  /// Without this call images are kept if they take at most a quarter of the machine's memory.
  /// - Parameter bytes: images are kept if together they take at most so many; 0 keeps none.
  public func cache(upTo bytes: Int = .max) -> Self { changed { $0.cacheLimit = bytes } }

  /// The same data set, which decodes so many batches in one go on all threads. By default they have 64 images together.
  public func prefetch(_ batches: Int) -> Self {
    precondition(batches > 0, "prefetch: \(batches) batches, not at least 1")
    return changed { $0.readAhead = batches }
  }

  private func changed(_ change: (inout BatchPipeline<Label>) -> Void) -> Self {
    var result = self
    change(&result.pipeline)
    return result
  }
}
