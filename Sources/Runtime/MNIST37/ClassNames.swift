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
        var index = 0
        while index < WeightsFile.nameSize {
            guard byte(WeightsFile.classNames &+ index) == byte(second &+ index) else { return MNIST37_OK }
            index &+= 1
        }
        return MNIST37_ERROR_NAMES_EQUAL
    }

    private func verifyName(_ start: Int) -> mnist37_status {
        let end = start &+ WeightsFile.nameSize
        var length = 0
        while length < WeightsFile.nameSize, byte(start &+ length) != 0 { length &+= 1 }
        guard length > 0, length < WeightsFile.nameSize else { return MNIST37_ERROR_NAME_LENGTH }
        var index = start &+ length
        while index < end {
            guard byte(index) == 0 else { return MNIST37_ERROR_NAME_LENGTH }
            index &+= 1
        }
        return isText(start) ? MNIST37_OK : MNIST37_ERROR_NAME_ENCODING
    }

    /// Whether the bytes up to the first zero are UTF-8 (Unicode 16, table 3-7) without control characters.
    private func isText(_ start: Int) -> Bool {
        var index = start
        while byte(index) != 0 {
            let lead = byte(index)
            index &+= 1
            // How many bytes follow, and between what the first of them lies.
            var following = 0, low = 0x80, high = 0xbf
            switch lead {
            case 0x20...0x7e: continue
            case 0xc2: (following, low) = (1, 0xa0)
            case 0xc3...0xdf: following = 1
            case 0xe0: (following, low) = (2, 0xa0)
            case 0xed: (following, high) = (2, 0x9f)
            case 0xe1...0xef: following = 2
            case 0xf0: (following, low) = (3, 0x90)
            case 0xf1...0xf3: following = 3
            case 0xf4: (following, high) = (3, 0x8f)
            default: return false
            }
            while following > 0 {
                // Safe: a zero, which ends the name, is none of these.
                guard byte(index) >= low, byte(index) <= high else { return false }
                (low, high) = (0x80, 0xbf)
                index &+= 1
                following &-= 1
            }
        }
        return true
    }

    /// What a prediction calls the classes: their names, where both are numbers; else 1 and 0.
    var digits: (Int32, Int32) {
        let first = number(WeightsFile.classNames), second = number(WeightsFile.classNames &+ WeightsFile.nameSize)
        return first < 0 || second < 0 ? (1, 0) : (first, second)
    }

    /// A name of one to nine decimal digits, without a zero before others, as a number; -1 for another.
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
