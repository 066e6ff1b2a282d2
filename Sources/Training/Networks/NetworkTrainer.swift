import Dispatch

/// The state of a training: the network, its optimiser, and memory for a batch.
///
/// A batch is cut into a fixed number of shards, each of whole groups of eight pictures. Threads take shards as they
/// come; the shards' gradients are added in their order. So the result is the same for any number of threads.
final class NetworkTrainer {
    private(set) var network: Network<Float>
    private let recipe: NetworkRecipe
    private let threads: Int
    private var optimizer: AdamW
    private let workspaces: [NetworkWorkspace<Float>]
    /// (shardCount, parameters).
    private let gradients: UnsafeMutablePointer<Float>
    /// (shardCount).
    private let losses: UnsafeMutablePointer<Float>

    private static let shardCount = 8

    /// - Parameter initial: a network of the recipe's architecture to start from; nil draws one from the seed.
    init(_ recipe: NetworkRecipe, from initial: Network<Float>?) {
        var random = RandomSource(seed: recipe.seed)
        network = initial ?? Network(recipe.architecture, using: &random)
        self.recipe = recipe
        threads = max(1, min(recipe.threads ?? availableCores(), NetworkTrainer.shardCount))
        optimizer = AdamW(parameterCount: network.parameters.count)
        optimizer.weightDecay = recipe.weightDecay
        let layers = network.layers
        workspaces = (0..<NetworkTrainer.shardCount).map { _ in NetworkWorkspace(layers) }
        gradients = .allocate(capacity: NetworkTrainer.shardCount * network.parameters.count)
        losses = .allocate(capacity: NetworkTrainer.shardCount)
    }

    deinit {
        gradients.deallocate()
        losses.deallocate()
    }

    /// Takes one step on a batch.
    ///
    /// - Parameters:
    ///   - indices: the pictures of the batch; at least one.
    ///   - epoch: together with the seed and a picture's index, it fixes how that picture is changed.
    /// - Returns: the mean loss before the step.
    func step(on dataset: Dataset, batch indices: ArraySlice<Int>, epoch: Int, rate: Float) -> Float {
        let count = network.parameters.count
        let groups = (indices.count + laneCount - 1) / laneCount
        let shardCount = NetworkTrainer.shardCount
        // Safe: each shard writes its own workspace, gradient and loss.
        nonisolated(unsafe) let trainer = self
        inParallel(threads, shardCount) { shard in
            let gradient = trainer.gradients + shard * count
            gradient.initialize(repeating: 0, count: count)
            var loss: Float = 0
            for group in shard * groups / shardCount..<(shard + 1) * groups / shardCount {
                let first = indices.startIndex + group * laneCount
                let members = indices[first..<min(first + laneCount, indices.endIndex)]
                let workspace = trainer.workspaces[shard]
                trainer.load(members, of: dataset, epoch: epoch, into: workspace)
                loss += trainer.network.addGradient(
                    workspace, labels: members.map { dataset.labels[$0] }[...], to: gradient)
            }
            trainer.losses[shard] = loss
        }
        var gradient = [Float](repeating: 0, count: count)
        var loss: Float = 0
        for shard in 0..<shardCount {
            for index in 0..<count { gradient[index] += gradients[shard * count + index] }
            loss += losses[shard]
        }
        let scale = 1 / Float(indices.count)
        for index in 0..<count { gradient[index] *= scale }
        optimizer.step(&network.parameters, gradient: gradient, rate: rate)
        return loss * scale
    }

    /// Brings up to eight pictures, changed at random, into a workspace; the lanes beyond them keep what they had.
    private func load(
        _ members: ArraySlice<Int>, of dataset: Dataset, epoch: Int, into workspace: NetworkWorkspace<Float>
    ) {
        dataset.pixels.withUnsafeBufferPointer { pixels in
            guard let pixels = pixels.baseAddress else { return }
            for (lane, index) in members.enumerated() {
                var random = RandomSource(seed: recipe.seed ^ UInt64(epoch) << 40 ^ UInt64(index) << 8)
                random = RandomSource(seed: random.next())
                PictureMap(recipe.augmentation, using: &random)
                    .apply(to: pixels + index * Dataset.pixelCount, workspace.pictures + lane)
            }
        }
    }
}

extension Network<Float> {
    /// The log-odds of a three for each picture, or those of another output: (count). The same for any number of threads.
    func logOdds(for dataset: Dataset, output: Int = 0, threads: Int? = nil) -> [Float] {
        let groups = (dataset.count + laneCount - 1) / laneCount
        let threads = max(1, threads ?? availableCores())
        var result = [Float](repeating: 0, count: groups * laneCount)
        let layers = layers
        result.withUnsafeMutableBufferPointer { result in
            // Safe: each thread writes the results of its own groups.
            nonisolated(unsafe) let result = result
            inParallel(threads, threads) { thread in
                let workspace = NetworkWorkspace<Float>(layers)
                for group in stride(from: thread, to: groups, by: threads) {
                    workspace.load(group * laneCount..<min((group + 1) * laneCount, dataset.count), of: dataset)
                    run(workspace)
                    for lane in 0..<laneCount {
                        result[group * laneCount + lane] = workspace.logOdds[output * laneCount + lane]
                    }
                }
            }
        }
        return Array(result.prefix(dataset.count))
    }
}

/// Does `count` pieces of work, on one thread in order or on several as they come.
func inParallel(_ threads: Int, _ count: Int, _ work: @Sendable (Int) -> Void) {
    guard threads > 1 else { return (0..<count).forEach(work) }
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
        for piece in stride(from: thread, to: count, by: threads) { work(piece) }
    }
}
