// Links with libmnist37.a as a normal Swift program that uses Foundation: the archive's own Embedded Swift must not get
// in the way of Swift's runtime. Prints what program.c prints.
import CMNIST37
import Foundation

/// A class, an existential, an array and JSON: reference counting, allocation, metadata and Foundation at work.
final class Answer: Codable, CustomStringConvertible {
    var digit: Int32 = 0
    var bits: [UInt32] = []
    var description: String { String(format: "%d %08x", digit, bits[0]) }
}

var model = mnist37_model()
guard mnist37_model_open(&model, CommandLine.arguments[1]) == MNIST37_OK else { exit(1) }
var prediction = mnist37_prediction()
guard mnist37_predict(&model, [Float](repeating: 1, count: 784), &prediction) == MNIST37_OK else { exit(2) }
mnist37_model_close(&model)
let answer = Answer()
answer.digit = prediction.digit
answer.bits = [prediction.logit.bitPattern]
let copy: any CustomStringConvertible = try JSONDecoder().decode(Answer.self, from: try JSONEncoder().encode(answer))
print(copy)
