/// Arguments in two parts: ArgumentParser's time grows with the square of their number, and takes 49 seconds for the
/// 12,396 files that a shell's wildcard makes.
struct LongArguments: Equatable {
    /// What ArgumentParser is to parse.
    let parsed: [String]
    /// File names that follow the last one parsed.
    let rest: [String]

    /// Splits the names at the end from the third on. No option takes more than one value, so of several arguments in a
    /// row that do not begin with a hyphen all but the first are files.
    init(_ arguments: [String]) {
        let names = arguments.reversed().prefix { !$0.hasPrefix("-") }.count
        let kept = arguments.count - max(0, names - 2)
        parsed = Array(arguments[..<kept])
        rest = Array(arguments[kept...])
    }
}
