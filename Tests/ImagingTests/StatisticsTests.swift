import Testing

@testable import Imaging

struct StatisticsTests {
    @Test func medianAndShortestHalf() {
        #expect(median([]) == 0)
        #expect(median([9, 1, 5]) == 5)
        #expect(ascending([3, -2, 0.25]) == [-2, 0.25, 3])
        #expect(ascending([9000, -9000]) == [-512, 512])
        #expect(shortestHalf([]) == (0, 0))
        // Half of the levels are within 10...12, wherever the others are.
        #expect(shortestHalf([0, 10, 11, 11, 12, 50, 90]) == (11, 1))
        #expect(shortestHalf([5, 5, 5, 5, 100]).halfLength == 0)
    }

    @Test func otsuSeparatesTwoLevels() {
        let two = otsuThreshold([10, 10, 10, 12, 200, 202])
        #expect(two.threshold > 12 && two.threshold < 200)
        #expect(two.separation > 0.99)
        #expect(otsuThreshold([7, 7, 7]).separation == 0)
        // Evenly spread levels: 3/4 of the variance is between two halves.
        let spread = otsuThreshold((0..<1000).map(Float.init))
        #expect(abs(spread.threshold - 500) < 10)
        #expect(abs(spread.separation - 0.75) < 0.01)
    }

    @Test func surfaceIsFoundUnderInk() throws {
        let width = 30, height = 20
        var plane = Plane(width: width, height: height, values: [])
        for row in 0..<height {
            for column in 0..<width {
                let x = (2 * Float(column) + 1) / Float(width) - 1, y = (2 * Float(row) + 1) / Float(height) - 1
                let ground = 150 + 30 * x - 20 * y + 10 * x * x - 5 * x * y + 8 * y * y
                plane.values.append((8..<14).contains(column) && row > 3 ? ground - 90 : ground)
            }
        }
        let leveled = try #require(BackgroundSurface(plane)).subtracted(from: plane)
        for (index, value) in leveled.values.enumerated() {
            let isInk = (8..<14).contains(index % width) && index / width > 3
            #expect(abs(value - (isInk ? -90 : 0)) < 1)
        }
        #expect(BackgroundSurface(Plane(width: 5, height: 1, values: [1, 2, 3, 4, 5])) == nil)
    }

    @Test func reductionIsTheMeanOfBlocks() throws {
        let image = try #require(GrayImage(width: 3, height: 2, pixels: [10, 20, 30, 50, 60, 70]))
        let plane = Plane(image, longestSide: 2)
        #expect((plane.width, plane.height) == (2, 1))
        #expect(plane.values == [35, 50])
    }

    @Test func resamplingKeepsLevelsAndPlaces() {
        // Even ground stays even, enlarged or reduced: the weights of each pixel sum to 1 inside the source.
        for scale in [0.4, 1, 2.7] as [Float] {
            let even = Plane(width: 100, height: 100, values: .init(repeating: 0.5, count: 10_000))
            let result = even.resampled(
                Framing(scale: scale, start: (50, 50), origin: (10, 10)), side: 20)
            #expect(result.values.allSatisfy { abs($0 - 0.5) < 0.02 })
        }
        // At scale 1 a shift of whole pixels moves the values.
        var spot = Plane(width: 10, height: 10, values: .init(repeating: 0, count: 100))
        spot.values[34] = 1
        let moved = spot.resampled(Framing(scale: 1, start: (0, 0), origin: (2, 3)), side: 10)
        #expect(moved.values[57] == 1 && moved.values.reduce(0, +) == 1)
    }

    /// An edge that rises evenly over as many pixels as the argument says, in every row.
    @Test(arguments: [4, 6, 10]) func edgeWidthIsThatOfARamp(pixels: Int) {
        let width = 80, height = 200
        let row = (0..<width).map {
            max(0, min(1, (Float($0) - 20 + 0.5) / Float(pixels), (60 - Float($0) - 0.5) / Float(pixels)))
        }
        let plane = Plane(width: width, height: height, values: (0..<height).flatMap { _ in row })
        #expect(abs(plane.edgeWidth - Float(pixels)) < 0.2 * Float(pixels))
    }

    /// A stroke that is faint in the middle is one region, and its box is that of what is dark.
    @Test func faintPartsConnect() throws {
        var plane = Plane(width: 12, height: 12, values: .init(repeating: 0, count: 144))
        for row in 2..<10 { plane.values[row * 12 + 5] = row == 5 || row == 6 ? 0.4 : 1 }
        plane.values[12 + 5] = 0.4
        let regions = try #require(InkRegions(plane, edge: 0.5, connection: 0.3))
        #expect(regions.digit.count == 1)
        #expect(regions.box == Box(rows: 2..<10, columns: 5..<6))
        #expect(InkRegions(plane, edge: 1, connection: 0.3) == nil)
    }
}
