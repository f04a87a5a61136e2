public import DeepLearning
public import Tensors

/// A data set that is read in batches of images with labels or masks: `ImageDataset`, `SegmentationDataset`.
///
///     try training.take(1).forEachBatch { images, labels in print(images.shape, labels.shape) }
///     try model.fit(training.map { images, labels in (images / 255, labels) }, epochs: 10)
///
/// It is a value: each of these functions gives another data set. Batches are the same for any number of threads, and the same
/// whenever an epoch is read. `forEachBatch`, `loaded`, `evaluate` and `predict` read epoch 0, so that predictions stand in the
/// order in which the others give images and labels.
///
/// Files may be damaged, and a `for` loop has no way to say so: it would have to stop the program. So there is none; all that
/// reads files throws.
public protocol BatchedImages: BatchSource, CustomStringConvertible {
  /// The element of labels or masks.
  associatedtype Label: Scalar

  var pipeline: BatchPipeline<Label> { get set }
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

  /// Calls `body` with each batch of an epoch, one after another.
  ///
  /// ## Shapes
  /// images [batch, height, width, channels]; labels as those of the data set
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
