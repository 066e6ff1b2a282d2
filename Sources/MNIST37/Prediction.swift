import CMNIST37

/// What a model makes of one picture.
public struct Prediction: Equatable, Sendable {
    /// 3 or 7. Of a model with other classes the number that is the class's name; 1 for the first and 0 for the second where
    /// the names are no numbers.
    public let digit: Int
    /// The probability of `digit` rather than the other one, 0.5...1.
    public let probability: Float
    /// The log-odds of a three.
    public let logit: Float
    /// The probability that the picture is a three or a seven at all; 1 where the model cannot tell.
    public let known: Float

    /// Whether the picture is probably no three or seven at all.
    public var isNeither: Bool { known < 0.5 }

    init(_ prediction: mnist37_prediction) {
        digit = Int(prediction.digit)
        probability = prediction.probability
        logit = prediction.logit
        known = prediction.known
    }
}

/// Pixels that have no prediction.
public enum PredictionError: Error, Equatable {
    /// This many are not one picture of 784, or not a whole number of pictures.
    case pixelCount(Int)
    /// One is NaN or infinite, or so large that the sum overflows.
    case pixelValue
    /// Another of the statuses of mnist37.h.
    case refused(mnist37_status)

    init(_ status: mnist37_status) {
        self = status == MNIST37_ERROR_PIXELS ? .pixelValue : .refused(status)
    }
}
