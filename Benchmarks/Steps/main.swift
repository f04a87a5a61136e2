// quire-bench: what a training step takes.
//
//   quire-bench mnist      one line of JSON: milliseconds of one step of `fit` (batch 64), median of the epochs
//   quire-bench kernels    each operation of that step by itself, at its best

switch CommandLine.arguments.dropFirst().first {
case "mnist": print(try ModelBenchmark(batch: 64, stepsPerEpoch: 50).run())
case "kernels": KernelBenchmark(batch: 64).run()
default: print("usage: quire-bench mnist | kernels")
}
