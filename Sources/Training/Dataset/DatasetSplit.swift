import WeightsFile

/// What a model learns from, and what it is measured on.
public struct DatasetSplit: Sendable {
    public let training: Dataset
    public let validation: Dataset
    /// Pictures of neither class to learn from; none where there are none.
    public let others: Dataset
    /// Such pictures to measure on.
    public let validationOthers: Dataset
    public let classes: ClassNames
    /// Whether the pictures to measure on are every fifth of those that there were to learn from.
    public let isHeldOut: Bool

    public init(
        training: Dataset, validation: Dataset, others: Dataset = .none, validationOthers: Dataset = .none,
        classes: ClassNames = .threesAndSevens, isHeldOut: Bool = false
    ) {
        self.training = training
        self.validation = validation
        self.others = others
        self.validationOthers = validationOthers
        self.classes = classes
        self.isHeldOut = isHeldOut
    }
}
