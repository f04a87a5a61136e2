internal import Tensors

/// What a batch is gathered from: images as they are kept, or targets in the form that the loss reads.
enum Examples {
  case floats(Tensor<Float>)
  case bytes(Tensor<UInt8>)
  case labels(Tensor<Int32>)

  /// Images are kept in their own type where a kernel reads it.
  init(inputs tensor: Tensor<some Scalar>) {
    if let floats = tensor as? Tensor<Float> {
      self = .floats(floats)
    } else if let bytes = tensor as? Tensor<UInt8> {
      self = .bytes(bytes)
    } else {
      self = .floats(tensor.map { Float($0.asDouble) })
    }
  }

  /// Targets become what the loss needs: integers, or numbers.
  init(targets tensor: Tensor<some Scalar>, for loss: Loss) {
    if loss.takesLabels {
      self = .labels(tensor as? Tensor<Int32> ?? tensor.map { Int32($0.asDouble) })
    } else {
      self = .floats(tensor as? Tensor<Float> ?? tensor.map { Float($0.asDouble) })
    }
  }

  var shape: [Int] {
    switch self {
    case .floats(let tensor): tensor.shape
    case .bytes(let tensor): tensor.shape
    case .labels(let tensor): tensor.shape
    }
  }

  var count: Int { shape.first ?? 0 }

  func rows(_ range: Range<Int>) -> Examples {
    switch self {
    case .floats(let tensor): .floats(tensor.rows(range))
    case .bytes(let tensor): .bytes(tensor.rows(range))
    case .labels(let tensor): .labels(tensor.rows(range))
    }
  }
}
