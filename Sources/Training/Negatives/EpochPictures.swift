/// What an epoch shows a network: all pictures of both classes and, where it is to tell others, as many of those.
struct EpochPictures {
    /// How many others of those given an epoch draws at most: 400 of each of eight digits. Neither these nor the synthetic
    /// ones are more than half of the threes and sevens, so that few of those are learned in twice the time at most.
    static let largestGiven = 3200
    /// How many synthetic ones at most.
    static let largestSynthetic = 2000

    /// The pictures that indices point to: threes and sevens, then others that were given, then synthetic ones.
    let pictures: Dataset
    private let digits: Int
    private let given: Int

    /// - Parameters:
    ///   - digits: of both classes.
    ///   - others: neither; nil for a network of one output.
    ///   - synthesizes: whether to add synthetic ones, which are made of threes and sevens: what is neither a tick nor a cross
    ///     only pictures can tell.
    init(_ digits: Dataset, others: Dataset? = nil, synthesizes: Bool = true, seed: UInt64 = 0) {
        self.digits = digits.count
        given = others?.count ?? 0
        let bank = synthesizes && others != nil ? SyntheticNegatives.bank(from: digits, seed: seed) : .none
        pictures = others.map { digits + $0 + bank } ?? digits
    }

    private var synthetic: Int { pictures.count - digits - given }
    private var drawnGiven: Int { min(given, digits / 2, EpochPictures.largestGiven) }
    private var drawnSynthetic: Int { min(synthetic, digits / 2, EpochPictures.largestSynthetic) }

    /// Pictures of an epoch.
    var count: Int { digits + drawnGiven + drawnSynthetic }

    /// The pictures of one epoch.
    ///
    /// - Parameter shuffles: whether in random order; else threes and sevens come first, in theirs.
    func indices(shuffles: Bool, using random: inout RandomSource) -> [Int] {
        guard pictures.count > digits else { return random.order(of: digits, shuffled: shuffles) }
        var indices = Array(0..<digits)
        indices += random.permutation(of: given).prefix(drawnGiven).map { digits + $0 }
        indices += random.permutation(of: synthetic).prefix(drawnSynthetic).map { digits + given + $0 }
        return shuffles ? indices.shuffled(using: &random) : indices
    }
}

extension Dataset {
    /// The pictures of both; names are lost where one has none.
    static func + (a: Dataset, b: Dataset) -> Dataset {
        Dataset(pixels: a.pixels + b.pixels, labels: a.labels + b.labels, names: a.names + b.names)
    }
}
