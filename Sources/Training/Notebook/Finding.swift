/// One point of the answer, with the runs that show it: they differ in one thing.
public struct Finding: Sendable {
    public let title: String
    /// What the comparison shows, in a sentence or two.
    public let claim: String
    /// The one thing that differs between the runs.
    public let difference: String
    public let observations: [Observation]
    /// Whether these runs show it.
    public let holds: Bool

    /// What one side of the comparison gave.
    public struct Observation: Sendable {
        public let label: String
        public let value: Value

        init(_ label: String, _ value: Value) {
            self.label = label
            self.value = value
        }
    }

    public enum Value: Sendable {
        /// Of accuracies, or of their differences.
        case accuracy(Spread)
        case loss(Spread)
        /// Runs to which something happened.
        case runs(Int, of: Int)
    }
}
