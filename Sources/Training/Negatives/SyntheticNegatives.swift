import WeightsFile

extension ClassNames {
    /// Whether pictures can be made that are neither. Threes and sevens are altered for it, by what is known of their shapes: of
    /// a tick and a cross only pictures can tell what is neither.
    public var haveSyntheticOthers: Bool { self == .threesAndSevens }
}

/// Pictures of neither threes nor sevens, made of threes and sevens and by a pen.
public enum SyntheticNegatives {
    /// How many a bank has.
    public static let count = 8000

    /// A bank of pictures in MNIST's form, the same on every machine: of 25, 15 are altered digits, 8 strokes, 2 noise and
    /// filled shapes.
    ///
    /// - Parameters:
    ///   - digits: threes and sevens to alter; others among them are left alone.
    ///   - seed: of a picture's random choices, together with its index.
    /// - Returns: pictures labelled as others; without an altered one when `digits` lacks threes or sevens.
    public static func bank(from digits: Dataset, seed: UInt64, count: Int = count) -> Dataset {
        func pictures(_ label: UInt8) -> [Canvas] {
            (0..<digits.count).filter { digits.labels[$0] == label }.map { Canvas(digits.picture($0)) }
        }
        let threes = pictures(1), sevens = pictures(0)
        var pixels: [UInt8] = []
        pixels.reserveCapacity(count * Dataset.pixelCount)
        for index in 0..<count {
            var random = RandomSource(seed: seed ^ UInt64(index) << 20)
            random = RandomSource(seed: random.next())
            let picture = picture(Kind(at: index), threes, sevens, using: &random)
            pixels += picture.values.map { UInt8($0.rounded()) }
        }
        return Dataset(pixels: pixels, labels: [UInt8](repeating: Dataset.otherLabel, count: count))
    }

    /// What a picture of the bank is.
    enum Kind: Equatable {
        case altered(AlteredDigit)
        case drawn(DrawnNegative)

        /// Of 25 pictures in a row, 15 are altered, 8 strokes, 2 filled; each kind of these in turn.
        init(at index: Int) {
            let round = index / 25, place = index % 25
            let altered = AlteredDigit.allCases, filled = [DrawnNegative.noise, .box, .ellipse]
            self =
                switch place {
                case 0..<15: .altered(altered[(round * 15 + place) % altered.count])
                case 15..<23: .drawn(.strokes)
                default: .drawn(filled[(round * 2 + place - 23) % filled.count])
                }
        }
    }

    private static func picture(
        _ kind: Kind, _ threes: [Canvas], _ sevens: [Canvas], using random: inout RandomSource
    ) -> Canvas {
        // A picture that came out blank is drawn again, in the end as a box.
        for _ in 0..<20 {
            let picture =
                switch kind {
                case .altered(let altered) where !threes.isEmpty && !sevens.isEmpty:
                    altered.picture(threes, sevens, using: &random)
                case .altered: DrawnNegative.strokes.picture(using: &random)
                case .drawn(let drawn): drawn.picture(using: &random)
                }
            if let picture { return picture }
        }
        return Canvas(width: 20, height: 20).drawing { _, _ in 255 }.centred ?? Canvas()
    }
}
