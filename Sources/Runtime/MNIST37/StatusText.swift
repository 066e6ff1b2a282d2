import CMNIST37

@implementation @_cdecl("mnist37_status_text")
public func mnist37_status_text(_ status: mnist37_status) -> UnsafePointer<CChar>! {
    // Safe: a literal of ASCII ends in a zero byte and lives as long as the program.
    UnsafeRawPointer(text(of: status).utf8Start).assumingMemoryBound(to: CChar.self)
}

private func text(of status: mnist37_status) -> StaticString {
    switch status {
    case MNIST37_OK: "no error"
    case MNIST37_ERROR_NULL: "a pointer argument is null"
    case MNIST37_ERROR_NOT_INITIALIZED: "the model is not initialized"
    case MNIST37_ERROR_PIXELS: "a pixel is NaN, infinite or too large"
    case MNIST37_ERROR_COUNT: "more pictures than memory can hold"
    case MNIST37_ERROR_INFO_SIZE: "the size field of the info is not sizeof(mnist37_info)"
    case MNIST37_ERROR_OPEN: "the weights file cannot be opened"
    case MNIST37_ERROR_READ: "the weights file cannot be read, or is not a regular file"
    case MNIST37_ERROR_MEMORY: "no memory for the weights file"
    case MNIST37_ERROR_BIG_ENDIAN: "this machine is big-endian; weights files are little-endian"
    case MNIST37_ERROR_ALIGNMENT: "the weights do not start at a multiple of 4 bytes"
    case MNIST37_ERROR_TRUNCATED: "the weights file is cut short"
    case MNIST37_ERROR_MAGIC: "not a weights file: its first 8 bytes are wrong"
    case MNIST37_ERROR_VERSION: "a version of the weights format that this library does not know"
    case MNIST37_ERROR_TRAILING: "the weights file is longer than it says"
    case MNIST37_ERROR_CHECKSUM: "the weights file is damaged: its checksum is wrong"
    case MNIST37_ERROR_RESERVED: "a reserved field of the weights file is not zero"
    case MNIST37_ERROR_METADATA: "the weights file has impossible metadata"
    case MNIST37_ERROR_LAYER_COUNT: "the weights file has no layer, or more than this library runs"
    case MNIST37_ERROR_LAYER_KIND: "a kind of layer that this library does not know"
    case MNIST37_ERROR_ELEMENT_TYPE: "an element type that this library does not know, or two in one file"
    case MNIST37_ERROR_ACTIVATION: "an activation that this library does not know, or that its layer cannot have"
    case MNIST37_ERROR_SHAPE: "the shape of a layer does not fit"
    case MNIST37_ERROR_LAYOUT: "a tensor of the weights file is not where it belongs"
    case MNIST37_ERROR_WEIGHT_VALUE: "a weight, bias or scale is not finite or out of its range"
    case MNIST37_ERROR_SCRATCH: "the network needs more room for its activations than this library has"
    case MNIST37_ERROR_NAME_LENGTH: "a class's name is empty, or longer than 15 bytes"
    case MNIST37_ERROR_NAME_ENCODING: "a class's name is not UTF-8, or holds a control character"
    case MNIST37_ERROR_NAMES_EQUAL: "both classes have the same name"
    case MNIST37_ERROR_NO_INK: "nothing in the picture stands out as ink"
    case MNIST37_ERROR_ONLY_INK: "the picture is nothing but ink"
    case MNIST37_ERROR_PICTURE_SIZE: "the picture is too large, or its stride is less than its width"
    case MNIST37_ERROR_FRAME_SCRATCH: "less scratch memory than mnist37_frame_scratch asks for"
    case MNIST37_ERROR_INK: "the ink is none of MNIST37_INK_*"
    default: "unknown status"
    }
}
