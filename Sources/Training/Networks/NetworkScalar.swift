import CVector
import RealModule
import TrainingVectors

/// A number that a network can be trained in: Float, or Double to check gradients.
///
/// Networks run on eight pictures at a time, one to a lane, so that a layer of few channels fills the vectors of the
/// processor as well as one of many. (Swift's own SIMD types compute some operations lane by lane: docs/swift-as-c.md.)
protocol NetworkScalar: Real, BinaryFloatingPoint, Sendable {
    associatedtype Lanes

    static func load(_ address: UnsafePointer<Self>) -> Lanes
    static func store(_ address: UnsafeMutablePointer<Self>, _ value: Lanes)
    static func splat(_ value: Self) -> Lanes
    static func add(_ a: Lanes, _ b: Lanes) -> Lanes
    /// sum + a * b, rounded twice.
    static func addProduct(_ sum: Lanes, _ a: Lanes, _ b: Lanes) -> Lanes
    static func sum(_ value: Lanes) -> Self
    /// `value` where `gate` is above 0, else 0.
    static func gated(_ value: Lanes, by gate: Lanes) -> Lanes
}

/// Pictures that a network computes at a time.
let laneCount = 8

extension Float: NetworkScalar {
    @inline(__always) static func load(_ address: UnsafePointer<Float>) -> f32x8 { f32x8_load(address) }
    @inline(__always) static func store(_ address: UnsafeMutablePointer<Float>, _ value: f32x8) {
        f32x8_store(address, value)
    }
    @inline(__always) static func splat(_ value: Float) -> f32x8 { f32x8_splat(value) }
    @inline(__always) static func add(_ a: f32x8, _ b: f32x8) -> f32x8 { f32x8_add(a, b) }
    @inline(__always) static func addProduct(_ sum: f32x8, _ a: f32x8, _ b: f32x8) -> f32x8 {
        f32x8_add_product(sum, a, b)
    }
    @inline(__always) static func sum(_ value: f32x8) -> Float { f32x8_sum(value) }
    @inline(__always) static func gated(_ value: f32x8, by gate: f32x8) -> f32x8 { f32x8_gated(value, gate) }
}

extension Double: NetworkScalar {
    @inline(__always) static func load(_ address: UnsafePointer<Double>) -> f64x8 { f64x8_load(address) }
    @inline(__always) static func store(_ address: UnsafeMutablePointer<Double>, _ value: f64x8) {
        f64x8_store(address, value)
    }
    @inline(__always) static func splat(_ value: Double) -> f64x8 { f64x8_splat(value) }
    @inline(__always) static func add(_ a: f64x8, _ b: f64x8) -> f64x8 { f64x8_add(a, b) }
    @inline(__always) static func addProduct(_ sum: f64x8, _ a: f64x8, _ b: f64x8) -> f64x8 {
        f64x8_add_product(sum, a, b)
    }
    @inline(__always) static func sum(_ value: f64x8) -> Double { f64x8_sum(value) }
    @inline(__always) static func gated(_ value: f64x8, by gate: f64x8) -> f64x8 { f64x8_gated(value, gate) }
}
