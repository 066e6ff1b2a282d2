/// Pictures side by side in a terminal, each with its answer beside it, as many in a row as fit.
struct PictureRows {
    /// A picture and what is said of it.
    private struct Cell {
        let picture: [String]
        let caption: [String]
    }

    /// Columns that a caption takes; a longer line goes on below.
    private let captionWidth: Int
    private let cellsInRow: Int
    private let pictureWidth: Int
    private var cells: [Cell] = []

    private static let gap = 2
    /// Names beyond this go on in a second line where more pictures fit in a row by that: two in 109 columns.
    private static let widestCaption = 24

    /// - Parameters:
    ///   - columns: of the terminal. The last stays free, in which some terminals begin the next line.
    ///   - pictureWidth: columns of a picture.
    ///   - longestCaption: columns of the longest line of any caption.
    init(columns: Int, pictureWidth: Int, longestCaption: Int) {
        self.pictureWidth = pictureWidth
        let room = columns - 1 + Self.gap, picture = pictureWidth + 1 + Self.gap
        cellsInRow = max(1, room / (picture + min(longestCaption, Self.widestCaption)))
        captionWidth = max(1, min(longestCaption, room / cellsInRow - picture))
    }

    /// Takes the next picture.
    ///
    /// - Parameters:
    ///   - picture: its lines.
    ///   - name: the caption's first line, wrapped where it is too long.
    ///   - answer: the lines below it.
    /// - Returns: the row that is full now, if one is.
    mutating func add(_ picture: [String], name: String, answer: [String]) -> String? {
        cells.append(Cell(picture: picture, caption: pieces(name) + answer))
        return cells.count == cellsInRow ? endRow() : nil
    }

    /// - Returns: what the row holds so far; nil when that is nothing.
    mutating func endRow() -> String? {
        guard !cells.isEmpty else { return nil }
        defer { cells.removeAll() }
        let height = cells.map { max($0.picture.count, $0.caption.count) }.max() ?? 0
        return (0..<height).map { line in
            var text = ""
            for (index, cell) in cells.enumerated() {
                let first = max(0, (cell.picture.count - cell.caption.count) / 2), words = line - first
                let caption = cell.caption.indices.contains(words) ? cell.caption[words] : ""
                text += line < cell.picture.count ? cell.picture[line] : String(repeating: " ", count: pictureWidth)
                let isLast = index == cells.count - 1
                let padding = isLast ? 0 : max(0, captionWidth - caption.count) + Self.gap
                text += isLast && caption.isEmpty ? "" : " " + caption + String(repeating: " ", count: padding)
            }
            return text
        }.joined(separator: "\n")
    }

    private func pieces(_ line: String) -> [String] {
        stride(from: 0, to: max(line.count, 1), by: captionWidth).map {
            String(line.dropFirst($0).prefix(captionWidth))
        }
    }
}
