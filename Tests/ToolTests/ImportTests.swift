import Foundation
import TestSupport
import Testing
import Training
import WeightsFile

@testable import ForeignModels

/// `trainer import`: lines and networks of other programs become weights files, and anything else one clear error.
///
/// That PyTorch's own answers stay is what `make check-torch` tries.
@Suite struct ImportTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// A file of numpy.save.
    private func array(
        _ values: [Float], _ shape: String, type: String = "<f4", fortran: Bool = false
    ) -> [UInt8] {
        let header = "{'descr': '\(type)', 'fortran_order': \(fortran ? "True" : "False"), 'shape': (\(shape)), }\n"
        return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + bytes(values)
    }

    /// A file of safetensors.
    private func tensors(_ tensors: [(name: String, shape: [Int], values: [Float])]) -> [UInt8] {
        var entries = [#""__metadata__":{"format":"pt"}"#], data: [UInt8] = []
        for (name, shape, values) in tensors {
            let offsets = [data.count, data.count + 4 * values.count]
            entries.append(#""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":\#(offsets)}"#)
            data += bytes(values)
        }
        return file(header: "{\(entries.joined(separator: ","))}", data)
    }

    private func file(header: String, _ data: [UInt8] = []) -> [UInt8] {
        withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8) + data
    }

    private func bytes(_ values: [Float]) -> [UInt8] {
        values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
    }

    /// Numbers that tell where each went.
    private func counted(_ count: Int, from first: Int = 0) -> [Float] {
        (first..<(first + count)).map { Float($0 % 4099) / 4096 - 0.5 }
    }

    private func layers(_ content: [UInt8], _ outputs: ModelOutputs? = nil) throws -> [Weights.Layer] {
        try ForeignModel(file: folder.write(content, "model"), outputs: outputs).layers
    }

    private func line(_ weights: [Float], _ bias: Float) -> [Weights.Layer] {
        let tensors = Weights.Tensors.float32(weights: weights, biases: [bias])
        return [Weights.Layer(height: 28, width: 28, channels: 1, outputs: 1, tensors: tensors)]
    }

    @Test func arraysOfOneColumn() throws {
        let values = counted(785), expected = line(Array(values.dropLast()), values[784])
        for shape in ["785,", "785, 1", "1, 785"] { #expect(try layers(array(values, shape)) == expected) }
        let doubles = values.flatMap { value in
            withUnsafeBytes(of: Double(value).bitPattern.littleEndian) { Array($0) }
        }
        #expect(try layers(array([], "785,", type: "<f8") + doubles) == expected)
    }

    @Test func twoColumnsAreFolded() throws {
        let three = counted(785), seven = counted(785, from: 1000)
        let difference = zip(three, seven).map { $0 - $1 }
        let expected = line(Array(difference.dropLast()), difference[784])
        let interleaved = zip(three, seven).flatMap { [$0, $1] }
        #expect(try layers(array(three + seven, "2, 785")) == expected)
        #expect(try layers(array(interleaved, "785, 2")) == expected)
        #expect(try layers(array(interleaved, "2, 785", fortran: true)) == expected)
        #expect(try layers(array(seven + three, "2, 785"), .secondFirst) == expected)
        let state = [
            ("weight", [2, 784], Array(three.dropLast() + seven.dropLast())), ("bias", [2], [three[784], seven[784]]),
        ]
        #expect(try layers(tensors(state)) == expected)
    }

    /// A convolution's (outputs, channels, rows, columns) and a dense layer's (channel, row, column), told by their numbers.
    @Test(arguments: [NetworkArchitecture.convTiny, .conv]) func networks(architecture: NetworkArchitecture) throws {
        var state: [(name: String, shape: [Int], values: [Float])] = [], channels = 1, side = 28
        for (index, stage) in architecture.stages.enumerated() {
            state.append(
                ("\(2 * index).weight", [stage.outputs, channels, 3, 3], counted(stage.outputs * channels * 9)))
            state.append(("\(2 * index).bias", [stage.outputs], counted(stage.outputs, from: 7)))
            (channels, side) = (stage.outputs, (side + 1) / 2)
        }
        state.append(("9.weight", [2, channels * side * side], counted(2 * channels * side * side)))
        state.append(("9.bias", [2], [0.25, -0.5]))
        let layers = try layers(tensors(state.reversed()), .firstKnown)
        #expect(layers.count == architecture.stages.count + 1)
        #expect(Weights(layers: layers, metadata: .init()).fault == nil)
        for (layer, stage) in zip(layers, architecture.stages) {
            guard case .float32(let weights, _) = layer.tensors else { Issue.record("no float32"); return }
            #expect(layer.kind == .convolution(stage.convolution))
            for output in 0..<layer.outputs {
                for channel in 0..<layer.channels {
                    for tap in 0..<9 {
                        let theirs = (output * layer.channels + channel) * 9 + tap
                        let ours = (tap * layer.channels + channel) * layer.outputs + output
                        #expect(weights[ours] == counted(1, from: theirs)[0])
                    }
                }
            }
        }
        guard case .float32(let dense, let biases) = layers[layers.count - 1].tensors else { return }
        #expect(biases == [0.25, -0.5])
        for place in 0..<side * side {
            for channel in 0..<channels {
                #expect(dense[place * channels + channel] == counted(1, from: channel * side * side + place)[0])
            }
        }
    }

    @Test func otherFiles() throws {
        let values = counted(785), good = array(values, "785,")
        let weight = ("weight", [1, 784], Array(values.dropLast())), huge: [Float] = [.greatestFiniteMagnitude]
        let cases: [([UInt8], String)] = [
            ([], "neither an array"), (Array("PK\u{3}\u{4}".utf8), "neither an array"), (good.dropLast(), "damaged"),
            (Array(good.prefix(9)), "damaged"), (Array(good.prefix(40)), "damaged"), (good + [0], "damaged"),
            (array(values, "9223372036854775807, 785"), "damaged"), (array(values, "99999999999999999999,"), "damaged"),
            (array(values, "785,", type: "<i4"), "<i4"), (array(values, "785,", type: ">f4"), ">f4"),
            (array(counted(784), "784,"), "holds an array of shape (784)"), (array([1], ""), "holds an array"),
            (array(values.dropLast() + [.nan], "785,"), "not finite"),
            (array(huge + values.dropLast() + [-huge[0]] + values.dropLast(), "2, 785"), "not finite"),
            (tensors([weight]), "holds weight of shape (1, 784)"),
            (tensors([weight, ("bias", [2], [0, 0])]), "bias of shape (2)"),
            (file(header: "{}"), "holds"), (file(header: "{\"weight\":3}"), "damaged"), (file(header: "{"), "damaged"),
            (file(header: #"{"w":{"dtype":"F16","shape":[785],"data_offsets":[0,1570]}}"#), "F16"),
            (file(header: #"{"w":{"dtype":"F32","shape":[785],"data_offsets":[0,3140]}}"#), "bytes of w"),
            (file(header: #"{"w":{"dtype":"F32","shape":[-1],"data_offsets":[4,-4]}}"#), "bytes of w"),
            ([UInt8](repeating: 0xff, count: 8) + Array("{}".utf8), "neither an array"),
        ]
        for (content, words) in cases {
            let error = #expect(throws: ForeignModelError.self) { try layers(content) }
            #expect(error?.description.contains(words) == true, "\(words): \(error?.description ?? "")")
        }
    }

    @Test func theCommand() throws {
        let digits = try DatasetSplit.carriedDigits()
        let trained = try TrainingRun(Recipe(), on: digits).weights(metadata: .init())
        guard case .float32(let weights, let biases) = trained.layers[0].tensors else { return }
        let input = try folder.write(array(weights + biases, "785,"), "line.npy"), output = folder.path("line.m37")
        let outcome = try run("trainer", ["import", input, "--output", output])
        #expect(outcome.status == 0 && outcome.errors == "", "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("imported: a line, 1 output\n"))
        #expect(outcome.output.contains("libmnist37 agrees on all \(digits.validation.count)"))
        let imported = Weights(decoding: [UInt8](try Data(contentsOf: URL(fileURLWithPath: output))))
        #expect(imported?.layers == trained.layers && imported?.metadata.validationErrors ?? 99 < 20)
        let negative = try folder.write(array((weights + biases).map { -$0 }, "785,"), "negative.npy")
        let exchanged = try run("trainer", ["import", negative, "-o", folder.path("x.m37"), "--format", "i8"])
        #expect(exchanged.status == 0 && exchanged.output.contains("may be exchanged"))
        let error = "--outputs is for two"
        for (arguments, status, words) in [
            ([], 64, "Missing expected argument"), ([input, "--outputs", "three"], 64, "first,known"),
            (["/nowhere.npy"], 66, "No such file"), ([input, "--outputs", "first,known"], 65, error),
            ([input, "-o", input], 64, "are one file"), ([input, "-o", "/nowhere/a.m37"], 73, "cannot be created"),
        ] as [([String], Int32, String)] {
            let outcome = try run("trainer", ["import"] + arguments, in: folder.url)
            #expect(outcome.status == status && outcome.errors.contains(words), "\(arguments): \(outcome.errors)")
        }
    }
}
