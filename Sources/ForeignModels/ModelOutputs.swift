/// What the outputs of a model mean that has two.
public enum ModelOutputs: String, CaseIterable, Sendable {
    /// Two columns of a softmax, the first for a three: fastai numbers the folders 3 and 7 so.
    case threeSeven = "three,seven"
    /// Two columns of a softmax, the second for a three: the labels are 1 for a three and 0 for a seven.
    case sevenThree = "seven,three"
    /// The log-odds of a three, and those of a three or a seven: what libmnist37's own networks have.
    case threeKnown = "three,known"
}
