import Figures
import Foundation
import Training
import WeightsFile

/// A picture that a model took for the other class.
public struct Mistake: Sendable {
    /// Its place in the dataset, from 0.
    public let index: Int
    /// Its file within the dataset; nil when it has none of its own.
    public let name: String?
    /// 1 for the first class, 0 for the second.
    public let label: UInt8
    /// What the model gave the wrong class, 0.5...1; NaN when the model is.
    public let probability: Double
    /// (784).
    public let pixels: [UInt8]
}

extension Dataset {
    /// The pictures on whose wrong side the model is, the surest first.
    ///
    /// - Parameter logOdds: (count) log-odds of the first class; above 0 it is that.
    public func mistakes(logOdds: [Double]) -> [Mistake] {
        zip(logOdds, labels).enumerated().compactMap { index, pair -> Mistake? in
            let (value, label) = pair
            guard (value > 0) != (label == 1) else { return nil }
            return Mistake(
                index: index, name: names.isEmpty ? nil : names[index], label: label,
                probability: 1 / (1 + exp(-value.magnitude)), pixels: Array(picture(index)))
        }.sorted { ($0.probability, $1.index) > ($1.probability, $0.index) }
    }
}

/// The most pictures that a page shows; a model that knows nothing is wrong a thousand times.
let galleryLimit = 120

/// The pictures a model gets wrong, with what it took them for.
func gallery(_ mistakes: [Mistake], _ classes: ClassNames = .threesAndSevens) -> HTML {
    guard !mistakes.isEmpty else { return "<p>Not one picture.</p>" }
    let items = mistakes.prefix(galleryLimit).map { mistake -> HTML in
        let name = classes.name(ofLabel: mistake.label), said = classes.name(ofLabel: 1 - mistake.label)
        let file = mistake.name ?? "no. \(mistake.index + 1)"
        return galleryItem(
            mistake.pixels, name: file, description: "\(name), \(file)",
            ["\(name), said \(said)", "p \(threeDecimals(mistake.probability))"])
    }
    return """
        <p class="soft">The surest mistake first; p is what it gave the wrong class.</p>
        <ul class="gallery">\(items)</ul>\(rest(mistakes.count - items.count))
        """
}

/// A picture of a gallery, its name and what is to be said of it.
func galleryItem(_ pixels: [UInt8], name: String, description: String, _ words: [String]) -> HTML {
    """
    <li class="digit"><span class="frame">\(EmbeddedPicture(digit: pixels).html(description))</span>\
    <span>\(name)</span>\(words.map { "<span class=\"soft\">\($0)</span>" as HTML })</li>
    """
}

/// How many pictures a gallery leaves out.
func rest(_ count: Int) -> HTML {
    count > 0 ? "<p class=\"soft\">and \(grouped(count)) more</p>" : ""
}

func threeDecimals(_ value: Double) -> String {
    value.isNaN ? "NaN" : String(format: "%.3f", value)
}
