import Foundation

/// Hands on what many threads produce, in order.
final class OrderedDelivery<Element>: @unchecked Sendable {
    // All below is behind the lock.
    private let lock = NSLock()
    private var waiting: [Int: Element] = [:]
    private var next = 0
    private var isStopped = false
    private let deliver: (Int, Element) -> Bool

    /// - Parameter deliver: called with element 0, 1, 2, ..., never from two threads at once; returns whether to go on.
    init(_ deliver: @escaping (Int, Element) -> Bool) {
        self.deliver = deliver
    }

    /// Whether more is wanted.
    var isOpen: Bool {
        lock.withLock { !isStopped }
    }

    /// Takes an element, and delivers it and those that were waiting for it when its turn has come.
    func add(_ element: Element, at index: Int) {
        lock.withLock {
            waiting[index] = element
            while !isStopped, let element = waiting.removeValue(forKey: next) {
                isStopped = !deliver(next, element)
                next += 1
            }
        }
    }
}
