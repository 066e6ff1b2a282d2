import MNIST37
import Testing

/// A picture of bytes.
struct Grey: Equatable {
    let width: Int
    let height: Int
    var pixels: [UInt8]

    init(_ width: Int, _ height: Int, _ pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    /// In MNIST's form.
    func framed(_ ink: Ink = .auto) throws(FramingError) -> Grey {
        Grey(28, 28, try MNIST37.framed(pixels, width: width, height: height, ink: ink))
    }
}

/// What mnist37_frame makes of pictures.
struct FramingTests {

    /// A seven of a bar and a stem, light on dark: (height, width) with the bar's ends at `box`'s corners.
    private func seven(_ side: Int, left: Int, top: Int, size: Int, pen: Int, ink: UInt8 = 255, ground: UInt8 = 0)
        -> Grey
    {
        var pixels = [UInt8](repeating: ground, count: side * side)
        for row in 0..<size {
            for column in 0..<size * 2 / 3 where row < pen || column >= size * 2 / 3 - pen {
                pixels[(top + row) * side + left + column] = ink
            }
        }
        return Grey(side, side, pixels)
    }

    private func box(_ image: Grey) -> (rows: Int, columns: Int) {
        let inked = image.pixels.indices.filter { image.pixels[$0] > 127 }
        let rows = inked.map { $0 / image.width }, columns = inked.map { $0 % image.width }
        return ((rows.max() ?? 0) - (rows.min() ?? 0) + 1, (columns.max() ?? 0) - (columns.min() ?? 0) + 1)
    }

    private func centroid(_ image: Grey) -> (row: Double, column: Double) {
        let mass = image.pixels.reduce(0.0) { $0 + Double($1) }
        let moments = image.pixels.enumerated().reduce((0.0, 0.0)) {
            (
                $0.0 + Double($1.element) * Double($1.offset / image.width),
                $0.1 + Double($1.element) * Double($1.offset % image.width)
            )
        }
        return (moments.0 / mass, moments.1 / mass)
    }

    private func distance(_ a: Grey, _ b: Grey) -> Double {
        zip(a.pixels, b.pixels).reduce(0.0) { $0 + abs(Double($1.0) - Double($1.1)) } / Double(a.pixels.count)
    }

    @Test(arguments: [
        (40, 5, 5, 20, 3), (200, 90, 20, 90, 14), (1000, 500, 300, 400, 40), (1200, 1000, 1000, 90, 12),
        (28, 2, 1, 15, 2), (12, 2, 1, 10, 2),
    ])
    func framesAsMNISTDoes(side: Int, left: Int, top: Int, size: Int, pen: Int) throws {
        let image = seven(side, left: left, top: top, size: size, pen: pen)
        let result = try image.framed()
        #expect(result.width == 28 && result.height == 28)
        #expect((19...21).contains(box(result).rows))
        #expect((12...15).contains(box(result).columns))
        #expect(abs(centroid(result).row - 14) < 0.1 && abs(centroid(result).column - 14) < 0.1)
        #expect(result.pixels.max() == 255 && result.pixels[0] == 0)
    }

    /// Size, position, ink and ground make no difference to what the model sees.
    @Test func samePixelsWhateverThePicture() throws {
        let reference = try seven(300, left: 90, top: 70, size: 150, pen: 20).framed()
        for (ink, ground) in [(0, 255), (255, 0), (60, 220), (180, 120), (100, 130)] as [(UInt8, UInt8)] {
            for (side, left, top, size, pen) in [
                (300, 20, 110, 150, 20), (600, 200, 30, 300, 40), (150, 60, 60, 75, 10),
            ] {
                let image = seven(side, left: left, top: top, size: size, pen: pen, ink: ink, ground: ground)
                let difference = distance(try image.framed(), reference)
                #expect(difference < 4, "\(side) \(ink)")
            }
        }
    }

    @Test func unevenGroundMakesNoDifference() throws {
        let side = 240
        let plain = seven(side, left: 80, top: 60, size: 110, pen: 14)
        let pixels = plain.pixels.enumerated().map { index, ink in
            let x = Double(index % side) / Double(side), y = Double(index / side) / Double(side)
            let paper = 230 - 110 * x - 40 * y * y
            return UInt8(paper * (ink > 0 ? 0.4 : 1))
        }
        let shaded = Grey(side, side, pixels)
        let result = distance(
            try shaded.framed(), try plain.framed())
        #expect(result < 8)
    }

    @Test func specksAndFramesAreNotTheDigit() throws {
        let side = 120
        let plain = seven(side, left: 40, top: 30, size: 60, pen: 8)
        var pixels = plain.pixels
        for index in [8 * side + 100, 8 * side + 101, 9 * side + 100, 9 * side + 101] { pixels[index] = 255 }
        for row in 110..<113 { pixels[row * side + 6] = 200 }
        for index in 0..<side {
            for edge in [index, index * side, (side - 1) * side + index, index * side + side - 1] { pixels[edge] = 255 }
        }
        let spoiled = Grey(side, side, pixels)
        let difference = distance(try spoiled.framed(), try plain.framed())
        #expect(difference < 1)
    }

    @Test func faintInkAndNoise() throws {
        var random = 1 as UInt64
        let side = 160
        let pixels = seven(side, left: 50, top: 40, size: 80, pen: 10).pixels.map { ink -> UInt8 in
            // The sum of uniform numbers of Knuth's linear congruential generator: roughly normal, deviation 4.
            let noise = (0..<4).reduce(0) { sum, _ in
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return sum + Int(random >> 33) % 15 - 7
            }
            return UInt8(200 - (ink > 0 ? 45 : 0) + noise / 2)
        }
        let noisy = Grey(side, side, pixels)
        let plain = seven(side, left: 50, top: 40, size: 80, pen: 10)
        let result = try noisy.framed()
        #expect(distance(result, try plain.framed()) < 12)
        #expect(abs(box(result).rows - 20) <= 1)
    }

    @Test func inkCanBeForced() throws {
        let image = seven(100, left: 30, top: 20, size: 60, pen: 8)
        let light = try image.framed(.light)
        #expect(try light == image.framed())
        // Then the ground is the ink, and there is no other ground.
        #expect(throws: FramingError.onlyInk) {
            try image.framed(.dark)
        }
    }

    @Test func noInkAndNothingButInk() throws {
        func even(_ level: UInt8, _ side: Int) -> Grey {
            Grey(side, side, .init(repeating: level, count: side * side))
        }
        for side in [1, 2, 3, 28, 600] {
            #expect(throws: FramingError.noInk) { try even(255, side).framed() }
            #expect(throws: FramingError.onlyInk) { try even(0, side).framed() }
            #expect(throws: FramingError.noInk) {
                try even(0, side).framed(.light)
            }
            #expect(throws: FramingError.onlyInk) {
                try even(255, side).framed(.light)
            }
        }
    }

    /// Pictures of any shape and content have an answer or an error.
    @Test func nothingTraps() throws {
        var random = SystemRandomNumberGenerator()
        for round in 0..<2000 {
            let width = Int.random(in: 1...40, using: &random), height = Int.random(in: 1...40, using: &random)
            let levels: ClosedRange<UInt8> = round % 2 == 0 ? 0...255 : 0...1
            let pixels = (0..<width * height).map { _ in
                UInt8.random(in: levels, using: &random) &* (round % 2 == 0 ? 1 : 255)
            }
            let image = Grey(width, height, pixels)
            for polarity in Ink.allCases {
                guard let result = try? image.framed(polarity) else { continue }
                #expect(result.pixels.count == 784)
            }
        }
        for (width, height) in [(1, 5000), (5000, 1), (4096, 2)] {
            let pixels = (0..<width * height).map { $0 == width * height / 2 ? UInt8(0) : 255 }
            let image = Grey(width, height, pixels)
            _ = try? image.framed()
        }
    }
}
