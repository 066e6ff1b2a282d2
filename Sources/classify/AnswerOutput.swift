import Classification
import Commands
import FileNames
import FileOutput
import Foundation
import Imaging
import MNIST37

/// What the answers come to: lines on stdout, complaints and a progress bar on stderr, files, and the exit code.
final class AnswerOutput {
    private let options: OutputOptions
    private let minimumProbability: Double
    private let model: Model
    private let names: [String]
    private let nameWidth: Int
    private let wordWidth: Int
    private let drawing: HalfBlocks
    /// nil where pictures stand below the answers: a file or a program reads a line an answer, as without pictures.
    private var rows: PictureRows?
    private var lines = LineOutput(descriptor: STDOUT_FILENO)
    private var progress: ProgressBar
    private var floats: [UInt8] = []
    /// The gravest of what happened so far.
    private(set) var outcome = Outcome.done

    init(options: OutputOptions, minimumProbability: Double, model: Model, sources: [PictureSource]) {
        self.options = options
        self.model = model
        self.minimumProbability = minimumProbability
        names = sources.map(\.name)
        nameWidth = names.map(\.visible.count).max() ?? 0
        progress = ProgressBar(total: sources.count)
        let words = [model.classNames.first, model.classNames.second] + (minimumProbability > 0.5 ? ["unsure"] : [])
        wordWidth = words.map(\.visible.count).max() ?? 0
        drawing = HalfBlocks(
            options.color, environment: ProcessInfo.processInfo.environment, isTerminal: isatty(STDOUT_FILENO) == 1)
        if options.show, drawing.color != .none {
            rows = PictureRows(
                columns: terminalColumns(of: STDOUT_FILENO), pictureWidth: Model.side,
                longestCaption: max(nameWidth, wordWidth, "neither".count))
        }
    }

    /// Takes the next answer.
    ///
    /// - Returns: whether to go on: false once stdout cannot be written.
    func add(_ index: Int, _ result: Result<Answer, ClassificationError>) -> Bool {
        switch result {
        case .success(let answer): add(answer, name: names[index])
        case .failure(let error): add(error)
        }
        // The bar and the lines may share a terminal: lines are written while the bar is away.
        if progress.isDue(index + 1) || lines.isFull {
            progress.clear()
            flush()
            progress.draw(index + 1)
        }
        return outcome != .outputFailed
    }

    /// Writes what is left. Where no picture has an answer, a file that was there before stays.
    func finish() {
        progress.clear()
        endRow()
        flush()
        if let file = options.saveFloats, !floats.isEmpty { save(floats, to: file) }
    }

    private func add(_ answer: Answer, name: String) {
        let prediction = answer.prediction
        let isNeither = prediction.isNeither && !options.any
        let isUnsure = !isNeither && Double(prediction.probability) < minimumProbability
        if isUnsure { record(.unsure) }
        let className = model.className(of: prediction)
        if options.json {
            lines.add(JSONLine.answer(prediction, file: name, className: isUnsure || isNeither ? nil : className))
        } else {
            let word = isNeither ? "neither" : isUnsure ? "unsure" : className.visible
            let probability = isNeither ? 1 - prediction.known : prediction.probability
            add([word, String(format: "%.4f", probability)], name: name.visible, pixels: answer.pixels)
        }
        if options.saveFloats != nil {
            for pixel in answer.pixels {
                withUnsafeBytes(of: (Float(pixel) / 255).bitPattern.littleEndian) { floats += $0 }
            }
        }
        if let file = options.saveNormalized { saveNormalized(answer.pixels, to: file) }
    }

    /// - Parameter answer: a word and a probability.
    private func add(_ answer: [String], name: String, pixels: [UInt8]) {
        let picture = options.show ? drawing.picture(pixels, side: Model.side) : []
        if rows != nil {
            // A blank line between the rows.
            if let row = rows?.add(picture, name: name, answer: answer) { lines.add(row + "\n") }
            return
        }
        let widths = [nameWidth, wordWidth, 0]
        lines.add(
            zip([name] + answer, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
                .joined(separator: "  "))
        picture.forEach { lines.add($0) }
    }

    private func endRow() {
        if let row = rows?.endRow() { lines.add(row) }
    }

    private func add(_ error: ClassificationError) {
        endRow()
        if options.json { lines.add(JSONLine.failure("\(error)", file: error.file)) }
        progress.clear()
        flush()
        complain("\(error)")
        record(error.isMissingInput ? .missingInput : .badData)
    }

    private func saveNormalized(_ pixels: [UInt8], to file: String) {
        let side = Model.side
        guard let image = GrayImage(width: side, height: side, pixels: pixels) else { return }
        do throws(ImageError) {
            save(try image.png(file: file), to: file)
        } catch {
            complain("\(error)")
            record(.outputFailed)
        }
    }

    private func save(_ bytes: [UInt8], to file: String) {
        do throws(OutputError) {
            try AtomicFile.write(bytes, to: file)
        } catch {
            complain("\(error)")
            record(error.outcome)
        }
    }

    private func flush() {
        guard let reason = lines.flush() else { return }
        if outcome != .outputFailed { complain("standard output: cannot be written: \(reason)") }
        record(.outputFailed)
    }

    private func record(_ outcome: Outcome) {
        self.outcome = max(self.outcome, outcome)
    }
}

/// How a run ended, gravest last.
enum Outcome: Int, Comparable {
    case done, unsure, wrongUsage, missingInput, badData, outputNotCreated, outputFailed

    /// By sysexits.h; 1 for unsure.
    var exitCode: Int32 {
        switch self {
        case .done: EX_OK
        case .unsure: 1
        case .wrongUsage: EX_USAGE
        case .missingInput: EX_NOINPUT
        case .badData: EX_DATAERR
        case .outputNotCreated: EX_CANTCREAT
        case .outputFailed: EX_IOERR
        }
    }

    static func < (left: Outcome, right: Outcome) -> Bool { left.rawValue < right.rawValue }
}
