// The picture that framing works on, and where everything lies in the caller's memory.

/// A picture of bytes in the caller's memory.
struct GreyPicture {
    let pixels: UnsafePointer<UInt8>
    /// 1...`largestSide`, and at most `mostPixels` together.
    let width: Int
    let height: Int
    /// Bytes from one row to the next.
    let stride: Int

    /// Products of a side and `longestWorkingSide`, and sums of 255 over a block, stay in 32 bits.
    static var largestSide: Int { 1 &<< 24 &- 1 }
    static var mostPixels: Int { Int(Int32.max) }

    /// The part with the given corners, of rows top..<bottom and columns left..<right.
    func part(_ top: Int, _ bottom: Int, _ left: Int, _ right: Int) -> GreyPicture {
        GreyPicture(
            pixels: pixels + (top &* stride &+ left), width: right &- left, height: bottom &- top, stride: stride)
    }
}

/// The longest side of the picture that framing works on; an index of its pixels fits into 14 bits.
var longestWorkingSide: Int { 128 }

/// Width and height of a picture reduced to at most `longestWorkingSide`; never enlarged.
func workingSize(_ width: Int, _ height: Int) -> (width: Int, height: Int) {
    let longest = max(width, height)
    if longest <= longestWorkingSide { return (width, height) }
    return (max(1, width &* longestWorkingSide / longest), max(1, height &* longestWorkingSide / longest))
}

/// The reduced picture with its planes, and 4 KB for whatever one step needs.
struct WorkingPicture {
    let width: Int
    let height: Int
    /// `tableSize` bytes, at a multiple of 8.
    let table: UnsafeMutableRawPointer
    /// (height, width): the region that a pixel belongs to, see Regions.swift.
    let labels: UnsafeMutablePointer<UInt16>
    /// (height, width): grey, with ink the darker side.
    let grey: UnsafeMutablePointer<UInt8>
    /// (height, width): how much darker than its ground a pixel is.
    let depth: UnsafeMutablePointer<UInt8>

    var count: Int { width &* height }

    /// What is left of 4 KB when the planes begin at a multiple of 8.
    static var tableSize: Int { 4_088 }

    /// Bytes for a working picture of a size, at any address: at most 69,632.
    static func scratchSize(_ width: Int, _ height: Int) -> Int { 4_096 &+ 4 &* width &* height }

    /// - Parameter memory: `scratchSize` bytes for a picture of this size or a larger one.
    init(width: Int, height: Int, in memory: UnsafeMutableRawPointer) {
        let address = Int(bitPattern: memory)
        let start = memory + ((address &+ 7) & ~7 &- address)
        self.width = width
        self.height = height
        table = start
        labels = (start + WorkingPicture.tableSize).assumingMemoryBound(to: UInt16.self)
        grey = (start + (WorkingPicture.tableSize &+ 2 &* width &* height)).assumingMemoryBound(to: UInt8.self)
        depth = grey + width &* height
    }

    /// The darkest and the brightest grey.
    @inline(never)
    func extremes() -> (darkest: Int, brightest: Int) {
        var darkest: UInt8 = 255, brightest: UInt8 = 0
        for index in 0..<count {
            darkest = min(darkest, grey[index])
            brightest = max(brightest, grey[index])
        }
        return (Int(darkest), Int(brightest))
    }

    /// Makes dark of light.
    func invert() {
        for index in 0..<count { grey[index] = ~grey[index] }
    }
}

/// A rectangle of pixels, its last row and column included; 0...127.
struct Box {
    var top: UInt8
    var left: UInt8
    var bottom: UInt8
    var right: UInt8

    var width: Int { Int(right) &- Int(left) &+ 1 }
    var height: Int { Int(bottom) &- Int(top) &+ 1 }
    var longestSide: Int { max(width, height) }

    @inline(never)
    mutating func include(_ other: Box) {
        top = min(top, other.top)
        left = min(left, other.left)
        bottom = max(bottom, other.bottom)
        right = max(right, other.right)
    }

    /// Whether the other lies inside, with a pixel all around.
    func encloses(_ other: Box) -> Bool {
        top < other.top && left < other.left && bottom > other.bottom && right > other.right
    }

    /// Pixels between two boxes, across or down, whichever are more; 0 where they meet.
    @inline(never)
    func gap(to other: Box) -> Int {
        let across = max(Int(left) &- Int(other.right), Int(other.left) &- Int(right)) &- 1
        let down = max(Int(top) &- Int(other.bottom), Int(other.top) &- Int(bottom)) &- 1
        return max(0, max(across, down))
    }
}
