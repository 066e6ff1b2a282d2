import Algorithms

/// The binary cross entropy of a network on pictures that are changed at random.
///
/// A batch is cut into a fixed number of shards, each of whole groups of eight pictures. Threads take shards whenever
/// they are free; the shards' gradients are added in their order. So the result is the same for any number of threads.
struct NetworkObjective: Objective {
    private let augmentation: Augmentation?
    private let seed: UInt64
    private let threads: Int?
    /// One a shard.
    private let workspaces: [NetworkWorkspace<Float>]

    private static let shardCount = 8

    init(_ recipe: Recipe, _ layers: [NetworkLayer]) {
        augmentation = recipe.augmentation
        seed = recipe.seed
        threads = recipe.threads
        workspaces = (0..<NetworkObjective.shardCount).map { _ in NetworkWorkspace(layers) }
    }

    func gradient(at network: Network<Float>, on dataset: Dataset, batch: ArraySlice<Int>, epoch: Int) -> Gradient {
        let count = network.parameters.count
        let groups = Array(batch.chunks(ofCount: laneCount))
        let shards = concurrentMap(NetworkObjective.shardCount, threads: threads) { shard in
            var gradient = [Float](repeating: 0, count: count)
            var loss: Float = 0
            for group in shard * groups.count / Self.shardCount..<(shard + 1) * groups.count / Self.shardCount {
                load(groups[group], of: dataset, epoch: epoch, into: workspaces[shard])
                let labels = groups[group].map { dataset.labels[$0] }
                loss += gradient.withUnsafeMutableBufferPointer { gradient in
                    guard let gradient = gradient.baseAddress else { return 0 }
                    return network.addGradient(workspaces[shard], labels: labels[...], to: gradient)
                }
            }
            return (loss: loss, gradient: gradient)
        }
        var gradient = [Float](repeating: 0, count: count)
        var loss: Float = 0
        for shard in shards {
            for index in 0..<count { gradient[index] += shard.gradient[index] }
            loss += shard.loss
        }
        let scale = 1 / Float(batch.count)
        return Gradient(loss: loss * scale, parameters: gradient.map { $0 * scale })
    }

    /// Brings up to eight pictures, changed at random, into a workspace; the lanes beyond them keep what they had.
    private func load(
        _ members: ArraySlice<Int>, of dataset: Dataset, epoch: Int, into workspace: NetworkWorkspace<Float>
    ) {
        guard let augmentation else { return workspace.load(members, of: dataset) }
        dataset.withPictures(members) { pictures in
            for (lane, (index, picture)) in zip(members, pictures).enumerated() {
                var random = RandomSource(seed: seed ^ UInt64(epoch) << 40 ^ UInt64(index) << 8)
                random = RandomSource(seed: random.next())
                PictureMap(augmentation, using: &random).apply(to: picture, workspace.pictures + lane)
            }
        }
    }
}
