/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019).
struct AdamW: Optimizer {
    private let momentum: Float = 0.9
    private let squareMomentum: Float = 0.99
    private let epsilon: Float = 1e-5
    private let weightDecay: Float
    /// (parameters): running means of the gradient and of its square.
    private var means: [Float]
    private var squares: [Float]
    /// b1^t and b2^t after t steps.
    private var momentumPower: Float = 1
    private var squareMomentumPower: Float = 1

    init(parameterCount: Int, weightDecay: Float) {
        self.weightDecay = weightDecay
        means = Array(repeating: 0, count: parameterCount)
        squares = means
    }

    /// One step: m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2,
    /// p -= rate (m' / (sqrt(v') + epsilon) + decay p), with m' = m / (1 - b1^t) and v' = v / (1 - b2^t) at step t.
    mutating func step(_ parameters: inout [Float], gradient: [Float], rate: Float) {
        momentumPower *= momentum
        squareMomentumPower *= squareMomentum
        let meanCorrection = 1 / (1 - momentumPower), squareCorrection = 1 / (1 - squareMomentumPower)
        for index in parameters.indices {
            let g = gradient[index]
            means[index] = momentum * means[index] + (1 - momentum) * g
            squares[index] = squareMomentum * squares[index] + (1 - squareMomentum) * g * g
            let direction = means[index] * meanCorrection / ((squares[index] * squareCorrection).squareRoot() + epsilon)
            parameters[index] -= rate * (direction + weightDecay * parameters[index])
        }
    }
}
