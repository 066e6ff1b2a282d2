extension SourceExport {
    /// An identifier made of a file's name: "Weights/two-column.h" gives "two_column". Letters, digits and underscores of
    /// ASCII remain; a leading digit gets an underscore before it, a keyword of C, C++ or Swift one behind it.
    public static func identifier(fromFileNamed file: String) -> String {
        let base = file.split(separator: "/").last.map(String.init) ?? ""
        let stem = base.split(separator: ".", omittingEmptySubsequences: true).first.map(String.init) ?? ""
        let name = String(stem.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        // Without a letter or a digit it would be no name in Swift.
        guard let first = name.first, name.contains(where: { $0 != "_" }) else { return "weights" }
        if keywords.contains(name) { return name + "_" }
        return first.isNumber ? "_" + name : name
    }

    private static let keywords = Set(
        """
        alignas alignof and and_eq asm auto bitand bitor bool break case catch char char8_t char16_t char32_t class co_await \
        co_return co_yield compl concept const const_cast consteval constexpr constinit continue decltype default delete do \
        double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable \
        namespace new noexcept not not_eq nullptr operator or or_eq private protected public register reinterpret_cast \
        requires restrict return short signed sizeof static static_assert static_cast struct switch template this \
        thread_local throw true try typedef typeid typename typeof typeof_unqual union unsigned using virtual void volatile \
        wchar_t while xor xor_eq main linux unix \
        Any Self as associatedtype defer deinit extension fallthrough fileprivate func guard import in init inout internal \
        is let nil open precedencegroup protocol repeat rethrows self subscript super throws typealias var where
        """.split(separator: " ").map(String.init))
}
