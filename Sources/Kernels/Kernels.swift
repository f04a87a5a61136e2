// Kernels: the operations of a training step, on memory that the caller owns.
//
// 1. A geometry (`ConvolutionGeometry`, `PoolingGeometry`, …) is a value whose extents are checked once.
// 2. An operation (`Convolution`, `MaxPooling`, `Dense`, …) is made from a geometry, chooses its algorithm and says how many
//    floats of workspace it needs. It has a forward pass and gradients, writes into given buffers and allocates nothing.
// 3. Work is cut into pieces by the geometry alone and partial sums are added in a fixed order, so any number of threads
//    gives the same bits.
//
// Legend of the one-letter names: n image of the batch; i, j row and column of the output; u, v row and column of the
// filter; c input channel; f filter (output channel). Arrays are row-major: images [batch, height, width, channels],
// filters [kernelHeight, kernelWidth, channels, filters].
