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

    /// How a network of this kind is trained on so many pictures; nil for the linear model.
    func recipe(for count: Int) -> NetworkRecipe? {
        switch self {
        case .linear: nil
        case .convTiny: .convTiny(for: count)
        case .conv: .conv(for: count)
        }
    }
}
