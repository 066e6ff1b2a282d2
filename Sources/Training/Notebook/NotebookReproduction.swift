import Dispatch
import Synchronization

/// Every experiment of the notebook, run from several seeds.
public struct NotebookReproduction: Sendable {
    public let split: DatasetSplit
    /// Number of seeds: 1, 2, ... `runs`.
    public let runs: Int
    /// One an experiment, in the order of `NotebookExperiment.all`.
    public let results: [ExperimentResult]
    public let debugging: DebuggingCells

    /// Runs everything on all cores. The results do not depend on how many there are: each run has its own seed and its
    /// own place.
    ///
    /// - Parameters:
    ///   - runs: seeds an experiment, at least 1.
    ///   - progress: called with the number of finished trainings and of all, from any thread.
    public init(
        on split: DatasetSplit, runs: Int, progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) {
        let runs = max(runs, 1)
        let seeds = (1...runs).map(UInt64.init)
        let jobs = NotebookExperiment.all.flatMap { experiment in seeds.map { (experiment.training, $0) } }
        var slots = [NotebookRun?](repeating: nil, count: jobs.count)
        let done = Mutex(0)
        slots.withUnsafeMutableBufferPointer { slots in
            // Safe: each job writes its own slot.
            nonisolated(unsafe) let slots = slots
            DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
                let (training, seed) = jobs[index]
                slots[index] = NotebookRun(training, seed: seed, on: split)
                done.withLock {
                    $0 += 1
                    progress($0, jobs.count)
                }
            }
        }
        let finished = slots.compactMap { $0 }
        self.split = split
        self.runs = runs
        results = NotebookExperiment.all.enumerated().map { index, experiment in
            ExperimentResult(
                experiment: experiment, runs: Array(finished[index * runs..<(index + 1) * runs]))
        }
        debugging = DebuggingCells(seeds: seeds, on: split.training)
    }

    /// - Returns: the experiment's result; every experiment has one.
    public subscript(name: NotebookExperiment.Name) -> ExperimentResult {
        results[NotebookExperiment.all.firstIndex { $0.name == name } ?? 0]
    }
}
