// Checks the example outside a browser: node test.mjs FOLDER EXPECTED
// FOLDER holds mnist37.wasm and mnist37.m37; EXPECTED is the bits of the logit of a picture that is ink only.
import { readFileSync } from 'node:fs';
import { Model } from './mnist37.js';

const [folder, expected] = process.argv.slice(2);
const wasm = readFileSync(`${folder}/mnist37.wasm`), weights = readFileSync(`${folder}/mnist37.m37`);
const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
if (imports.length !== 0) throw new Error(`the module imports ${JSON.stringify(imports)}`);

const model = await Model.load(wasm, weights);
const prediction = model.predict(new Float32Array(784).fill(1));
const view = new DataView(new ArrayBuffer(4));
view.setFloat32(0, prediction.logit);
const bits = view.getUint32(0).toString(16).padStart(8, '0');
if (bits !== expected) throw new Error(`logit ${bits} instead of ${expected}`);

for (const [what, act, message] of [
    ['a NaN', () => model.predict(new Float32Array(784).fill(NaN)), 'a pixel is NaN, infinite or too large'],
    ['half a file', () => Model.load(wasm, weights.subarray(0, 1000)), 'the weights file is cut short'],
]) {
    try {
        await act();
    } catch (error) {
        if (error.message === message) continue;
        throw error;
    }
    throw new Error(`${what} was not refused`);
}
console.log(`web: ${wasm.length} bytes of WebAssembly, no imports; ink only: ${prediction.digit}, ` +
    `${(100 * prediction.probability).toFixed(2)} % sure, logit bits ${bits}`);
