internal import Kernels

// Augmentation of images. What is drawn follows from seed, layer, step and the image's place in the batch, so the backward
// pass draws the same again.
extension CPUExecutor {
  func run(_ operation: MirrorForward) {
    let key = drawKey(of: operation.layer)
    unsafe operation.kernel.apply(input: source(operation.input), output: target(operation.output)) { image in
      operation.axes.drawn(key: key, image: image)
    }
  }

  func run(_ operation: WarpForward) {
    unsafe operation.kernel.forward(
      input: source(operation.input), output: target(operation.output), source: sources(of: operation))
  }

  func run(_ operation: WarpBackward) {
    unsafe operation.forward.kernel.gradient(
      outputGradient: source(operation.outputGradient), inputGradient: target(operation.inputGradient),
      source: sources(of: operation.forward))
  }

  /// Where the pixels of each image of the batch come from.
  private func sources(of operation: WarpForward) -> (_ image: Int) -> ImageWarp.Source {
    let (kernel, draw, mirror) = (operation.kernel, operation.draw, operation.mirror)
    let key = drawKey(of: operation.layer)
    let mirrorKey = mirror.map { drawKey(of: $0.layer) } ?? 0
    return { image in
      ImageWarp.Source(
        draw.transform(key: key, image: image, height: kernel.height, width: kernel.width),
        mirroring: mirror?.axes.drawn(key: mirrorKey, image: image) ?? Mirroring())
    }
  }

  func run(_ operation: ContrastForward) {
    let key = drawKey(of: operation.layer)
    unsafe operation.kernel.forward(input: source(operation.input), output: target(operation.output)) { image in
      ImageContrast.factor(in: operation.factors, key: key, image: image)
    }
  }

  func run(_ operation: ContrastBackward) {
    let key = drawKey(of: operation.layer)
    unsafe operation.forward.kernel.gradient(
      input: source(operation.forward.input), outputGradient: source(operation.outputGradient),
      inputGradient: target(operation.inputGradient)
    ) { image in
      ImageContrast.factor(in: operation.forward.factors, key: key, image: image)
    }
  }
}
