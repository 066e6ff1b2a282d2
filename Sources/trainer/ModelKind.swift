import WeightsFile
import ArgumentParser
import Training

/// The models that can be trained.
enum ModelKind: String, CaseIterable, ExpressibleByArgument {
    case linear
    case convTiny = "conv-tiny"
    case conv

    /// The model in a weights file.
    init(_ weights: Weights) {
        switch weights.architecture?.tellingOthers(false) {
        case nil: self = .linear
        case .convTiny?: self = .convTiny
        case _?: self = .conv
        }
    }

    /// How a model of this kind is trained on so many pictures.
    ///
    /// - Parameter tellsOthers: of networks.
    func recipe(for count: Int, tellsOthers: Bool) -> Recipe {
        switch self {
        case .linear: Recipe()
        case .convTiny: .convTiny(for: count, tellsOthers: tellsOthers)
        case .conv: .conv(for: count, tellsOthers: tellsOthers)
        }
    }
}
