/// The CRC-32 of zlib, PNG and Ethernet: polynomial 0xEDB88320 (reflected), initial value and final xor all ones.
///
/// Four bits at a time: a table of 64 bytes, which a microcontroller can afford.
func crc32(_ bytes: UnsafeRawPointer, count: Int) -> UInt32 {
    var crc: UInt32 = 0xffff_ffff
    for index in 0..<count {
        // Safe: index < count.
        crc ^= UInt32(truncatingIfNeeded: bytes.load(fromByteOffset: index, as: UInt8.self))
        crc = (crc &>> 4) ^ nibbleRemainder(crc & 15)
        crc = (crc &>> 4) ^ nibbleRemainder(crc & 15)
    }
    return ~crc
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
