public import Tensors

/// Data that comes in batches, such as photographs that are read from a folder while a model trains: what `tf.data.Dataset` is
/// to Keras' `fit`, `evaluate` and `predict`.
///
/// A source is a value that does not change: the same epoch gives the same batches whenever and on however many threads it is
/// read. So a run that was interrupted goes on in the middle of an epoch, and validation sees the same batches every time.
public protocol BatchSource {
  /// Examples in an epoch, known before any is read.
  var exampleCount: Int { get }
  /// Examples in each batch; the last one of an epoch may have fewer.
  var batchSize: Int { get }

  /// What identifies contents and settings, so that a run with the same is remembered; nil if it cannot be told, as where a
  /// closure changes the examples.
  ///
  /// - Throws: an error for people if the contents cannot be read.
  func fingerprint() throws -> String?

  /// The batches of an epoch.
  ///
  /// - Parameters:
  ///   - epoch: the number of the epoch, from 0. Evaluation and prediction read epoch 0.
  ///   - first: the batch to begin with; those before it are not read.
  /// - Throws: an error for people if the data cannot be read.
  func reader(epoch: Int, from first: Int) throws -> any BatchReader
}

extension BatchSource {
  /// Batches in an epoch.
  public var batchCount: Int {
    let size = max(batchSize, 1)
    return exampleCount / size + (exampleCount % size).signum()
  }
}

/// Hands out the batches of one epoch, one after another.
public protocol BatchReader {
  /// The next batch; nil after the last.
  ///
  /// - Throws: an error for people if the data cannot be read.
  mutating func next() throws -> Batch?
}

/// Some examples with what belongs to them.
public struct Batch: Sendable {
  /// One tensor for each input of a model: [examples] + input shape.
  public var inputs: [any ExampleTensor]
  /// One tensor for each output; empty where nobody knows the truth.
  public var targets: [any ExampleTensor]
  /// What the losses of the examples are multiplied by: one tensor for each output, or one for all; nil or none where all
  /// examples count the same.
  public var sampleWeight: [Tensor<Float>?]

  public init(inputs: [any ExampleTensor], targets: [any ExampleTensor], sampleWeight: [Tensor<Float>?] = []) {
    (self.inputs, self.targets, self.sampleWeight) = (inputs, targets, sampleWeight)
  }

  /// Number of examples.
  public var count: Int { inputs.first?.exampleCount ?? 0 }
}
