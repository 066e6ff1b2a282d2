// From any grey picture to a digit in MNIST's form: the functions of include/mnist37.h, and the steps in their order.

import CMNIST37

@implementation @_cdecl("mnist37_frame_scratch")
public func mnist37_frame_scratch(_ width: Int, _ height: Int) -> Int {
    guard isFramed(width, height) else { return 0 }
    let size = workingSize(width, height)
    return WorkingPicture.scratchSize(size.width, size.height)
}

@implementation @_cdecl("mnist37_frame")
public func mnist37_frame(
    _ grey: UnsafePointer<UInt8>!, _ width: Int, _ height: Int, _ stride: Int, _ ink: Int32,
    _ scratch: UnsafeMutableRawPointer!, _ scratchSize: Int, _ form: UnsafeMutablePointer<UInt8>!
) -> mnist37_status {
    guard let grey, let scratch, let form else { return MNIST37_ERROR_NULL }
    guard isFramed(width, height), stride >= width, !stride.multipliedReportingOverflow(by: height).overflow else {
        return MNIST37_ERROR_PICTURE_SIZE
    }
    guard ink == MNIST37_INK_DECIDE || ink == MNIST37_INK_DARK || ink == MNIST37_INK_LIGHT else {
        return MNIST37_ERROR_INK
    }
    // No object is larger than half of the address space: what is comes here as a negative number.
    guard scratchSize < 0 || scratchSize >= mnist37_frame_scratch(width, height) else {
        return MNIST37_ERROR_FRAME_SCRATCH
    }
    let picture = GreyPicture(pixels: grey, width: width, height: height, stride: stride)
    return picture.frame(ink, scratch, to: form)
}

/// Whether a picture has a size that framing takes.
private func isFramed(_ width: Int, _ height: Int) -> Bool {
    width > 0 && height > 0 && width <= GreyPicture.largestSide && height <= GreyPicture.largestSide
        && height <= GreyPicture.mostPixels / width
}

extension GreyPicture {
    /// - Parameters:
    ///   - ink: which side is ink.
    ///   - scratch: `scratchSize` bytes for this picture's working size.
    ///   - form: (784).
    fileprivate func frame(
        _ ink: Int32, _ scratch: UnsafeMutableRawPointer, to form: UnsafeMutablePointer<UInt8>
    ) -> mnist37_status {
        if ink != MNIST37_INK_DARK, hasMNISTForm(invertedBy: 0) {
            copy(to: form, invertedBy: 0)
            return MNIST37_OK
        }
        if ink != MNIST37_INK_LIGHT, hasMNISTForm(invertedBy: 255) {
            copy(to: form, invertedBy: 255)
            return MNIST37_OK
        }
        guard var view = look(ink, in: scratch, isSmall: max(width, height) <= 20) else {
            return isMostlyInk(ink) ? MNIST37_ERROR_ONLY_INK : MNIST37_ERROR_NO_INK
        }
        // What is small in the whole picture is seen better alone; if not, the first look has to do.
        if let near = part(around: view.digit.box, in: view.picture) {
            guard
                let best = near.look(view.ink, in: scratch, isSmall: false)
                    ?? look(view.ink, in: scratch, isSmall: false)
            else { return MNIST37_ERROR_NO_INK }
            view = best
        }
        view.picture.measureInk(view.digit.levels)
        view.picture.scale(view.digit.box, to: form)
        return MNIST37_OK
    }

    /// The picture reduced, and the digit that was found in it.
    private struct View {
        let picture: WorkingPicture
        let digit: Digit
        /// MNIST37_INK_DARK or MNIST37_INK_LIGHT.
        let ink: Int32
    }

    /// - Parameter isSmall: the picture has too few pixels to find a ground in.
    @inline(never)
    private func look(_ ink: Int32, in scratch: UnsafeMutableRawPointer, isSmall: Bool) -> View? {
        let size = workingSize(width, height)
        let picture = WorkingPicture(width: size.width, height: size.height, in: scratch)
        picture.reduce(self)
        let isClean = isSmall || picture.isDrawing
        var side = ink
        if ink == MNIST37_INK_DECIDE {
            if isClean {
                side = picture.isDarkOnLight ? MNIST37_INK_DARK : MNIST37_INK_LIGHT
            } else {
                picture.invert()
                picture.measureDepthFromLocalGround()
                let light = picture.strokeStrength()
                picture.invert()
                picture.measureDepthFromLocalGround()
                side = picture.strokeStrength() >= light ? MNIST37_INK_DARK : MNIST37_INK_LIGHT
            }
        }
        if side == MNIST37_INK_LIGHT { picture.invert() }
        if isClean {
            picture.measureDepthFromBrightest()
        } else if ink != MNIST37_INK_DECIDE || side == MNIST37_INK_LIGHT {
            picture.measureDepthFromLocalGround()
        }
        return picture.findDigit(isClean: isClean).map { View(picture: picture, digit: $0, ink: side) }
    }

    /// Whether most of a picture without a digit is on the side of ink, which is the dark one when nothing else was said.
    private func isMostlyInk(_ ink: Int32) -> Bool {
        // Safe: at most 2^31 pixels, of which each counts one.
        var light = 0
        for row in 0..<height {
            for column in 0..<width where pixels[row &* stride &+ column] >= 128 { light &+= 1 }
        }
        return (2 &* light < width &* height) == (ink != MNIST37_INK_LIGHT)
    }

    /// The part around a box of the reduced picture, with half of its longest side on each side, when the box is so small
    /// that reducing has cost it detail.
    private func part(around box: Box, in working: WorkingPicture) -> GreyPicture? {
        guard working.width < width || working.height < height, 4 &* box.longestSide <= longestWorkingSide else {
            return nil
        }
        let margin = box.longestSide / 2 &+ 1
        func edge(_ place: Int, _ reduced: Int, _ side: Int) -> Int { max(0, min(reduced, place)) &* side / reduced }
        let near = part(
            edge(Int(box.top) &- margin, working.height, height),
            edge(Int(box.bottom) &+ 1 &+ margin, working.height, height),
            edge(Int(box.left) &- margin, working.width, width),
            edge(Int(box.right) &+ 1 &+ margin, working.width, width))
        let size = workingSize(near.width, near.height)
        return size.width &* size.height <= working.count ? near : nil
    }
}

extension WorkingPicture {
    /// Whether the picture was drawn or thresholded, not taken by a camera: 30 % of its pixels are within 2 levels of the
    /// darkest or of the brightest, which are at least 64 apart.
    fileprivate var isDrawing: Bool {
        let (darkest, brightest) = extremes()
        var dark = 0, bright = 0
        for index in 0..<count {
            if Int(grey[index]) <= darkest &+ 2 { dark &+= 1 }
            if Int(grey[index]) >= brightest &- 2 { bright &+= 1 }
        }
        return brightest &- darkest >= 64 && 10 &* max(dark, bright) >= 3 &* count
    }

    /// Whether a drawing's ground is the light side: the mean greys of the whole and of its border, with the darkest as 0 and
    /// the brightest as 1, add up to 1. Along the border alone there may be a frame, which then is of the few.
    fileprivate var isDarkOnLight: Bool {
        let (darkest, brightest) = extremes()
        let range = brightest &- darkest
        var sum = 0, borderSum = 0, border = 0
        for y in 0..<height {
            for x in 0..<width {
                let light = Int(grey[y &* width &+ x]) &- darkest
                sum &+= light
                if x == 0 || y == 0 || x &+ 1 == width || y &+ 1 == height {
                    border &+= 1
                    borderSum &+= light
                }
            }
        }
        // Safe: means of at most 16,384 bytes, times 256.
        let mean = 256 &* sum / count, borderMean = 256 &* borderSum / border
        if 10 &* mean >= 7 &* 256 &* range, 10 &* borderMean <= 256 &* range { return true }
        if 10 &* mean <= 3 &* 256 &* range, 10 &* borderMean >= 9 &* 256 &* range { return false }
        return mean &+ borderMean >= 256 &* range
    }
}
