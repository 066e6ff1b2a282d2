import Foundation
import Testing

@testable import Training

/// What a picture looks like once it has been changed, and how far the changes reach.
struct AugmentationTests {
    private static func map(right: Float, down: Float) -> PictureMap {
        var random = RandomSource(seed: 1)
        var map = PictureMap(Augmentation(), using: &random)
        map.xOffset = -right
        map.yOffset = -down
        return map
    }

    private static func apply(_ map: PictureMap, _ picture: [UInt8]) -> [Float] {
        var lanes = [Float](repeating: 0, count: 784 * laneCount)
        lanes.withUnsafeMutableBufferPointer { lanes in
            if let start = lanes.baseAddress { map.apply(to: picture, start) }
        }
        return (0..<784).map { lanes[$0 * laneCount] }
    }

    /// The largest difference between two pixels.
    private static func distance(_ a: [Float], _ b: [Float]) -> Float {
        zip(a, b).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    }

    /// A line of ink at each of the four edges, moved in: it stays a line of 28 pixels, and leaves blank ground behind.
    @Test(arguments: [0, 1, 2, 3, 5, 12] as [Float])
    func inkMovesInFromAllFourSidesAlike(distance: Float) {
        let edges: [(name: String, isInk: (Int, Int) -> Bool, right: Float, down: Float)] = [
            ("left", { x, _ in x == 0 }, distance, 0), ("right", { x, _ in x == 27 }, -distance, 0),
            ("top", { _, y in y == 0 }, 0, distance), ("bottom", { _, y in y == 27 }, 0, -distance),
        ]
        for edge in edges {
            let picture = (0..<784).map { edge.isInk($0 % 28, $0 / 28) ? 255 : 0 as UInt8 }
            let moved = Self.apply(Self.map(right: edge.right, down: edge.down), picture)
            #expect((moved.reduce(0, +) - 28).magnitude < 1e-3, "from the \(edge.name)")
            let expected = (0..<784).map { index -> Float in
                edge.isInk(index % 28 - Int(edge.right), index / 28 - Int(edge.down)) ? 1 : 0
            }
            #expect(Self.distance(moved, expected) < 1e-4, "from the \(edge.name)")
        }
    }

    /// A quarter turn of the picture and of the map gives a quarter turn of the result, however far it is moved.
    @Test func noSideIsSpecial() {
        func turned<T>(_ picture: [T]) -> [T] { (0..<784).map { picture[$0 % 28 * 28 + 27 - $0 / 28] } }
        var random = RandomSource(seed: 3)
        let picture = (0..<784).map { _ in UInt8.random(in: 0...255, using: &random) }
        for _ in 0..<200 {
            let right = Float(12 * random.normal()), down = Float(12 * random.normal())
            let result = turned(Self.apply(Self.map(right: right, down: down), picture))
            // What lay to the right lies above after the turn.
            let other = Self.apply(Self.map(right: down, down: -right), turned(picture))
            #expect(Self.distance(result, other) < 1e-4, "right \(right), down \(down)")
        }
    }

    /// Every map is the five draws that the recipe allows, and nothing else: each over all of its range and no further,
    /// independent of the others.
    @Test func everyChangeIsDrawnOverItsWholeRange() {
        let augmentation = Augmentation(rotation: 12, shift: 1.5, scaling: 0.1, shear: 0.2)
        var random = RandomSource(seed: 4)
        let draws = (0..<4000).map { _ in Draws(PictureMap(augmentation, using: &random)) }
        let ranges: [(String, KeyPath<Draws, Double>, Double, Double)] = [
            ("rotation", \.rotation, 0, 12), ("slant", \.slant, 0, 0.2), ("width", \.width, 1, 0.1),
            ("height", \.height, 1, 0.1), ("right", \.right, 0, 1.5), ("down", \.down, 0, 1.5),
        ]
        for (name, path, middle, limit) in ranges {
            let values = draws.map { ($0[keyPath: path] - middle) / limit }
            #expect(values.allSatisfy { $0.magnitude < 1 + 1e-4 }, "\(name)")
            #expect((values.min() ?? 0) < -0.99 && (values.max() ?? 0) > 0.99, "\(name)")
            // Uniform: mean 0, variance 1/3.
            #expect((values.reduce(0, +) / 4000).magnitude < 0.05, "\(name)")
            #expect((values.reduce(0) { $0 + $1 * $1 } / 4000 - 1 / 3).magnitude < 0.03, "\(name)")
            for (other, path, middle, limit) in ranges where other != name {
                let product = zip(values, draws).reduce(0) { $0 + $1.0 * ($1.1[keyPath: path] - middle) / limit }
                #expect((product / 4000).magnitude < 0.03, "\(name) and \(other)")
            }
        }
    }

    /// A single change does nothing but what it is called.
    @Test(arguments: [
        Augmentation(rotation: 20), Augmentation(shift: 3), Augmentation(scaling: 0.2), Augmentation(shear: 0.3),
    ])
    func oneChangeAlone(augmentation: Augmentation) {
        var random = RandomSource(seed: 5)
        let draws = Draws(PictureMap(augmentation, using: &random))
        func isChanged(_ value: Double) -> Bool { value.magnitude > 1e-3 }
        #expect(isChanged(draws.rotation) == (augmentation.rotation > 0))
        #expect(isChanged(draws.slant) == (augmentation.shear > 0))
        #expect(isChanged(draws.width - 1) == (augmentation.scaling > 0))
        #expect(isChanged(draws.height - 1) == (augmentation.scaling > 0))
        #expect(isChanged(draws.right) == (augmentation.shift > 0) && isChanged(draws.down) == (augmentation.shift > 0))
    }

    /// Bilinear interpolation between four pixels, against the definition in float64.
    @Test func interpolatesBetweenFourPixels() {
        var random = RandomSource(seed: 6)
        let picture = (0..<784).map { _ in UInt8.random(in: 0...255, using: &random) }
        func pixel(_ x: Int, _ y: Int) -> Double {
            0..<28 ~= x && 0..<28 ~= y ? Double(picture[y * 28 + x]) / 255 : 0
        }
        for _ in 0..<20 {
            let map = PictureMap(.manyHands, using: &random)
            var expected: [Float] = []
            for y in 0..<28 {
                for x in 0..<28 {
                    let u = Double(x) - 13.5, v = Double(y) - 13.5
                    let sourceX = Double(map.xFromX) * u + Double(map.xFromY) * v + Double(map.xOffset) + 13.5
                    let sourceY = Double(map.yFromX) * u + Double(map.yFromY) * v + Double(map.yOffset) + 13.5
                    let left = Int(sourceX.rounded(.down)), top = Int(sourceY.rounded(.down))
                    let right = sourceX - Double(left), down = sourceY - Double(top)
                    expected.append(
                        Float(
                            (1 - down) * ((1 - right) * pixel(left, top) + right * pixel(left + 1, top))
                                + down * ((1 - right) * pixel(left, top + 1) + right * pixel(left + 1, top + 1))))
                }
            }
            #expect(Self.distance(Self.apply(map, picture), expected) < 1e-4)
        }
    }
}

/// The draws that a map was made of: what the picture is rotated by in degrees, slanted, scaled and moved by.
///
/// The map undoes a rotation R, a slant S and a change of size D in turn, D^-1 S^-1 R^-1: its second row is
/// (-sin, cos) / height, its first (cos + s sin, sin - s cos) / width.
private struct Draws {
    let rotation, slant, width, height, right, down: Double

    init(_ map: PictureMap) {
        let (a, b, c) = (Double(map.xFromX), Double(map.xFromY), Double(map.xOffset))
        let (d, e, f) = (Double(map.yFromX), Double(map.yFromY), Double(map.yOffset))
        let angle = atan2(-d, e)
        rotation = angle * 180 / .pi
        height = 1 / (d * d + e * e).squareRoot()
        width = 1 / (a * cos(angle) + b * sin(angle))
        slant = (a * sin(angle) - b * cos(angle)) * width
        // (c, f) = -A (right, down).
        let determinant = a * e - b * d
        right = -(e * c - b * f) / determinant
        down = -(a * f - d * c) / determinant
    }
}
