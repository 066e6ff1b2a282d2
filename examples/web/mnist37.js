// libmnist37 in JavaScript: the WebAssembly module, a weights file, and pictures of 784 floats.
//
//     const model = await Model.load(wasmBytes, weightsBytes);
//     model.predict(pixels)   // { digit: 3, probability: 0.998, logit: 6.2, known: 1 }

// Where things lie in the module's memory, from __heap_base on: a mnist37_model, a mnist37_prediction, a picture, and the
// weights file.
const MODEL_ROOM = 320, PREDICTION_ROOM = 16, PICTURE_ROOM = 4 * 784;

export class Model {
    /** Throws an Error with the library's own words when the bytes are no weights file. */
    static async load(wasm, weights) {
        const { instance } = await WebAssembly.instantiate(wasm);
        return new Model(instance.exports, new Uint8Array(weights));
    }

    constructor(library, weights) {
        this.library = library;
        this.model = (library.__heap_base.value + 15) & ~15;
        this.prediction = this.model + MODEL_ROOM;
        this.picture = this.prediction + PREDICTION_ROOM;
        const file = this.picture + PICTURE_ROOM;
        const missing = file + weights.length - library.memory.buffer.byteLength;
        if (missing > 0) library.memory.grow(Math.ceil(missing / 65536));
        new Uint8Array(library.memory.buffer, file, weights.length).set(weights);
        this.check(library.mnist37_model_init(this.model, file, weights.length));
    }

    /** pixels: 784 numbers, row by row from the top left, 0 background to 1 ink. */
    predict(pixels) {
        new Float32Array(this.library.memory.buffer, this.picture, 784).set(pixels);
        this.check(this.library.mnist37_predict(this.model, this.picture, this.prediction));
        const view = new DataView(this.library.memory.buffer, this.prediction);
        return {
            digit: view.getInt32(0, true), probability: view.getFloat32(4, true), logit: view.getFloat32(8, true),
            known: view.getFloat32(12, true),
        };
    }

    check(status) {
        if (status === 0) return;
        const bytes = new Uint8Array(this.library.memory.buffer, this.library.mnist37_status_text(status));
        throw new Error(new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0))));
    }
}
