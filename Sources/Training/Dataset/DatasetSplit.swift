/// What a model learns from, and what it is measured on.
public struct DatasetSplit: Sendable {
    public let training: Dataset
    public let validation: Dataset
    /// Pictures of neither a three nor a seven to learn from; none where there are none.
    public let others: Dataset
    /// Such pictures to measure on.
    public let validationOthers: Dataset

    public init(
        training: Dataset, validation: Dataset, others: Dataset = .none, validationOthers: Dataset = .none
    ) {
        self.training = training
        self.validation = validation
        self.others = others
        self.validationOthers = validationOthers
    }
}
