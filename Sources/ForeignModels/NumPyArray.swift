/// A file of numpy.save: one array.
///
///  1. magic, 6 bytes: `93`, "NUMPY";
///  2. version, 2 bytes: 1, 2 or 3, and a minor number;
///  3. length of the header: u16 in version 1, else u32; little-endian;
///  4. the header, a dictionary of Python: `{'descr': '<f4', 'fortran_order': False, 'shape': (785,), }`;
///  5. the elements.
enum NumPyArray {
    static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// The array of the file.
    ///
    /// - Parameters:
    ///   - bytes: of the whole file, beginning with `magic`.
    ///   - file: its name, for errors.
    static func tensor(_ bytes: [UInt8], file: String) throws(ForeignModelError) -> Tensor {
        guard bytes.count > 8, 1...3 ~= bytes[6] else { throw .damaged(file: file, reason: "no version 1, 2 or 3") }
        let lengthSize = bytes[6] == 1 ? 2 : 4, start = 8 + lengthSize
        guard bytes.count >= start else { throw .damaged(file: file, reason: "it ends within the header") }
        let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard bytes.count - start >= length else { throw .damaged(file: file, reason: "it ends within the header") }
        let header = String(decoding: bytes[start..<start + length], as: UTF8.self)
        guard let type = header.firstMatch(of: #/'descr': *'([^']*)'/#)?.1,
            let order = header.firstMatch(of: #/'fortran_order': *(True|False)/#)?.1,
            let shape = header.firstMatch(of: #/'shape': *\(([0-9, ]*)\)/#)?.1
        else { throw .damaged(file: file, reason: "a header without descr, fortran_order or shape") }
        let element: TensorElement
        switch type {
        case "<f4": element = .float32
        case "<f8": element = .float64
        default: throw .elementType(file: file, tensor: "", type: String(type))
        }
        // A length that no Int holds is no shape of any file.
        let lengths = shape.split(whereSeparator: { ", ".contains($0) }).map { Int($0) ?? -1 }
        let elements = bytes[(start + length)...]
        guard let count = Tensor.elementCount(of: lengths), elements.count / element.size == count,
            elements.count % element.size == 0
        else { throw .damaged(file: file, reason: "\(elements.count) bytes are not an array of shape (\(shape))") }
        let values = element.values(elements)
        guard order == "True" else { return Tensor(name: "", shape: lengths, values: values) }
        // Column-major: the first index runs fastest, as in a row-major array whose dimensions are reversed.
        let reversed = Tensor(name: "", shape: lengths.reversed(), values: values)
        return Tensor(name: "", shape: lengths, values: reversed.transposed(lengths.indices.reversed()))
    }
}
