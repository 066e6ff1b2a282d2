#if canImport(PredictionAVX2)
import PredictionAVX2
#endif

/// The CRC-32 of zlib, PNG and Ethernet: polynomial 0xEDB88320 (reflected), initial value and final xor all ones.
func crc32(_ bytes: UnsafeRawPointer, count: Int) -> UInt32 {
    let initial: UInt32 = 0xffff_ffff
    #if canImport(PredictionAVX2)
    if count >= 64, InstructionSet.hasAVX2 {
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
@_optimize(size)
private func remainder(_ bytes: UnsafeRawPointer, count: Int, initial: UInt32) -> UInt32 {
    var crc = initial
    var index = 0
    while index < count {
        // Safe: index < count.
        crc ^= UInt32(truncatingIfNeeded: bytes.load(fromByteOffset: index, as: UInt8.self))
        crc = (crc &>> 4) ^ remainders[Int(truncatingIfNeeded: crc & 15)]
        crc = (crc &>> 4) ^ remainders[Int(truncatingIfNeeded: crc & 15)]
        index &+= 1
    }
    return crc
}

/// (16): the remainder of each nibble, four steps of the bitwise division.
private let remainders: InlineArray<16, UInt32> = [
    0x0000_0000, 0x1db7_1064, 0x3b6e_20c8, 0x26d9_30ac, 0x76dc_4190, 0x6b6b_51f4, 0x4db2_6158, 0x5005_713c,
    0xedb8_8320, 0xf00f_9344, 0xd6d6_a3e8, 0xcb61_b38c, 0x9b64_c2b0, 0x86d3_d2d4, 0xa00a_e278, 0xbdbd_f21c,
]
