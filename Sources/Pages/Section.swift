/// A part of a page with a heading, which the page's contents lead to.
struct Section {
    let title: String
    let content: HTML

    /// The heading and what stands below it.
    var html: HTML {
        """
        <h2 id="\(anchor)">\(title)</h2>
        \(content)
        """
    }

    /// Its line of the contents.
    var entry: HTML { "<li><a href=\"#\(anchor)\">\(title)</a></li>" }

    /// The title's letters and digits, with hyphens between the words.
    private var anchor: String {
        title.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.joined(separator: "-")
    }
}

/// The contents, then the sections.
func sections(_ sections: [Section]) -> HTML {
    """
    <nav class="contents" aria-label="Contents"><ul>
    \(sections.map(\.entry))
    </ul></nav>
    \(sections.map(\.html))
    """
}
