import Testing

@testable import Training

/// The bank of synthetic others.
struct SyntheticNegativesTests {
    private static let count = 450

    private static func bank(seed: UInt64 = 37, count: Int = count) throws -> Dataset {
        SyntheticNegatives.bank(from: try DatasetSplit.carriedDigits().training, seed: seed, count: count)
    }

    /// A digest, so that another machine, or a change of the code, that draws other pictures is found.
    @Test func isTheSameEverywhere() throws {
        let bank = try Self.bank()
        #expect(bank.fingerprint == 10_360_389_784_566_713_800)
        // A picture depends on its own index only.
        let few = try Self.bank(count: 30)
        #expect(few.pixels == Array(bank.pixels.prefix(30 * Dataset.pixelCount)))
        let other = try Self.bank(seed: 38)
        #expect((0..<Self.count).allSatisfy { other.picture($0) != bank.picture($0) })
    }

    @Test func isInMNISTsForm() throws {
        let bank = try Self.bank()
        #expect(bank.count == Self.count && bank.labels.allSatisfy { $0 == Dataset.otherLabel })
        for index in 0..<bank.count {
            let picture = Canvas(bank.picture(index))
            let ink = try #require(picture.ink)
            #expect(picture.values.max() == 255)
            #expect((16...22).contains(max(ink.rows.count, ink.columns.count)), "\(index): \(ink)")
            // Ink that would leave the picture keeps the centre of mass from the middle.
            let isAtEdge =
                ink.rows.lowerBound == 0 || ink.rows.upperBound == 27 || ink.columns.lowerBound == 0
                || ink.columns.upperBound == 27
            #expect(isAtEdge || picture.isCentred, "\(index)")
        }
    }

    /// Nothing that a three or a seven is learned from is learned to be neither.
    @Test func noneIsADigit() throws {
        let digits = try DatasetSplit.carriedDigits().training, bank = try Self.bank(count: 1000)
        let all = Set(
            (0..<digits.count).flatMap { index in
                let digit = Canvas(digits.picture(index))
                return [digit, digit.framed, digits.labels[index] == 1 ? digit.upsideDown.framed : nil].compactMap {
                    $0?.values
                }
            })
        #expect((0..<bank.count).count { all.contains(Canvas(bank.picture($0)).values) } == 0)
    }

    @Test func sharesAreWhatTheBankSays() {
        let kinds = (0..<SyntheticNegatives.count).map(SyntheticNegatives.Kind.init(at:))
        func share(_ isMember: (SyntheticNegatives.Kind) -> Bool) -> Double {
            Double(kinds.count(where: isMember)) / Double(kinds.count)
        }
        #expect(share { if case .altered = $0 { true } else { false } } == 0.6)
        #expect(share { $0 == .drawn(.strokes) } == 0.32)
        for kind in AlteredDigit.allCases { #expect((share { $0 == .altered(kind) } - 0.6 / 9).magnitude < 0.001) }
        for kind in [DrawnNegative.noise, .box, .ellipse] {
            #expect((share { $0 == .drawn(kind) } - 0.08 / 3).magnitude < 0.001)
        }
    }

    /// Without threes or sevens all are drawn.
    @Test func needsNoDigits() {
        let none = Dataset(pixels: [], labels: [])
        let bank = SyntheticNegatives.bank(from: none, seed: 1, count: 50)
        #expect(bank.count == 50)
        #expect((0..<50).allSatisfy { bank.picture($0).max() == 255 })
    }

    /// A small "7" of two strokes shows what each change does.
    @Test func changesAreWhatTheirNamesSay() throws {
        var seven = Canvas(width: 4, height: 4)
        for (row, column) in [(0, 1), (0, 2), (0, 3), (1, 3), (2, 2), (3, 2)] { seven[row, column] = 255 }
        func rows(_ canvas: Canvas) -> [String] {
            (0..<canvas.height).map { row in
                String((0..<canvas.width).map { canvas[row, $0] > 0 ? "#" as Character : "." })
            }
        }
        #expect(rows(seven) == [".###", "...#", "..#.", "..#."])
        #expect(rows(seven.mirrored) == ["###.", "#...", ".#..", ".#.."])
        #expect(rows(seven.upsideDown) == ["..#.", "..#.", "...#", ".###"])
        #expect(rows(seven.turned) == ["....", "...#", "##.#", "..##"])
        #expect(seven.turned.turned == seven.mirrored.upsideDown)
        #expect(rows(seven.over(seven.mirrored)) == ["####", "#..#", ".##.", ".##."])
        #expect(rows(seven.moved(down: 1, right: -1)) == ["....", "###.", "..#.", ".#.."])
        #expect(rows(seven.beside(seven.mirrored)) == [".######.", "...##...", "..#..#..", "..#..#.."])
        #expect(seven.ink?.rows == 0...3 && seven.ink?.columns == 1...3)
        #expect(rows(seven.cropped(1...2, 2...3)) == [".#", "#."])
        #expect(Canvas().ink == nil && Canvas().framed == nil)
    }

    /// A bar of 10x5 becomes 20x10, its middle at (14, 14).
    @Test func framingScalesAndCentres() throws {
        let bar = Canvas().drawing { row, column in 2..<12 ~= row && 20..<25 ~= column ? 100 : 0 }
        let framed = try #require(bar.framed), ink = try #require(framed.ink)
        #expect(ink.rows.count == 20 && ink.columns.count == 10)
        #expect(framed.isCentred && framed.values.max() == 255)
        let digit = try DatasetSplit.carriedDigits().training.picture(5)
        #expect(Canvas(digit).isCentred)
    }

    @Test func aPenIsAsWideAsItSays() {
        var canvas = Canvas()
        canvas.draw([Point(x: 4, y: 10), Point(x: 20, y: 10)], pen: 1.5)
        // Across the line, 3 pixels of ink; along it, 16 and two round ends.
        #expect((0..<28).reduce(Float(0)) { $0 + canvas[$1, 12] } == 4 * 255 - 255)
        #expect(canvas[10, 4] == 255 && canvas[10, 20] == 255 && canvas[10, 23] == 0 && canvas[14, 12] == 0)
    }
}

extension Canvas {
    /// Whether the centre of mass is at (14, 14), to the half pixel.
    fileprivate var isCentred: Bool {
        var mass: Float = 0, down: Float = 0, right: Float = 0
        for row in 0..<height {
            for column in 0..<width {
                mass += self[row, column]
                down += self[row, column] * Float(row)
                right += self[row, column] * Float(column)
            }
        }
        return (down / mass - 14).magnitude < 0.51 && (right / mass - 14).magnitude < 0.51
    }
}
