import Glibc

/// One thing to measure in a row of the table: a contestant, and what one repetition of it runs.
struct Contestant {
    /// What the limit under the library's rule is called: C that gives the library's bits.
    static let underRule = "limit, same rule"

    let name: String
    /// Runs the operation `count` times.
    let run: (_ count: Int) -> Void
}

/// What a contestant took, per unit of work.
struct Measurement: Encodable {
    let name: String
    /// The median over the repetitions, in `unit` of the row.
    let median: Double
    let fastest: Double
    /// The median of the ratios to the reference of the same repetition: immune to a clock that changes meanwhile.
    let ratio: Double
    /// The same to the contestant called `Contestant.underRule`, where the row has one.
    let ratioUnderRule: Double?
}

/// The results of one thing measured on several contestants, the first of which is the reference.
struct Row: Encodable {
    let title: String
    let unit: String
    let measurements: [Measurement]
}

/// How long, in nanoseconds, this thread has run on a processor: other processes on the machine count little.
func threadTime() -> Double { time(CLOCK_THREAD_CPUTIME_ID) }

/// The same for all threads of this process.
func processTime() -> Double { time(CLOCK_PROCESS_CPUTIME_ID) }

/// Nanoseconds on the wall.
func wallTime() -> Double { time(CLOCK_MONOTONIC) }

private func time(_ clock: clockid_t) -> Double {
    var now = timespec()
    clock_gettime(clock, &now)
    return Double(now.tv_sec) * 1e9 + Double(now.tv_nsec)
}

struct Harness {
    var repetitions = 31
    /// What one contestant runs in one repetition, in nanoseconds.
    var slice = 2e6
    /// Rows whose title does not have this word are left out.
    var only: String?

    /// Whether a row of this title is asked for.
    func measures(_ title: String) -> Bool { only.map(title.contains) ?? true }

    /// Measures the contestants in turn, again and again, so that whatever the machine does meanwhile hits all alike. Each
    /// turn has an order of its own: what one leaves in the caches is not always the same one's luck.
    ///
    /// - Parameters:
    ///   - scale: units of work in one operation times nanoseconds in `unit`.
    ///   - clock: what to measure by.
    func row(
        _ title: String, unit: String = "ns", scale: Double = 1, clock: () -> Double = threadTime,
        _ contestants: [Contestant]
    ) -> Row? {
        guard measures(title) else { return nil }
        let counts = contestants.map { calibrate($0, clock) }
        var times = [[Double]](repeating: [], count: contestants.count)
        var random = Random(state: 37)
        for _ in 0..<repetitions {
            for index in contestants.indices.shuffled(using: &random) {
                let start = clock()
                contestants[index].run(counts[index])
                times[index].append((clock() - start) / Double(counts[index]) / scale)
            }
        }
        let rule = contestants.firstIndex { $0.name == Contestant.underRule }
        func ratio(_ index: Int, to reference: Int) -> Double {
            median(zip(times[index], times[reference]).map { $0 / $1 })
        }
        let measurements = contestants.indices.map { index in
            Measurement(
                name: contestants[index].name, median: median(times[index]), fastest: times[index].min()!,
                ratio: ratio(index, to: 0), ratioUnderRule: rule.map { ratio(index, to: $0) })
        }
        return Row(title: title, unit: unit, measurements: measurements)
    }

    /// How many operations fill a slice; also warms up.
    private func calibrate(_ contestant: Contestant, _ clock: () -> Double) -> Int {
        var count = 1
        while true {
            let start = clock()
            contestant.run(count)
            let time = clock() - start
            if time > slice / 4 { return max(1, Int(Double(count) * slice / time)) }
            count *= 4
        }
    }
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted[sorted.count / 2]
}

/// Keeps a result alive, so that the compiler cannot remove what made it.
@inline(never)
@_optimize(none)
func keep<T>(_ value: T) {}
