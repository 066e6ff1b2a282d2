/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled weight decay regularization", 2019).
struct AdamW: Sendable {
    var momentum: Float = 0.9
    var squareMomentum: Float = 0.99
    var epsilon: Float = 1e-5
    var weightDecay: Float = 0.01
    /// (parameters): running means of the gradient and of its square.
    private var means: [Float]
    private var squares: [Float]
    private var steps = 0

    init(parameterCount: Int) {
        means = Array(repeating: 0, count: parameterCount)
        squares = means
    }

    /// One step: m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2,
    /// p -= rate (m' / (sqrt(v') + epsilon) + decay p), with m' = m / (1 - b1^t) and v' = v / (1 - b2^t) at step t.
    mutating func step(_ parameters: inout [Float], gradient: [Float], rate: Float) {
        steps += 1
        let meanCorrection = 1 / (1 - power(momentum)), squareCorrection = 1 / (1 - power(squareMomentum))
        for index in parameters.indices {
            let g = gradient[index]
            means[index] = momentum * means[index] + (1 - momentum) * g
            squares[index] = squareMomentum * squares[index] + (1 - squareMomentum) * g * g
            let direction = means[index] * meanCorrection / ((squares[index] * squareCorrection).squareRoot() + epsilon)
            parameters[index] -= rate * (direction + weightDecay * parameters[index])
        }
    }

    private func power(_ base: Float) -> Float {
        var result: Float = 1
        for _ in 0..<min(steps, 10_000) { result *= base }
        return result
    }
}
