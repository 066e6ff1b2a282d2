import CMNIST37
import Testing

/// mnist37_frame as C calls it: what it refuses, what it leaves alone, and that nothing breaks it.
struct FrameTests {
    /// Calls mnist37_frame with memory that has guard bytes on both sides, and checks that they are left alone.
    private func frame(
        _ pixels: [UInt8], _ width: Int, _ height: Int, stride: Int? = nil, ink: Int32 = MNIST37_INK_DECIDE,
        scratchSize: Int? = nil, offset: Int = 0
    ) -> (status: mnist37_status, form: [UInt8]) {
        let size = scratchSize ?? mnist37_frame_scratch(width, height)
        var scratch = [UInt8](repeating: 0xa5, count: offset + max(0, size) + 16)
        var form = [UInt8](repeating: 0x5a, count: 784 + 16)
        let status = scratch.withUnsafeMutableBytes { memory in
            mnist37_frame(
                pixels, width, height, stride ?? width, ink, memory.baseAddress.map { $0 + offset }, size, &form)
        }
        #expect(scratch.prefix(offset).allSatisfy { $0 == 0xa5 })
        #expect(scratch.suffix(16).allSatisfy { $0 == 0xa5 })
        #expect(form.suffix(16).allSatisfy { $0 == 0x5a })
        if status != MNIST37_OK { #expect(form.allSatisfy { $0 == 0x5a }, "an error must leave the picture alone") }
        return (status, Array(form.prefix(784)))
    }

    /// A seven on paper with a row of padding bytes.
    private func seven(_ side: Int, stride: Int) -> [UInt8] {
        var pixels = [UInt8](repeating: 220, count: side * stride)
        for row in side / 4..<side * 3 / 4 {
            for column in side / 3..<side * 2 / 3 where row < side / 3 || column > side * 3 / 5 {
                pixels[row * stride + column] = 30
            }
        }
        return pixels
    }

    @Test func scratchSizes() {
        #expect(mnist37_frame_scratch(96, 96) == 40_960)
        #expect(mnist37_frame_scratch(1, 1) == 4_100)
        #expect(mnist37_frame_scratch(128, 128) == 69_632)
        #expect(mnist37_frame_scratch(4000, 3000) == 4_096 + 4 * 128 * 96)
        #expect(mnist37_frame_scratch(16_777_215, 1) == 4_096 + 4 * 128)
        for (width, height) in [(0, 1), (1, 0), (16_777_216, 1), (65_536, 32_768), (-1, 1), (Int.max, Int.max)] {
            #expect(mnist37_frame_scratch(width, height) == 0, "\(width)x\(height)")
        }
    }

    @Test func refusesWhatItCannotFrame() {
        let pixels = seven(40, stride: 40)
        #expect(frame(pixels, 40, 40).status == MNIST37_OK)
        #expect(frame(pixels, 40, 40, stride: 39).status == MNIST37_ERROR_PICTURE_SIZE)
        #expect(frame(pixels, 40, 40, stride: .max / 2).status == MNIST37_ERROR_PICTURE_SIZE)
        #expect(frame(pixels, 0, 40).status == MNIST37_ERROR_PICTURE_SIZE)
        #expect(frame(pixels, -1, 40).status == MNIST37_ERROR_PICTURE_SIZE)
        #expect(frame(pixels, 1 << 24, 1).status == MNIST37_ERROR_PICTURE_SIZE)
        #expect(frame(pixels, 40, 40, ink: 3).status == MNIST37_ERROR_INK)
        #expect(frame(pixels, 40, 40, ink: -1).status == MNIST37_ERROR_INK)
        #expect(frame(pixels, 40, 40, scratchSize: 4_096 + 4 * 1_600 - 1).status == MNIST37_ERROR_FRAME_SCRATCH)
        #expect(frame(pixels, 40, 40, scratchSize: 0).status == MNIST37_ERROR_FRAME_SCRATCH)
        var memory = [UInt8](repeating: 0, count: 10_496), form = [UInt8](repeating: 0, count: 784)
        #expect(mnist37_frame(nil, 40, 40, 40, 0, &memory, 10_496, &form) == MNIST37_ERROR_NULL)
        #expect(mnist37_frame(pixels, 40, 40, 40, 0, nil, 10_496, &form) == MNIST37_ERROR_NULL)
        #expect(mnist37_frame(pixels, 40, 40, 40, 0, &memory, 10_496, nil) == MNIST37_ERROR_NULL)
        // A size that C makes of -1 is as much as there can be.
        #expect(mnist37_frame(pixels, 40, 40, 40, 0, &memory, -1, &form) == MNIST37_OK)
    }

    /// The place of the scratch memory, what is in it, and the bytes between rows make no difference.
    @Test(arguments: [24, 40, 100, 300])
    func onlyThePictureCounts(side: Int) {
        let (status, form) = frame(seven(side, stride: side), side, side)
        #expect(status == MNIST37_OK && form.contains(255))
        for offset in 0..<9 { #expect(frame(seven(side, stride: side), side, side, offset: offset).form == form) }
        var padded = seven(side, stride: side + 5)
        for row in 0..<side { for column in side..<side + 5 { padded[row * (side + 5) + column] = UInt8(row & 255) } }
        #expect(frame(padded, side, side, stride: side + 5).form == form)
    }

    /// Bytes of any kind in pictures of any shape, in memory of the size that was asked for and no more.
    @Test func noPictureBreaksIt() {
        var random = SystemRandomNumberGenerator()
        for round in 0..<1500 {
            let width = Int.random(in: 1...140, using: &random), height = Int.random(in: 1...140, using: &random)
            let mask = UInt8.random(in: 0...255, using: &random)
            var pixels = (0..<width * height).map { _ in UInt8.random(in: 0...255, using: &random) & mask }
            // Stripes and boards have the most regions and the longest boundaries.
            if round % 3 == 1 {
                for index in pixels.indices { pixels[index] = (index / width + index % width) % 2 == 0 ? 255 : 0 }
            }
            if round % 3 == 2 {
                for index in pixels.indices { pixels[index] = index % 5 < 2 ? 255 : pixels[index] / 2 }
            }
            for ink in [MNIST37_INK_DECIDE, MNIST37_INK_DARK, MNIST37_INK_LIGHT] {
                _ = frame(pixels, width, height, ink: ink, offset: round % 8)
            }
        }
        for (width, height) in [(1, 5000), (5000, 1), (4096, 2), (3, 100_000)] {
            var pixels = [UInt8](repeating: 255, count: width * height)
            pixels[width * height / 2] = 0
            _ = frame(pixels, width, height)
        }
    }
}
