import FileOutput

extension OutputError {
    /// What it makes of the whole run.
    var outcome: Outcome {
        switch self {
        case .sameFile: .wrongUsage
        case .cannotCreate: .outputNotCreated
        case .writeFailed: .outputFailed
        }
    }
}
