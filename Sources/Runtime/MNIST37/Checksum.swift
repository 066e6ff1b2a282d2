#if MNIST37_AVX2
import KernelsAVX2
#endif

/// The CRC-32 of zlib, PNG and Ethernet: polynomial 0xEDB88320 (reflected), initial value and final xor all ones.
func crc32(_ bytes: UnsafeRawPointer, count: Int) -> UInt32 {
    let initial: UInt32 = 0xffff_ffff
    #if MNIST37_AVX2
    if count >= 64, Kernel.best == Kernel.avx2 {
        // Where the processor multiplies without carries, all but the last bytes are folded into 16 first.
        let foldable = count & ~15
        var folded = foldedChecksum(bytes, count: foldable, initial: initial)
        let crc = withUnsafeBytes(of: &folded) { remainder($0.baseAddress.unsafelyUnwrapped, count: 16, initial: 0) }
        return ~remainder(bytes + foldable, count: count &- foldable, initial: crc)
    }
    #endif
    return ~remainder(bytes, count: count, initial: initial)
}

/// The register of the CRC after `count` bytes. Four bits at a time: a table of 64 bytes, which a microcontroller can
/// afford.
private func remainder(_ bytes: UnsafeRawPointer, count: Int, initial: UInt32) -> UInt32 {
    var crc = initial
    for index in 0..<count {
        // Safe: index < count.
        crc ^= UInt32(truncatingIfNeeded: bytes.load(fromByteOffset: index, as: UInt8.self))
        crc = (crc &>> 4) ^ nibbleRemainder(crc & 15)
        crc = (crc &>> 4) ^ nibbleRemainder(crc & 15)
    }
    return crc
}

/// The remainder of a nibble: four steps of the bitwise division.
@inline(__always)
private func nibbleRemainder(_ nibble: UInt32) -> UInt32 {
    var remainder = nibble
    for _ in 0..<4 {
        remainder = (remainder &>> 1) ^ (0xedb8_8320 & (0 &- (remainder & 1)))
    }
    return remainder
}
