// The names of the two classes, 16 bytes each in the header: UTF-8, filled with zeros, of which there is at least one.

import CMNIST37

extension WeightsFile {
    /// Where the names are in the file.
    static let classNames = 64
    private static let nameSize = Int(MNIST37_NAME_SIZE)

    func verifyClassNames() -> mnist37_status {
        let second = WeightsFile.classNames &+ WeightsFile.nameSize
        var status = verifyName(WeightsFile.classNames)
        if status == MNIST37_OK { status = verifyName(second) }
        guard status == MNIST37_OK else { return status }
        var index = WeightsFile.classNames
        while byte(index) == byte(index &+ WeightsFile.nameSize) {
            guard byte(index) != 0 else { return MNIST37_ERROR_NAMES_EQUAL }
            index &+= 1
        }
        return MNIST37_OK
    }

    // No loop here runs a fixed number of times: such a one is unrolled, and size counts.
    @inline(never)
    private func verifyName(_ start: Int) -> mnist37_status {
        let last = start &+ WeightsFile.nameSize &- 1
        guard byte(start) != 0, byte(last) == 0 else { return MNIST37_ERROR_NAME_LENGTH }
        guard var index = endOfText(start) else { return MNIST37_ERROR_NAME_ENCODING }
        while index < last {
            guard byte(index) == 0 else { return MNIST37_ERROR_RESERVED }
            index &+= 1
        }
        return MNIST37_OK
    }

    /// Where the first zero is; nil where the bytes before it are not UTF-8 (RFC 3629), or hold control characters.
    private func endOfText(_ start: Int) -> Int? {
        var index = start
        while byte(index) != 0 {
            var scalar = byte(index)
            index &+= 1
            if scalar >= 0x80 {
                // How many bytes follow, and the least that is not written shorter.
                let (following, least) = scalar < 0xe0 ? (1, 0x80) : scalar < 0xf0 ? (2, 0x800) : (3, 0x1_0000)
                guard scalar >= 0xc0, scalar < 0xf8 else { return nil }
                scalar &= 0x3f &>> following
                let end = index &+ following
                while index < end {
                    // Safe: a zero, which ends the name, is no such byte.
                    guard byte(index) & 0xc0 == 0x80 else { return nil }
                    scalar = scalar &<< 6 | byte(index) & 0x3f
                    index &+= 1
                }
                guard scalar >= least, scalar <= 0x10_ffff, scalar &>> 11 != 0x1b else { return nil }
            }
            guard scalar >= 0x20, scalar < 0x7f || scalar > 0x9f else { return nil }
        }
        return index
    }

    /// What a prediction calls the classes: their names, where both are numbers; else 1 and 0.
    var digits: (Int32, Int32) {
        let first = number(WeightsFile.classNames), second = number(WeightsFile.classNames &+ WeightsFile.nameSize)
        return first < 0 || second < 0 ? (1, 0) : (first, second)
    }

    /// A name of one to nine decimal digits, without a zero before others, as a number; -1 for another.
    @inline(never)
    private func number(_ start: Int) -> Int32 {
        var number: Int32 = 0
        var index = start
        while byte(index) != 0 {
            let digit = byte(index) &- 0x30
            guard digit >= 0, digit <= 9, index < start &+ 9, index == start || number != 0 else { return -1 }
            number = 10 &* number &+ Int32(truncatingIfNeeded: digit)
            index &+= 1
        }
        return number
    }
}
