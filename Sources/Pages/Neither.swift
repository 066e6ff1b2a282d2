import Figures
import Training

/// What a page says of a model's second output: how many others it lets through at which loss of pictures of both classes, and
/// the pictures that it is wrong about.
public struct Neither: Sendable {
    let digits: Dataset
    let others: Dataset
    /// (digits.count) and (others.count), the probability of either class at all.
    let knownOfDigits: [Float]
    let knownOfOthers: [Float]

    /// - Parameters:
    ///   - digits: pictures of both classes.
    ///   - others: pictures of neither.
    ///   - knownOfDigits: (digits.count), what the model says of them.
    ///   - knownOfOthers: (others.count).
    public init(digits: Dataset, others: Dataset, knownOfDigits: [Float], knownOfOthers: [Float]) {
        self.digits = digits
        self.others = others
        self.knownOfDigits = knownOfDigits
        self.knownOfOthers = knownOfOthers
    }

    /// nil without pictures of both kinds.
    var html: HTML? {
        guard let figures = KnownFigures(digits: knownOfDigits, others: knownOfOthers, threshold: 0.5) else {
            return nil
        }
        let told = figures.others - figures.passed, lost = figures.digits - figures.kept
        return """
            <p>Beside which of the two a picture is, the model says whether it is one of them at all; below a probability of 0.5 \
            the answer is "neither". It says so of \(grouped(told)) of \(grouped(figures.others)) other pictures, and wrongly \
            of \(grouped(lost)) of \(grouped(figures.digits)) pictures of the two classes. The area under the curve of receiver operating \
            characteristics is \(fourDecimals(figures.area)): 1 would separate all, 0.5 none.</p>
            <div class="cards">
            <section class="card"><h3>Others let through, by pictures of the two classes lost</h3>\
            \(KnownCurve(figures: figures).html)</section>
            <section class="card"><h3>In figures</h3>\(table(figures))</section>
            </div>
            <h3>Others taken for one of the two</h3>
            \(gallery(of: others, knownOfOthers) { $0 >= 0.5 })
            <h3>Pictures of the two classes called neither</h3>
            \(gallery(of: digits, knownOfDigits) { $0 < 0.5 })
            """
    }

    /// At thresholds other than 0.5, which a program may choose.
    private func table(_ figures: KnownFigures) -> HTML {
        let rows = [0, 1, 5, 10, 20, 50].map { thousandths -> HTML in
            """
            <tr><th>\(short(Double(thousandths) / 10)) %</th><td>\(percent(figures.passedByLoss[thousandths]))</td></tr>
            """
        }
        return """
            <table>
            <thead><tr><th>of the two classes lost</th><th>others let through</th></tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table>
            """
    }

    private func gallery(of dataset: Dataset, _ known: [Float], where isWrong: (Float) -> Bool) -> HTML {
        let wrong = known.indices.filter { isWrong(known[$0]) }.sorted {
            (known[$0] - 0.5).magnitude > (known[$1] - 0.5).magnitude
        }
        guard !wrong.isEmpty else { return "<p>Not one picture.</p>" }
        let items = wrong.prefix(galleryLimit).map { index -> HTML in
            let name = dataset.names.isEmpty ? "no. \(index + 1)" : dataset.names[index]
            return galleryItem(
                Array(dataset.picture(index)), name: name, description: name,
                ["known \(threeDecimals(Double(known[index])))"])
        }
        return "<ul class=\"gallery\">\(items)</ul>\(rest(wrong.count - items.count))"
    }
}
