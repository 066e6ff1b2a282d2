// libmnist37 in JavaScript: the WebAssembly module and a weights file.
//
//     const model = await Model.load(wasmBytes, weightsBytes);
//     const picture = model.frame(greyOf(imageData.data), imageData.width, imageData.height);   // any picture, in MNIST's form
//     model.predictBytes(picture)   // { digit: 3, probability: 0.998, logit: 6.2, known: 1 }

// Where things lie in the module's memory, from __heap_base on: a mnist37_model, a mnist37_prediction, a picture, the weights
// file, and what mnist37_frame needs.
const MODEL_ROOM = 320, PREDICTION_ROOM = 16, PIXELS = 784, PICTURE_ROOM = 4 * PIXELS;
// mnist37_info, which takes the picture's place for a moment, and where in it are outputs and class_names.
const INFO_SIZE = 112, OUTPUTS = 16, NAMES = 80, NAME_SIZE = 16;

/** Which side of a picture's grey is ink: MNIST37_INK_... */
export const Ink = { decide: 0, dark: 1, light: 2 };

export class Model {
    /** Throws an Error with the library's own words when the bytes are no weights file. */
    static async load(wasm, weights) {
        const { instance } = await WebAssembly.instantiate(wasm);
        return new Model(instance.exports, new Uint8Array(weights));
    }

    constructor(library, weights) {
        this.library = library;
        this.model = aligned(library.__heap_base.value);
        this.prediction = this.model + MODEL_ROOM;
        this.picture = this.prediction + PREDICTION_ROOM;
        const file = this.picture + PICTURE_ROOM;
        this.end = aligned(file + weights.length);
        this.bytes(file, weights.length).set(weights);
        this.check(library.mnist37_model_init(this.model, file, weights.length));
    }

    /** What the weights file says: the names of its two classes, and whether it can tell that a picture is neither. */
    info() {
        const info = this.picture, view = new DataView(this.library.memory.buffer, info, INFO_SIZE);
        view.setUint32(0, INFO_SIZE, true);
        this.check(this.library.mnist37_model_info(this.model, info));
        return {
            classes: [this.text(info + NAMES), this.text(info + NAMES + NAME_SIZE)],
            tellsNeither: view.getUint32(OUTPUTS, true) === 2,
        };
    }

    /**
     * Finds the one digit in a picture of any size: 784 bytes in MNIST's form, 0 background to 255 ink.
     *
     * grey: width * height bytes, row by row, 0 black to 255 white; greyOf makes them of a canvas. Throws an Error with the
     * library's own words when there is nothing to find.
     */
    frame(grey, width, height, ink = Ink.decide) {
        if (grey.length !== width * height) throw new Error(`${grey.length} bytes for ${width}x${height} pixels`);
        const scratch = aligned(this.end + grey.length);
        // 0 for a picture that mnist37_frame refuses.
        const size = this.library.mnist37_frame_scratch(width, height);
        this.bytes(scratch, size);
        this.bytes(this.end, grey.length).set(grey);
        this.check(this.library.mnist37_frame(this.end, width, height, width, ink, scratch, size, this.picture));
        return this.bytes(this.picture, PIXELS).slice();
    }

    /** picture: 784 bytes in MNIST's form, row by row from the top left, 0 background to 255 ink. */
    predictBytes(picture) {
        this.bytes(this.picture, PIXELS).set(picture);
        this.check(this.library.mnist37_predict_bytes(this.model, this.picture, this.prediction));
        return this.answer();
    }

    /** pixels: 784 numbers in MNIST's form, row by row from the top left, 0 background to 1 ink. */
    predict(pixels) {
        new Float32Array(this.bytes(this.picture, PICTURE_ROOM).buffer, this.picture, PIXELS).set(pixels);
        this.check(this.library.mnist37_predict(this.model, this.picture, this.prediction));
        return this.answer();
    }

    answer() {
        const view = new DataView(this.library.memory.buffer, this.prediction);
        return {
            digit: view.getInt32(0, true), probability: view.getFloat32(4, true), logit: view.getFloat32(8, true),
            known: view.getFloat32(12, true),
        };
    }

    /** The module's memory at an address, which grows if it must. Growing takes earlier views away: ask for each use. */
    bytes(address, count) {
        const missing = address + count - this.library.memory.buffer.byteLength;
        if (missing > 0) this.library.memory.grow(Math.ceil(missing / 65536));
        return new Uint8Array(this.library.memory.buffer, address, count);
    }

    check(status) {
        if (status === 0) return;
        throw new Error(this.text(this.library.mnist37_status_text(status)));
    }

    /** The UTF-8 at an address, up to a zero. */
    text(address) {
        const bytes = new Uint8Array(this.library.memory.buffer, address);
        return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
    }
}

/**
 * The grey of a canvas's pixels, 0 black to 255 white, as classify has it: ITU-R BT.601's luma, over black where what can be
 * seen is bright on average (160 or more), else over white.
 *
 * rgba: four bytes a pixel, ImageData.data.
 */
export function greyOf(rgba) {
    const luma = (red, green, blue) => (19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16;
    let weighted = 0, weights = 0;
    for (let first = 0; first < rgba.length; first += 4) {
        weighted += rgba[first + 3] * luma(rgba[first], rgba[first + 1], rgba[first + 2]);
        weights += rgba[first + 3];
    }
    const paper = weights > 0 && weighted >= 160 * weights ? 0 : 255;
    const over = (sample, alpha) => Math.floor((alpha * sample + paper * (255 - alpha) + 127) / 255);
    const grey = new Uint8Array(rgba.length / 4);
    for (let index = 0, first = 0; index < grey.length; ++index, first += 4) {
        const alpha = rgba[first + 3];
        grey[index] = luma(over(rgba[first], alpha), over(rgba[first + 1], alpha), over(rgba[first + 2], alpha));
    }
    return grey;
}

function aligned(address) {
    return Math.ceil(address / 16) * 16;
}
