import Algorithms
import WeightsFile

extension Network<Float>: TrainableModel {
    func logOdds(for dataset: Dataset, trainedWith loss: Loss = .bce) -> [Float] {
        outputs(for: dataset, at: 0)
    }

    /// The log-odds that each picture is either class at all: (count); none without a second output.
    func knownLogOdds(for dataset: Dataset) -> [Float] {
        architecture.tellsOthers ? outputs(for: dataset, at: 1) : []
    }

    /// One output for each picture; the same for any number of threads.
    private func outputs(for dataset: Dataset, at output: Int) -> [Float] {
        let layers = layers
        let blocks = Array((0..<dataset.count).chunks(ofCount: 64 * laneCount))
        let logOdds = concurrentMap(blocks.count) { block in
            let workspace = NetworkWorkspace<Float>(layers)
            return blocks[block].chunks(ofCount: laneCount).flatMap { group in
                workspace.load(group, of: dataset)
                run(workspace)
                return (0..<group.count).map { workspace.logOdds[output * laneCount + $0] }
            }
        }
        return logOdds.flatMap { $0 }
    }

    func weights(trainedWith loss: Loss, metadata: Weights.Metadata) -> Weights {
        Weights(self, metadata: metadata)
    }
}
