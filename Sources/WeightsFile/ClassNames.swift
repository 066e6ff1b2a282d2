/// The names of the two classes that a model tells apart: of label 1 and of label 0.
///
/// Each is 1 to 15 bytes of UTF-8 without control characters; they differ.
public struct ClassNames: Equatable, Sendable {
    /// The class of label 1, whose log-odds are the model's output.
    public let first: String
    /// The class of label 0.
    public let second: String

    /// The classes of the notebook and of the weights that ship.
    public static let threesAndSevens = ClassNames(unchecked: "3", "7")

    /// The most bytes of a name.
    public static let byteLimit = 15

    /// Why a name cannot be a class's.
    public enum Fault: Error, Equatable {
        case empty
        case tooLong(String)
        case controlCharacter(String)
        case equal(String)
    }

    public init(_ first: String, _ second: String) throws(Fault) {
        for name in [first, second] {
            guard !name.isEmpty else { throw .empty }
            guard name.utf8.count <= ClassNames.byteLimit else { throw .tooLong(name) }
            guard !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
                throw .controlCharacter(name)
            }
        }
        // By the bytes: two spellings of one letter are two names, in the file system as well.
        guard !first.utf8.elementsEqual(second.utf8) else { throw .equal(first) }
        self.init(unchecked: first, second)
    }

    private init(unchecked first: String, _ second: String) {
        self.first = first
        self.second = second
    }

    /// - Parameter label: 1 for the first class.
    public func name(ofLabel label: UInt8) -> String { label == 1 ? first : second }

    /// Both, as in a title: "3 and 7".
    public var both: String { "\(first) and \(second)" }

    /// Either, as in a sentence: "3 or 7".
    public var either: String { "\(first) or \(second)" }

    public static func == (left: ClassNames, right: ClassNames) -> Bool {
        left.first.utf8.elementsEqual(right.first.utf8) && left.second.utf8.elementsEqual(right.second.utf8)
    }
}

extension ClassNames.Fault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .empty: "the name of a class is empty"
        case .tooLong(let name):
            "\"\(name)\" has \(name.utf8.count) bytes; the name of a class has at most \(ClassNames.byteLimit)"
        case .controlCharacter(let name): "the name of a class holds a control character: \(name.debugDescription)"
        case .equal(let name): "both classes have the name \"\(name)\""
        }
    }
}

// In the file.
extension ClassNames {
    /// 16 bytes a name, filled with zeros.
    static let size = 2 * (byteLimit + 1)

    var encoded: [UInt8] {
        [first, second].flatMap { Array($0.utf8) + [UInt8](repeating: 0, count: max(0, 16 - $0.utf8.count)) }
    }

    /// - Parameter bytes: 32; nil when they are no two names. Zeros behind a name need no check of their own.
    init?(decoding bytes: some Collection<UInt8>) {
        let names = [bytes.prefix(16), bytes.dropFirst(16)].map { name in
            String(validating: name.prefix { $0 != 0 }, as: UTF8.self)
        }
        guard names.count == 2, let first = names[0], let second = names[1] else { return nil }
        guard let names = try? ClassNames(first, second) else { return nil }
        self = names
    }
}
