// Any bytes for the reader of weights files in Swift: it takes exactly what the format allows, and writes the same bytes again.

import CMNIST37
import TortureReference
import WeightsFile

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDecode(_ data: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let weights = Weights(decoding: bytes)
    let status = reference_status(data, size)
    // A network that needs more memory than libmnist37 has is one; one of 6 to 16 layers may be.
    let isGood = status == MNIST37_OK || status == MNIST37_ERROR_SCRATCH
    precondition(status == MNIST37_ERROR_LAYER_COUNT || isGood == (weights != nil), "status \(status)")
    guard let weights else { return 0 }
    precondition(weights.fault == nil && weights.encoded() == bytes)
    return 0
}
