import CMNIST37

extension Model {
    /// The names of the two classes that the model tells apart: of a positive logit, then of a negative one. They are "3" and
    /// "7" for the models that ship, and what the data was called for a model of your own.
    public var classNames: (first: String, second: String) {
        // Two names of as many bytes, one after the other.
        let bytes = unsafe withUnsafeBytes(of: info.class_names) { unsafe Array($0) }
        return (Self.text(bytes.prefix(bytes.count / 2)), Self.text(bytes.suffix(bytes.count / 2)))
    }

    /// The name of the class that a prediction of this model is.
    public func className(of prediction: Prediction) -> String {
        prediction.logit > 0 ? classNames.first : classNames.second
    }

    /// The text before the first 0.
    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
