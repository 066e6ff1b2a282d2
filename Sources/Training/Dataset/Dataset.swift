/// Pictures of two classes, threes and sevens for instance, and of others, with their labels, in a fixed order.
public struct Dataset: Sendable {
    /// Pixels of a picture.
    public static let pixelCount = 784
    /// The label of what is of neither class.
    public static let otherLabel: UInt8 = 2

    /// (count, 784) row-major, 0 background to 255 ink.
    public let pixels: [UInt8]
    /// (count): 1 for the first class, 0 for the second, `otherLabel` for others.
    public let labels: [UInt8]
    /// (count): the file of each picture within its dataset, such as 3/1020.png; empty when the pictures have no files
    /// of their own.
    public let names: [String]

    /// - Parameters:
    ///   - pixels: (count, 784) row-major.
    ///   - labels: (count); `pixels` is cut or the labels are dropped beyond the shorter of the two.
    ///   - names: (count), or empty.
    public init(pixels: [UInt8], labels: [UInt8], names: [String] = []) {
        let count = min(labels.count, pixels.count / Dataset.pixelCount)
        self.pixels = Array(pixels.prefix(count * Dataset.pixelCount))
        self.labels = Array(labels.prefix(count))
        self.names = names.count == labels.count ? Array(names.prefix(count)) : []
    }

    /// Pictures of neither class.
    ///
    /// - Parameters:
    ///   - pixels: (count, 784) row-major.
    ///   - names: (count), or empty.
    public init(others pixels: [UInt8], names: [String] = []) {
        let count = pixels.count / Dataset.pixelCount
        self.init(pixels: pixels, labels: [UInt8](repeating: Dataset.otherLabel, count: count), names: names)
    }

    /// No pictures.
    public static let none = Dataset(pixels: [], labels: [])

    public var count: Int { labels.count }
    /// Pictures of the first class.
    public var firsts: Int { labels.count { $0 == 1 } }

    /// The (784) bytes of one picture.
    ///
    /// - Parameter index: 0..<count.
    public func picture(_ index: Int) -> ArraySlice<UInt8> {
        pixels[index * Dataset.pixelCount..<(index + 1) * Dataset.pixelCount]
    }

    /// The pictures with these indices, in this order.
    public func selecting(_ indices: some Sequence<Int>) -> Dataset {
        var pixels: [UInt8] = []
        var labels: [UInt8] = []
        var names: [String] = []
        for index in indices {
            pixels += picture(index)
            labels.append(self.labels[index])
            if !self.names.isEmpty { names.append(self.names[index]) }
        }
        return Dataset(pixels: pixels, labels: labels, names: names)
    }

    /// Identifies pictures, labels and their order, whatever container they came in: 64-bit FNV-1a (Fowler, Noll, Vo)
    /// over each picture's 784 bytes followed by its label.
    public var fingerprint: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ byte: UInt8) {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        pixels.withUnsafeBufferPointer { pixels in
            for index in labels.indices {
                for pixel in pixels[index * Dataset.pixelCount..<(index + 1) * Dataset.pixelCount] { add(pixel) }
                add(labels[index])
            }
        }
        return hash
    }
}
