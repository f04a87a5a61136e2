// QuireRuntime: what a chapter imports, and the kernel's entry.
//
// 1. It re-exports everything a chapter uses, so that a block needs no import of its own.
// 2. `Showing` says what figures, models and training histories look like on a page.
// 3. `Kernel` is the process that runs blocks: requests in, messages out, one block at a time.
// 4. `EngineSession` ties the engine to the notebook there: progress, memoised training, seeds, data that was read.

@_exported public import ArrayFiles
@_exported public import DeepLearning
@_exported public import Foundation
@_exported public import Images
@_exported public import Notebook
@_exported public import Plotting
@_exported public import Tensors
@_exported public import Vision
