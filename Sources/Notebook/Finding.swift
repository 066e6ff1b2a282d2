/// One point of the answer, with the runs that show it: they differ in one thing.
public struct Finding: Sendable {
    public let name: Name
    public let title: String
    /// What the comparison shows, in a sentence or two.
    public let claim: String
    /// The one thing that differs between the runs.
    public let difference: String
    public let observations: [Observation]
    /// What must be true of the observations before the title may be said; at least one.
    public let conditions: [Condition]

    /// Whether these runs show it: every condition is met.
    public var holds: Bool { conditions.allSatisfy(\.isMet) }

    /// Identifies a finding in JSON.
    public enum Name: String, CaseIterable, Sendable {
        case twoSigns = "two-signs"
        case logarithm = "log-of-softmax"
        case learningRate = "learning-rate"
        case initialization = "initial-weights-no-cure"
        case minus = "no-minus"
        case sameFolder = "same-folder"
        case order = "order-cross-entropy"
        case orderOfSoftmax = "order-softmax-loss"
        case deviation = "initial-weights-cost"
        case stuck = "stuck"
    }

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

    /// One thing that the title says, in figures.
    public struct Condition: Sendable {
        /// What is asked, with its threshold.
        public let text: String
        public let isMet: Bool

        init(_ text: String, _ isMet: Bool) {
            self.text = text
            self.isMet = isMet
        }
    }

    /// What the words of the titles mean in figures. None was chosen to be met narrowly: docs/notebook.md has the runs.
    public enum Threshold {
        /// "Right": the least accuracy of a model that has learned. "Wrong" is the rest of it to 1.
        public static let right = 0.8
        /// The mean loss of a model that always says one half, ln 2.
        public static let coin = 0.6931
        /// "Nothing to converge to": the least share of the mean fall of the loss an epoch that the last epoch still has.
        public static let steadiness = 0.9
        /// "Nearly every run", as a share.
        public static let nearlyAll = 0.9
        /// "Worse" on other pictures: by a fifth of a point.
        public static let worse = 0.002
        /// "A point" of accuracy.
        public static let point = 0.01
        /// "Little": the largest share of what the same costs cross entropy.
        public static let little = 0.5
        /// "A few seeds in a hundred", as a share.
        public static let few = 0.01...0.05
    }
}
