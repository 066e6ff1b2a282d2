/// What the outputs of a model mean that has two. The first class is the three, the second the seven, unless data names others.
public enum ModelOutputs: String, CaseIterable, Sendable {
    /// Two columns of a softmax in the order of the classes: fastai numbers the folders 3 and 7 so.
    case firstSecond = "first,second"
    /// Two columns of a softmax, of labels that are 1 for the first class and 0 for the second.
    case secondFirst = "second,first"
    /// The log-odds of the first class, and those of either class: what libmnist37's own networks have.
    case firstKnown = "first,known"
}
