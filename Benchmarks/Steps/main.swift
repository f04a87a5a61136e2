// quire-bench: what a step takes.
//
//   quire-bench NETWORK train|infer            one line of JSON, as the programs in Benchmarks/peers print it
//   quire-bench NETWORK train|infer --profile  what each operation of the step takes
//   quire-bench mnist_e2e e2e                  the whole process: build, one epoch of 60,000 digits, evaluate 10,000
//   quire-bench kernels                        each operation of the mnist step by itself, at its best
//   quire-bench losses                         losses and metrics of a segmentation's pixels, at their best
//   quire-bench errors                         how far Winograd's method is from sums in float64, on the networks' layers
//   quire-bench input --photos FOLDER          how fast photographs become batches, as peers/bench_input.py measures it
//
// NETWORK is one of peers/networks.md. QUIRE_THREADS sets the threads.

let arguments = Array(CommandLine.arguments.dropFirst())
let names = Network.allCases.map(\.rawValue).joined(separator: " | ")

if arguments == ["kernels"] {
  KernelBenchmark(batch: 64).run()
} else if arguments == ["losses"] {
  LossBenchmark().run()
} else if arguments == ["errors"] {
  WinogradErrors().run()
} else if arguments == ["mnist_e2e", "e2e"] {
  print(try WholeProcess().run())
} else if arguments.count == 3, arguments[0] == "input", arguments[1] == "--photos" {
  print(try InputBenchmark(folder: arguments[2]).run())
} else if arguments.count >= 2, let network = Network(rawValue: arguments[0]),
  ["train", "infer"].contains(arguments[1])
{
  let benchmark = StepBenchmark(network: network, trains: arguments[1] == "train")
  print(try arguments.contains("--profile") ? benchmark.profile() : benchmark.run())
} else {
  print(
    "usage: quire-bench \(names) train | infer [--profile]\n       quire-bench mnist_e2e e2e\n       quire-bench kernels | losses | errors\n       quire-bench input --photos FOLDER"
  )
}
