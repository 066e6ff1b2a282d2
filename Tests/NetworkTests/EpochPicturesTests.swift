import Testing

@testable import Training

/// What each epoch shows a network.
struct EpochPicturesTests {
    private static func digits(_ count: Int) throws -> Dataset {
        try DatasetSplit.carriedDigits().training.selecting((0..<count).map { $0 % 800 })
    }

    private static func others(_ count: Int) -> Dataset {
        let pixels = (0..<count * Dataset.pixelCount).map { UInt8(truncatingIfNeeded: $0 / Dataset.pixelCount) }
        return Dataset(pixels: pixels, labels: [UInt8](repeating: Dataset.otherLabel, count: count))
    }

    @Test func oneOutputSeesThreesAndSevensAsBefore() throws {
        let digits = try Self.digits(20)
        let shown = EpochPictures(digits, others: nil, seed: 1)
        var random = RandomSource(seed: 5), same = RandomSource(seed: 5)
        #expect(shown.count == 20 && shown.pictures.count == 20)
        for _ in 0..<3 {
            #expect(shown.indices(shuffles: true, using: &random) == same.permutation(of: 20))
        }
        #expect(shown.indices(shuffles: false, using: &random) == Array(0..<20))
    }

    @Test func anEpochDrawsFromEachKind() throws {
        let digits = try Self.digits(6500)
        let shown = EpochPictures(digits, others: Self.others(3300), seed: 1)
        #expect(shown.pictures.count == 6500 + 3300 + 8000 && shown.count == 6500 + 3200 + 2000)
        #expect(shown.pictures.labels.prefix(6500) == digits.labels[...])
        #expect(shown.pictures.labels.dropFirst(6500).allSatisfy { $0 == Dataset.otherLabel })
        var random = RandomSource(seed: 5)
        let first = shown.indices(shuffles: true, using: &random),
            second = shown.indices(shuffles: true, using: &random)
        for epoch in [first, second] {
            #expect(epoch.count == shown.count && Set(epoch).count == shown.count)
            #expect(epoch.count { $0 < 6500 } == 6500 && epoch.count { (6500..<9800).contains($0) } == 3200)
        }
        // Another quarter of the bank each time, spread over the epoch.
        let again = Set(first).intersection(second).count { $0 >= 9800 }
        #expect((400...600).contains(again))
        #expect((120...230).contains(first.prefix(1000).count { $0 >= 9800 }))
        let inOrder = shown.indices(shuffles: false, using: &random)
        #expect(Array(inOrder.prefix(6500)) == Array(0..<6500))
    }

    /// Of few digits' others, so many that an epoch is twice as long at most.
    @Test func fewDigits() throws {
        let shown = EpochPictures(try Self.digits(20), others: Self.others(30), seed: 1)
        var random = RandomSource(seed: 5)
        let epoch = shown.indices(shuffles: true, using: &random)
        #expect(epoch.count == 40 && epoch.count { $0 < 20 } == 20 && epoch.count { (20..<50).contains($0) } == 10)
    }

    /// Few others are all shown.
    @Test func fewOthers() throws {
        let shown = EpochPictures(try Self.digits(20), others: Self.others(7), seed: 1)
        var random = RandomSource(seed: 5)
        #expect(Set(shown.indices(shuffles: true, using: &random)).isSuperset(of: 0..<27) && shown.count == 37)
    }
}
