/// What was done to make the probabilities of a trained model honest, or why nothing was.
public enum Calibration: Equatable, Sendable {
    /// A temperature that held-out training pictures asked for.
    public struct Fit: Equatable, Sendable {
        /// What the log-odds are divided by, from 1 to 8.
        public let temperature: Float
        /// How many pictures it was fitted on.
        public let pictures: Int
        /// How many of them the model had wrong.
        public let errors: Int

        /// - Parameters:
        ///   - logOdds: (count) of the first class, by a model that did not learn from these pictures.
        ///   - labels: (count), 1 for the first class, 0 for the second.
        public init(logOdds: [Float], labels: [UInt8]) {
            temperature = Temperature.fit(logOdds: logOdds, labels: labels)
            pictures = labels.count
            errors = ConfusionMatrix(logOdds: logOdds, labels: labels).errors
        }
    }

    case fitted(Fit)
    /// Fewer training pictures than `leastPictures`.
    case tooFewPictures
    /// The user did not want it.
    case declined
    /// No epochs: the weights are those of the file that was started from.
    case untrained
    /// A line: its probabilities are as they were learned.
    case unavailable

    /// A sixth of fewer training pictures, with one error or none among them, says too little of a temperature.
    public static let leastPictures = 6000

    public var fit: Fit? {
        guard case .fitted(let fit) = self else { return nil }
        return fit
    }
}
