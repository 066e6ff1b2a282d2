import WeightsFile
import Figures
import Training

/// The weights of one output of a layer as a picture.
public struct WeightPicture: Sendable {
    let name: String
    /// (side, side), row-major.
    let weights: [Float]
    let side: Int

    /// - Parameter weights: (side, side), row-major.
    init(name: String, weights: [Float], side: Int = 28) {
        self.name = name
        self.weights = weights
        self.side = side
    }
}

extension LinearModel {
    /// What speaks for a three and what for a seven: the only column, or the difference of the two.
    ///
    /// - Parameters:
    ///   - name: shown under the picture.
    ///   - threeColumn: the column that means "three"; of no account for one column.
    func evidencePicture(name: String, threeColumn: Int) -> WeightPicture {
        func column(_ index: Int) -> ArraySlice<Float> {
            weights[index * Dataset.pixelCount..<(index + 1) * Dataset.pixelCount]
        }
        guard columns == 2 else { return WeightPicture(name: name, weights: Array(column(0))) }
        return WeightPicture(
            name: name, weights: zip(column(threeColumn), column(1 - threeColumn)).map { $0 - $1 })
    }
}

extension Weights {
    /// The weights of the first layer, which looks at the picture: of a linear model what they say for the first class, of a
    /// network its kernels.
    public var pictures: [WeightPicture] {
        guard let layer = layers.first, layer.channels == 1 else { return [] }
        func output(_ index: Int) -> [Float] {
            switch layer.tensors {
            case .float32(let weights, _):
                stride(from: index, to: weights.count, by: layer.outputs).map { weights[$0] }
            case .int8(let weights, let scales, _):
                // Of pixels 0...1, as those of float32.
                stride(from: index, to: weights.count, by: layer.outputs).map {
                    Float(weights[$0]) * scales[index] * 255
                }
            }
        }
        switch layer.kind {
        case .convolution(let convolution):
            return (0..<layer.outputs).map {
                WeightPicture(name: "kernel \($0 + 1)", weights: output($0), side: convolution.kernelSize)
            }
        case .dense where layer.outputs == 1:
            return [WeightPicture(name: "log-odds of \(classes.first)", weights: output(0))]
        case .dense:
            return (0..<layer.outputs).map { WeightPicture(name: "output \($0 + 1)", weights: output($0)) }
        }
    }
}

/// Pictures of weights, each scaled to its own largest magnitude.
func weightPictures(_ pictures: [WeightPicture]) -> HTML {
    let figures = pictures.map { picture -> HTML in
        let largest = picture.weights.map(\.magnitude).max() ?? 0
        let image = EmbeddedPicture(weights: picture.weights, side: picture.side, largest: largest)
        return """
            <figure>\(image.html("weights: \(picture.name)"))\
            <figcaption>\(picture.name)<br>full colour \(short(Double(largest)))</figcaption></figure>
            """
    }
    return """
        <div class="pictures">\(figures)</div>
        <p class="soft">ink here lowers <span class="scale"></span> raises the output</p>
        """
}
