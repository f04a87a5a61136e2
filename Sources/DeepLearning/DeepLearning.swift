// DeepLearning: Keras' Functional API on a static plan.
//
// 1. Calling a layer on a `SymbolicTensor` records a node of the graph; nothing is computed and nothing is thrown.
// 2. `Model(inputs:outputs:)` walks the graph, names its layers, checks every shape and makes the `Parameter`s.
// 3. For each batch size, layers lower themselves to `Operation`s; `Fusion` joins neighbours, `GradientPass` appends the
//    backward pass, `ArenaLayout` gives every buffer its place in one stretch of memory: a `Plan`.
// 4. An `Executor` runs a plan. `CPUExecutor` maps operations to the module Kernels and is the only code here that knows
//    pointers; nothing above it names a pointer or a thread.
// 5. A `TrainingStep` is forward, backward, the sum of gradients over processes, and the optimizer; `fit` repeats it and
//    reports through `TrainingContext`, which also remembers finished runs by value.
// 6. Batches come from tensors in memory or from a `BatchSource`; both are a `BatchFeed`, and one loop trains on either.
//
// Shapes are written [batch, height, width, channels]; the shape of a `SymbolicTensor` leaves the batch out.
