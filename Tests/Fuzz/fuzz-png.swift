// Any bytes as a picture's file, read as classify and the trainer read one: the pixels are those that reference_png.c
// makes of it, the picture survives being written and read again, and it is framed, or has no ink or no background.

import Foundation
import FuzzInput
import FuzzPNG
import Imaging
import MNIST37

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPNG(_ data: UnsafePointer<UInt8>, _ size: Int) -> Int32 {
    let expected = reference_png(data, size)
    defer { free(expected.pixels) }
    do {
        let name = inputFile(UnsafeBufferPointer(start: data, count: size))
        let image = try GrayImage(png: PictureFile.bytes(of: name), file: name)
        precondition(image.pixels.count == image.width * image.height)
        if let pixels = expected.pixels { compare(image, expected, pixels) }
        if image.pixels.count < 1 << 16 {
            let again = try GrayImage(png: image.png(file: "again"), file: "again")
            precondition(image == again)
        }
        let form = try framed(image.pixels, width: image.width, height: image.height, ink: .auto)
        precondition(form.count == 784)
    } catch ImageError.tooLarge, ImageError.surplus, FramingError.noInk, FramingError.onlyInk {
    } catch let error as ImageError {
        precondition(expected.pixels == nil, "\(error), but libpng reads it")
    } catch {
        preconditionFailure("\(error)")
    }
    return 0
}

private func compare(_ image: GrayImage, _ expected: reference_picture, _ pixels: UnsafePointer<UInt8>) {
    precondition(image.width == expected.width && image.height == expected.height)
    for (index, pixel) in image.pixels.enumerated() {
        let difference = abs(Int32(pixel) - Int32(pixels[index]))
        precondition(difference <= expected.tolerance, "pixel \(index): \(pixel), expected \(pixels[index])")
    }
}
