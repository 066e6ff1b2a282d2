// Classifies three pictures on a Cortex-M4 with FPU, in Embedded Swift, by the Swift API. It prints the bits that
// ../firmware prints in C, and every laptop.
import Board
import MNIST37

@main struct Firmware {
    static func main() {
        do throws(ModelError) {
            let model = try Model.convTinyInt8()
            print("bytes of heap: ", terminator: "")
            print(heap_bytes())
            classify("three", pixels(three), model)
            classify("seven", pixels(seven), model)
            classify("zero", pixels(zero), model)
        } catch {
            print("no model: status ", terminator: "")
            print(error.status)
        }
    }

    static func classify(_ name: StaticString, _ picture: [UInt8], _ model: Model) {
        print(name, terminator: ": ")
        guard let prediction = try? model.predict(picture) else { return print("no answer") }
        if prediction.isNeither { print("neither", terminator: "") } else { print(prediction.digit, terminator: "") }
        print(" (bits: logit ", terminator: "")
        printHexadecimal(prediction.logit.bitPattern)
        print(", probability ", terminator: "")
        printHexadecimal(prediction.probability.bitPattern)
        print(", known ", terminator: "")
        printHexadecimal(prediction.known.bitPattern)
        print(")")
    }

    /// An array of C, which Swift sees as a tuple.
    static func pixels<Tuple>(_ tuple: Tuple) -> [UInt8] { withUnsafeBytes(of: tuple) { Array($0) } }

    /// Eight digits. A float in decimal would cost 18 KB of code.
    static func printHexadecimal(_ value: UInt32) {
        for shift in stride(from: UInt32(28), through: 0, by: -4) {
            let digit = Int32(truncatingIfNeeded: value >> shift & 15)
            _ = putchar(digit < 10 ? 48 + digit : 87 + digit)
        }
    }
}
