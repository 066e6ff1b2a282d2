import ArgumentParser
import Commands

@main
struct Trainer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: toolName,
        abstract: """
            Learns to tell handwritten threes from sevens, or any two kinds of small pictures, and writes what it learned for \
            libmnist37.
            """,
        usage: """
            \(toolName) [train] [<options>]
            \(toolName) <subcommand> [<options>]
            """,
        discussion: """
            Without --data it learns from the 800 digits that come with the package and is measured on 200 more. \
            --data names a folder in fastai's layout (train/3, train/7, valid/3, valid/7 of PNGs) or with MNIST's own files \
            (train-images-idx3-ubyte and so on, plain or .gz). Two folders of other names are two other classes: \
            train/tick and train/cross; what is in train/other is neither. Without valid every fifth picture is held out to \
            measure on. PNGs may have any size: they are framed as classify does.

            Exit codes: 0 done, 64 wrong usage, 65 bad data, 66 missing input, 70 the library disagrees, \
            73 output cannot be created, 74 output cannot be written.
            """,
        version: "1.0.0",
        subcommands: [
            TrainCommand.self, EvaluateCommand.self, InspectCommand.self, ExportCommand.self, ImportCommand.self,
            ReproduceCommand.self,
        ],
        defaultSubcommand: TrainCommand.self)

    static func main() {
        do {
            var command = try parseAsRoot(programArguments())
            // A command knows how it is used, but not whose it is.
            let type = type(of: command), name = type.configuration.commandName ?? ""
            do { try command.run() } catch {
                type.end(with: error) { complete($0).replacing("See '\(name) ", with: "See '\(toolName) \(name) ") }
            }
        } catch {
            end(with: error, edit: complete)
        }
    }

    /// The trainer's own help text with the options of its default command; other texts as they are.
    private static func complete(_ text: String) -> String {
        text == helpMessage() ? text + "\n\n" + trainOptions : text
    }

    /// The options of the default command, which ArgumentParser lists for `trainer train` only.
    private static var trainOptions: String {
        let lines = TrainCommand.helpMessage().split(separator: "\n", omittingEmptySubsequences: false)
        return (["OPTIONS OF train:"] + lines.drop { $0 != "OPTIONS:" }.dropFirst()).joined(separator: "\n")
    }
}
