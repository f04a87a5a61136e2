/// What a model computes with: its plans, the memory they share, and its gradients.
final class ModelRuntime {
  let network: Network
  let parameters: [Parameter]
  private let seed: UInt64
  private let arena = Arena()
  /// What the operations take, while somebody asks.
  let profile = PlanProfile()
  /// Made when first needed: a model that only predicts has no gradients.
  private lazy var gradients = GradientStore(for: parameters)
  private let noGradients = GradientStore(for: [])
  private var executors: [PlanRequest: any Executor] = [:]

  init(network: Network, parameters: [Parameter], seed: UInt64) {
    self.network = network
    self.parameters = parameters
    self.seed = seed
  }

  /// The executor of a plan, which is made when it is first asked for and kept.
  ///
  /// - Throws: `DeepLearningError` when the outputs do not fit the loss.
  func executor(for request: PlanRequest) throws(DeepLearningError) -> any Executor {
    var request = request
    request.frozen = request.trains || request.mode == .training ? network.frozenLayers : []
    if let known = executors[request] { return known }
    let plan = try PlanCompiler(network: network, parameters: parameters).plan(request)
    let executor = CPUExecutor(
      plan: plan, arena: arena, gradients: request.trains ? gradients : noGradients, seed: seed,
      profile: profile)
    executors[request] = executor
    return executor
  }

  /// Forgets all plans, so that the memory of those that are no longer needed is freed.
  func forgetPlans() { executors = [:] }
}
