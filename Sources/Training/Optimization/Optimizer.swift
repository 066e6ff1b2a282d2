/// How a step follows from a gradient.
public protocol Optimizer: Sendable {
    /// Takes one step.
    ///
    /// - Parameters:
    ///   - parameters: those of the model, before and after the step.
    ///   - gradient: (parameters) derivatives of the loss.
    ///   - rate: the learning rate of this step.
    mutating func step(_ parameters: inout [Float], gradient: [Float], rate: Float)
}

/// Stochastic gradient descent: p -= rate * dL/dp.
public struct SGD: Optimizer {
    public init() {}

    public func step(_ parameters: inout [Float], gradient: [Float], rate: Float) {
        for index in parameters.indices { parameters[index] -= rate * gradient[index] }
    }
}
