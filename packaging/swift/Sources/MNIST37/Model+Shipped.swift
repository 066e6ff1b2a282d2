/// The models that come with the package. A program holds the weights of those that it makes.
extension Model {
    /// A line: 785 parameters, 3.3 KB. It cannot tell what is neither a three nor a seven.
    public static func linear() throws(ModelError) -> Model { try Model(unsafe linearWeights.span.bytes) }

    /// A small network in float32: 1,122 parameters, 4.7 KB.
    public static func convTiny() throws(ModelError) -> Model { try Model(unsafe convTinyWeights.span.bytes) }

    /// The small network in int8: 1.4 KB. The one for microcontrollers.
    public static func convTinyInt8() throws(ModelError) -> Model { try Model(unsafe convTinyInt8Weights.span.bytes) }

    /// The larger network in float32: 4,082 parameters, 16.6 KB. The one that errs least.
    public static func conv() throws(ModelError) -> Model { try Model(unsafe convWeights.span.bytes) }

    /// The larger network in int8: 4.6 KB.
    public static func convInt8() throws(ModelError) -> Model { try Model(unsafe convInt8Weights.span.bytes) }
}
