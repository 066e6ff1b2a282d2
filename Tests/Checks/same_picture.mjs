// What the browser's example answers, in the words of examples/c/classify_pgm.c: node same_picture.mjs WASM WEIGHTS PGM...
// The grey of each PGM, whose header is of three lines, is laid out as a canvas has it.
import { readFileSync } from 'node:fs';
import { Model, greyOf } from '../../examples/web/mnist37.js';

const [wasm, weights, ...pictures] = process.argv.slice(2);
const model = await Model.load(readFileSync(wasm), readFileSync(weights));

function bits(value) {
    const view = new DataView(new ArrayBuffer(4));
    view.setFloat32(0, value);
    return view.getUint32(0).toString(16).padStart(8, '0');
}

for (const path of pictures) {
    const file = readFileSync(path);
    const [header, width, height] = file.toString('latin1').match(/^P5\n(\d+) (\d+)\n255\n/);
    const rgba = new Uint8ClampedArray(4 * width * height);
    file.subarray(header.length).forEach((grey, index) => rgba.set([grey, grey, grey, 255], 4 * index));
    const { digit, probability, logit, known } = model.predictBytes(model.frame(greyOf(rgba), +width, +height));
    const answer = known < 0.5 ? `neither  ${(1 - known).toFixed(4)}` : `${digit}  ${probability.toFixed(4)}`;
    console.log(`${answer}  (bits: logit ${bits(logit)}, probability ${bits(probability)}, known ${bits(known)})`);
}
