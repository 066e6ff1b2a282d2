import ArgumentParser

@main
struct Trainer: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trainer",
        abstract: "Learns to tell handwritten threes from sevens, and writes what it learned for libmnist37.",
        discussion: """
            Without --data it learns from the 800 digits that come with the package and is measured on 200 more. \
            --data names a folder in fastai's layout (train/3, train/7, valid/3, valid/7 of 28x28 PNGs) or with MNIST's \
            own files (train-images-idx3-ubyte and so on, plain or .gz).

            Exit codes: 0 done, 64 wrong usage, 65 bad data, 66 missing input, 70 the library disagrees, \
            73 output cannot be created, 74 output cannot be written.
            """,
        version: "1.0.0",
        subcommands: [
            TrainCommand.self, EvaluateCommand.self, InspectCommand.self, ExportCommand.self, ReproduceCommand.self,
        ],
        defaultSubcommand: TrainCommand.self)
}
