import ArgumentParser

@main
struct Classify: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classify", abstract: "Says whether a handwritten digit is a three or a seven.")

    func run() throws {}
}
