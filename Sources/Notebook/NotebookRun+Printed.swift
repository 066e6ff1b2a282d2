import Foundation

extension NotebookRun {
    /// What the notebook's cell prints for this run, in its words and its numbers of digits.
    ///
    /// The cells at learning rate 0.1 print the loss and the accuracy of each epoch; of the gradient's means, which they have
    /// commented out, an epoch's last are here. The other cells print ten accuracies in a line.
    public func printed(by experiment: NotebookExperiment) -> String {
        let columns = experiment.training.loss.columns
        let accuracies = epochs.map { pythonText($0.training[experiment.readColumn]) }
        let sizes = "torch.Size([784, \(columns)]) torch.Size([\(columns)])\n"
        guard experiment.training.learningRate < 1 else {
            return (columns == 1 ? "" : sizes) + accuracies.joined(separator: " ")
        }
        return sizes
            + zip(epochs, accuracies).map { epoch, accuracy in
                """
                Weights.grad.mean and bias.grad.mean:  \(tensor(epoch.weightsGradientMean)) \(tensor(epoch.biasGradientMean))
                Mean loss:  \(tensor(epoch.loss))
                Accuracy:  \(accuracy)
                """
            }.joined(separator: "\n")
    }
}

extension DebuggingCells {
    /// What the cells under "Debug the batch accuracy not changing" print for the first seed.
    ///
    /// - Parameter count: pictures of the batch.
    public func printed(count: Int) -> String {
        guard firstOutputs.count == 2, let softmax = measurements.first else { return "" }
        let (p0, p1) = softmaxProbabilities(firstOutputs[0], firstOutputs[1])
        let bias0 = softmax.bias0.median
        return """
            torch.Size([\(count), 784]) torch.Size([\(count), 1])
            torch.Size([784, 2]) torch.Size([2])
            \(count)
            \(tensor(firstOutputs.map(Double.init)))
            torch.Size([\(count), 2]) \(tensor([Double(p0), Double(p1)]))
            \(tensor(softmax.value.median))
            \(tensor(softmax.weightsMean.median))
            \(tensor([bias0, -bias0])) \(tensor(softmax.biasMean.median))
            \(tensor(accuracy.median))
            """
    }
}

/// As Python prints a number that `round(x, 4)` returned.
private func pythonText(_ value: Double) -> String {
    value.isNaN ? "nan" : "\((value * 10_000).rounded() / 10_000)"
}

/// As PyTorch prints a tensor of no dimension: four decimals, small numbers with an exponent.
private func tensor(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "tensor(nan)" : value < 0 ? "tensor(-inf)" : "tensor(inf)" }
    let isSmall = value != 0 && value.magnitude < 1e-4
    return "tensor(\(String(format: isSmall ? "%.4e" : value == 0 ? "%.f." : "%.4f", value)))"
}

/// As PyTorch prints a tensor of one dimension, all of one width.
private func tensor(_ values: [Double]) -> String {
    let texts = values.map { String(format: "%.4f", $0) }
    let width = texts.map(\.count).max() ?? 0
    return "tensor([\(texts.map { String(repeating: " ", count: width - $0.count) + $0 }.joined(separator: ", "))])"
}
