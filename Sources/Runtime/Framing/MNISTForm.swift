// MNIST's form, and the test whether a picture has it already.
//
// "The original black and white (bilevel) images from NIST were size normalized to fit in a 20x20 pixel box while
// preserving their aspect ratio. The resulting images contain grey levels as a result of the anti-aliasing technique
// used by the normalization algorithm. The images were centered in a 28x28 image by computing the center of mass of the
// pixels, and translating the image so as to position this point at the center of the 28x28 field" (Y. LeCun, C. Cortes
// and C. Burges, The MNIST database).

/// Rows and columns of a picture in MNIST's form, and the longer side of a digit in it.
var formSide: Int { 28 }
var formBoxSide: Int { 20 }

extension GreyPicture {
    /// Whether the picture, or its inverse, has MNIST's form: 28x28; the box of all pixels that are not 0 is 19 or 20
    /// long on its longer side; the brightest pixel is 254 or 255; the centre of mass is in 13.5..<14.5 both ways, with
    /// the first pixel's centre at 0. All 14,434 threes and sevens of fastai's MNIST_SAMPLE have it.
    ///
    /// - Parameter mask: 0 for the picture as it is, 255 for its inverse.
    func hasMNISTForm(invertedBy mask: UInt8) -> Bool {
        guard width == formSide, height == formSide else { return false }
        var mass = 0, momentDown = 0, momentAcross = 0
        var brightest: UInt8 = 0
        var top = formSide, bottom = 0, left = formSide, right = 0
        for row in 0..<formSide {
            for column in 0..<formSide {
                let pixel = pixels[row &* stride &+ column] ^ mask
                if pixel == 0 { continue }
                mass &+= Int(pixel)
                momentDown &+= Int(pixel) &* row
                momentAcross &+= Int(pixel) &* column
                brightest = max(brightest, pixel)
                top = min(top, row)
                bottom = row
                left = min(left, column)
                right = max(right, column)
            }
        }
        let longest = max(bottom &- top, right &- left) &+ 1
        return brightest >= 254 && (longest == formBoxSide || longest == formBoxSide &- 1)
            && isCentred(momentDown, mass) && isCentred(momentAcross, mass)
    }

    /// Copies a picture of 28x28, or its inverse.
    func copy(to form: UnsafeMutablePointer<UInt8>, invertedBy mask: UInt8) {
        for row in 0..<formSide {
            for column in 0..<formSide {
                form[row &* formSide &+ column] = pixels[row &* stride &+ column] ^ mask
            }
        }
    }
}

/// 13.5 <= moment / mass < 14.5, in integers.
private func isCentred(_ moment: Int, _ mass: Int) -> Bool {
    2 &* moment >= 27 &* mass && 2 &* moment < 29 &* mass
}
