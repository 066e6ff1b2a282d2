import Dispatch
import Foundation
import Synchronization

/// The results of `transform` for 0..<count, in order. Threads take the next index whenever they are free.
///
/// - Parameters:
///   - threads: how many share the work; nil for one a core.
///   - transform: called once for each index, from any thread, several at a time.
package func concurrentMap<Result>(
    _ count: Int, threads: Int? = nil, _ transform: @Sendable (Int) -> Result
) -> [Result] {
    let threads = min(threads ?? ProcessInfo.processInfo.activeProcessorCount, count)
    guard threads > 1 else { return (0..<count).map(transform) }
    let next = Atomic(0)
    return [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
        // Safe: each index is taken once, and all are taken before concurrentPerform returns.
        nonisolated(unsafe) let results = results
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            while true {
                let index = next.add(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                results.initializeElement(at: index, to: transform(index))
            }
        }
        initializedCount = count
    }
}
