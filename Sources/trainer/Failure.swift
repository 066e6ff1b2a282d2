import WeightsFile
import ArgumentParser
import Commands
import FileInput
import FileOutput
import Foundation
import MNIST37
import Training

/// The trainer's predictions and the library's differ.
struct Disagreement: Error, CustomStringConvertible {
    let file: String
    let differing: Int
    let compared: Int

    var description: String {
        "\(file): not written: libmnist37 answers differently from the trainer for \(differing) of \(compared) pictures"
    }
}

/// Trained weights that are none that the format allows.
struct UnusableWeights: Error, CustomStringConvertible {
    let file: String
    let fault: Weights.Fault

    var description: String { "\(file): not written: \(fault); train with a lower learning rate" }
}

/// Others are to be told, and there are none to learn from.
struct MissingOthers: Error, CustomStringConvertible {
    let folder: String

    var description: String {
        "\(folder): no pictures of neither class; put some into train/other, or train with --no-known"
    }
}

/// Weights to start from that are not of the model that is to be trained.
struct UnsuitableInitialWeights: Error, CustomStringConvertible {
    let file: String
    let model: ModelKind
    let loss: Loss

    var description: String {
        guard model == .linear else {
            return "\(file): not a float32 \(model.rawValue) network; train from it with the --model that it is of"
        }
        return "\(file): not a linear model of \(loss.columns) column\(loss.columns == 1 ? "" : "s"), "
            + "which the loss \(loss.rawValue) needs"
    }
}

/// Runs the work of a command; prints a failure as one line on stderr and ends with its exit code (sysexits).
func reportingFailures(_ work: () throws -> Void) throws {
    do {
        try work()
        // What print() left in its buffer; a full disk or a closed stream shows only now.
        guard fflush(nil) == 0 else {
            throw OutputError.writeFailed(file: "standard output", reason: String(cString: strerror(errno)))
        }
    } catch let code as ExitCode {
        throw code
    } catch {
        complain("\(error)")
        throw ExitCode(exitCode(for: error))
    }
}

private func exitCode(for error: Error) -> Int32 {
    switch error {
    case DatasetError.missingFolder, DatasetError.carriedDigitsMissing: EX_NOINPUT
    case DatasetError.unreadable, InputError.unreadable: EX_NOINPUT
    case DatasetError.picture(.unreadable): EX_NOINPUT
    case let error as ModelError: error.isMissingInput ? EX_NOINPUT : EX_DATAERR
    case OutputError.sameFile: EX_USAGE
    case OutputError.cannotCreate: EX_CANTCREAT
    case OutputError.writeFailed: EX_IOERR
    case is Disagreement: EX_SOFTWARE
    default: EX_DATAERR
    }
}
