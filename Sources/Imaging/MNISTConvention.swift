/// How MNIST frames a digit, and the test whether a picture is framed like that already.
///
/// "The original black and white (bilevel) images from NIST were size normalized to fit in a 20x20 pixel box while
/// preserving their aspect ratio. The resulting images contain grey levels as a result of the anti-aliasing technique
/// used by the normalization algorithm. The images were centered in a 28x28 image by computing the center of mass of the
/// pixels, and translating the image so as to position this point at the center of the 28x28 field" (Y. LeCun, C. Cortes
/// and C. Burges, The MNIST database).
///
/// Measured on the 14,434 threes and sevens of fastai's MNIST_SAMPLE: pixels are 0 in the background; the box of all
/// other pixels is 20 pixels long on its longer side (19 in 15 pictures); the brightest pixel is 254 or 255; and the
/// centre of mass, with the first pixel's centre at 0, is in 13.5..<14.5 both down and across: whole pixels were shifted,
/// and the centre that MNIST means is that of pixel 14, half a pixel below and to the right of the middle of the field.
public enum MNISTConvention {
    /// Rows and columns of a picture.
    public static let side = 28
    /// The longer side of the digit's box, in pixels.
    public static let boxSide = 20
    /// Where the centre of mass is, down and across, with the first pixel's centre at 0.
    public static let center = 14

    /// Whether the picture is framed as all of MNIST is: 28x28; box 19 or 20 long; brightest pixel at least 254; centre
    /// of mass in 13.5..<14.5 both ways.
    ///
    /// A picture of dark ink on white never is, for its box is the whole field; nor is a drawing that merely has 28x28
    /// pixels, unless it has MNIST's size and position.
    public static func holds(for image: GrayImage) -> Bool {
        guard image.width == side, image.height == side else { return false }
        var mass = 0, momentDown = 0, momentAcross = 0, brightest: UInt8 = 0
        var top = side, bottom = -1, left = side, right = -1
        image.pixels.withUnsafeBufferPointer { pixels in
            for row in 0..<side {
                for column in 0..<side {
                    let pixel = pixels[row * side + column]
                    guard pixel > 0 else { continue }
                    mass += Int(pixel)
                    momentDown += Int(pixel) * row
                    momentAcross += Int(pixel) * column
                    brightest = max(brightest, pixel)
                    top = min(top, row)
                    bottom = row
                    left = min(left, column)
                    right = max(right, column)
                }
            }
        }
        let length = max(bottom - top, right - left) + 1
        return brightest >= 254 && (19...20).contains(length)
            && isCentered(momentDown, mass) && isCentered(momentAcross, mass)
    }

    /// 13.5 <= moment / mass < 14.5, in integers.
    private static func isCentered(_ moment: Int, _ mass: Int) -> Bool {
        (27 * mass..<29 * mass).contains(2 * moment)
    }
}
