import Foundation

/// A file of safetensors: named tensors.
///
///  1. length of the header, u64, little-endian;
///  2. the header, JSON: for each name `{"dtype": "F32", "shape": [1, 784], "data_offsets": [0, 3136]}`, and a
///     `__metadata__` that says nothing of tensors;
///  3. the elements; the offsets count from here.
struct SafeTensors: Decodable {
    private var entries: [(name: String, entry: Entry)] = []

    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let data_offsets: [Int]
    }

    private struct Name: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: Name.self)
        for name in names.allKeys where name.stringValue != "__metadata__" {
            entries.append((name.stringValue, try names.decode(Entry.self, forKey: name)))
        }
        entries.sort { $0.name < $1.name }
    }

    /// The tensors of the file, in the order of their names.
    ///
    /// - Parameters:
    ///   - bytes: of the whole file.
    ///   - file: its name, for errors.
    static func tensors(_ bytes: [UInt8], file: String) throws(ForeignModelError) -> [Tensor] {
        guard let start = headerEnd(bytes) else { throw .unknownFormat(file: file) }
        let header: SafeTensors
        do { header = try JSONDecoder().decode(SafeTensors.self, from: Data(bytes[8..<start])) } catch {
            throw .damaged(file: file, reason: "its header is no description of tensors")
        }
        var tensors: [Tensor] = []
        for (name, entry) in header.entries {
            tensors.append(try tensor(name, entry, bytes[start...], file: file))
        }
        return tensors
    }

    /// Where the header ends; nil for bytes that are no file of safetensors.
    static func headerEnd(_ bytes: [UInt8]) -> Int? {
        guard bytes.count > 8, bytes[8] == UInt8(ascii: "{") else { return nil }
        let length = bytes[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        guard length <= UInt64(bytes.count - 8) else { return nil }
        return 8 + Int(length)
    }

    private static func tensor(
        _ name: String, _ entry: Entry, _ data: ArraySlice<UInt8>, file: String
    ) throws(ForeignModelError) -> Tensor {
        let element: TensorElement
        switch entry.dtype {
        case "F32": element = .float32
        case "F64": element = .float64
        default: throw .elementType(file: file, tensor: name, type: entry.dtype)
        }
        let offsets = entry.data_offsets
        guard let count = Tensor.elementCount(of: entry.shape), offsets.count == 2, 0 <= offsets[0],
            offsets[0] <= offsets[1], offsets[1] <= data.count, (offsets[1] - offsets[0]) % element.size == 0,
            (offsets[1] - offsets[0]) / element.size == count
        else {
            throw .damaged(file: file, reason: "the bytes of \(name) are not there, or not as many as its shape says")
        }
        let bytes = data[(data.startIndex + offsets[0])..<(data.startIndex + offsets[1])]
        return Tensor(name: name, shape: entry.shape, values: element.values(bytes))
    }
}
