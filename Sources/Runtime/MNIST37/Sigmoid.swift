/// The logistic function of a value that is not negative: 1 / (1 + exp(-x)), in 0.5...1.
///
/// Computed as 1 - 1 / (1 + exp(x)). With t = x * log2(e), n = t rounded to an integer, and s = 2^(n - 1),
///
///     exp(x) = s * 2^f,   f = t - (n - 1) in 0.5...1.5,   2^f = 1 + c1 f + c2 f^2 + ... + c6 f^6,
///
/// where the coefficients minimise the largest error of the result under 2^1 = 2, to 1.9e-9; so 1 + exp(x) is the exact
/// 1 + s plus one small rest. It calls no libm, whose results differ from one to the next, and it is quicker than the
/// division and expf that it replaces. Every operation below is rounded to float32 by itself, in the order written.
///
/// f is positive and so are all coefficients: each step is a sum or product of values that are positive and do not fall
/// as x grows, rounding keeps their order, and a larger logit never gets a smaller probability. The order also holds
/// from one n to the next, which a test shows: it tries every float32, and bounds the error, 1.77 ulp. sigmoid(0) is
/// exactly 0.5, because the six products add up to exactly 0.5 there; from about 17.33 on the result is exactly 1.
///
/// - Parameter x: finite, >= 0.
@inline(__always)
func sigmoid(_ x: Float) -> Float {
    guard x < 18 else { return 1 }
    let t = x * 0x1.715476p+0
    // The low bits of 1.5 * 2^23 + t are n: a sum that rounds to an integer, where conversions are slow or missing.
    let rounded = t + 0x1.8p+23
    let f = t - (rounded - 0x1.800002p+23)
    // Safe: 0 <= n <= 26; the shift drops the rest of the bits of 1.5 * 2^23.
    let s = Float(bitPattern: (rounded.bitPattern &+ 126) &<< 23)
    let low = 0x1.62e1b4p-1 + 0x1.ec3e76p-3 * f
    let middle = 0x1.c3e362p-5 + 0x1.4aa61ep-7 * f
    let high = 0x1.01a38ap-10 + 0x1.287118p-12 * f
    // The shortest chain of dependent operations to s * f * (low + f^2 * middle + f^4 * high).
    let f2 = f * f
    let sf = s * f
    let sf3 = sf * f2
    let rest = (sf * low + sf3 * middle) + sf3 * (f2 * high)
    return 1 - 1 / ((1 + s) + rest)
}
