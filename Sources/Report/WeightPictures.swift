import Training

/// One column of a layer's weights as a picture.
public struct WeightPicture: Sendable {
    public let name: String
    /// (784), row-major.
    public let weights: [Float]

    public init(name: String, weights: [Float]) {
        self.name = name
        self.weights = weights
    }
}

extension LinearModel {
    /// What speaks for a three and what for a seven: the only column, or the difference of the two.
    ///
    /// - Parameters:
    ///   - name: shown under the picture.
    ///   - threeColumn: the column that means "three"; of no account for one column.
    public func evidencePicture(name: String, threeColumn: Int) -> WeightPicture {
        func column(_ index: Int) -> ArraySlice<Float> {
            weights[index * Dataset.pixelCount..<(index + 1) * Dataset.pixelCount]
        }
        guard columns == 2 else { return WeightPicture(name: name, weights: Array(column(0))) }
        return WeightPicture(
            name: name, weights: zip(column(threeColumn), column(1 - threeColumn)).map { $0 - $1 })
    }
}

/// Pictures of weights, each scaled to its own largest magnitude.
func weightPictures(_ pictures: [WeightPicture]) -> HTML {
    let figures = pictures.map { picture -> HTML in
        let largest = picture.weights.map(\.magnitude).max() ?? 0
        return """
            <figure>\(EmbeddedPicture(weights: picture.weights, largest: largest).html("weights: \(picture.name)"))\
            <figcaption>\(picture.name)<br>full colour \(short(Double(largest)))</figcaption></figure>
            """
    }
    return """
        <div class="pictures">\(figures)</div>
        <p class="soft">ink here lowers <span class="scale"></span> raises the output</p>
        """
}
