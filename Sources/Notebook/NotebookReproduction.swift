import Synchronization
import Training

/// Every experiment of the notebook, run from several seeds.
public struct NotebookReproduction: Sendable {
    public let split: DatasetSplit
    /// Seeds of each experiment: 1, 2, ... `runs`.
    public let runs: Int
    /// Seeds of the three experiments that the notebook printed. Whether its one run from an unknown seed is like ours is
    /// a question about the edges of a distribution, which takes more runs than a median.
    public let runsOfPrinted: Int
    /// One an experiment, in the order of `NotebookExperiment.all`.
    public let results: [ExperimentResult]
    public let debugging: DebuggingCells
    public let gaps = OverflowGaps()
}

extension NotebookReproduction {
    /// Runs everything on all cores. The results do not depend on how many there are: each run has its own seed and its
    /// own place.
    ///
    /// - Parameters:
    ///   - runs: seeds an experiment, at least 1; five times as many, up to 100, for those that the notebook printed.
    ///   - progress: called with the number of finished trainings and of all, from any thread but never from two at once.
    public init(
        on split: DatasetSplit, runs: Int, progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) {
        let runs = max(runs, 1)
        let runsOfPrinted = max(runs, min(5 * runs, 100))
        let jobs = NotebookExperiment.all.flatMap { experiment in
            (1...(experiment.printed == nil ? runs : runsOfPrinted)).map { (experiment, seed: UInt64($0)) }
        }
        let done = Mutex(0)
        let finished = concurrentMap(jobs.count) { index in
            let run = NotebookRun(jobs[index].0.training, seed: jobs[index].seed, on: split)
            done.withLock {
                $0 += 1
                progress($0, jobs.count)
            }
            return run
        }
        let results = NotebookExperiment.all.map { experiment in
            let runs = zip(jobs, finished).compactMap { job, run in job.0.name == experiment.name ? run : nil }
            return ExperimentResult(experiment: experiment, runs: runs)
        }
        self.init(
            split: split, runs: runs, runsOfPrinted: runsOfPrinted, results: results,
            debugging: DebuggingCells(seeds: (1...runsOfPrinted).map(UInt64.init), on: split.training))
    }

    public subscript(name: NotebookExperiment.Name) -> ExperimentResult {
        // Every name has its experiment; a test holds that.
        results.first { $0.experiment.name == name } ?? results[0]
    }
}
