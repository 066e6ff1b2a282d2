// Checks the example outside a browser: node test.mjs FOLDER EXPECTED FRAME
// FOLDER holds mnist37.wasm and mnist37.m37; EXPECTED is the bits of the logit of a picture that is ink only; FRAME is
// Tests/Checks/frame.c, built with the library of this machine.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Ink, Model, greyOf } from './mnist37.js';

const [folder, expected, frame] = process.argv.slice(2);
const wasm = readFileSync(`${folder}/mnist37.wasm`), weights = readFileSync(`${folder}/mnist37.m37`);
const imports = WebAssembly.Module.imports(new WebAssembly.Module(wasm));
if (imports.length !== 0) throw new Error(`the module imports ${JSON.stringify(imports)}`);

const model = await Model.load(wasm, weights);
const prediction = model.predict(new Float32Array(784).fill(1));
const view = new DataView(new ArrayBuffer(4));
view.setFloat32(0, prediction.logit);
const bits = view.getUint32(0).toString(16).padStart(8, '0');
if (bits !== expected) throw new Error(`logit ${bits} instead of ${expected}`);

function same(what, found, wanted) {
    if (found !== wanted) throw new Error(`${what}: ${found} instead of ${wanted}`);
}

// The header's functions, all but mnist37_model_open, which needs a file system.
const functions = readFileSync(new URL('../../include/mnist37.h', import.meta.url), 'utf8').match(/\bmnist37_\w+(?=\()/g);
const exports = WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map(({ name }) => name);
same('the exported functions', exports.filter(name => name.startsWith('mnist37_')).sort().join(' '),
    [...new Set(functions)].filter(name => name !== 'mnist37_model_open').sort().join(' '));

// A picture of width x height, the same for the same seed: a crooked seven, or hardly anything, on shaded and grainy ground.
function drawn(width, height, seed) {
    let state = seed;
    const random = limit => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return Math.floor(state / 2 ** 32 * limit);
    };
    const [ground, ink, grain, slope] = [random(256), random(256), 1 + random(12), random(60)];
    const across = 1 + random(width), down = 1 + random(height), pen = 1 + Math.floor(Math.max(width, height) / 14);
    return Uint8Array.from({ length: width * height }, (_, index) => {
        const x = index % width, y = Math.floor(index / width);
        const stroke = (Math.abs(y - down / 4) < pen && x < across) ||
            (Math.abs(x - across + (y - down / 4) / 2) < pen && y > down / 4 && y < down);
        return Math.max(0, Math.min(255, (stroke ? ink : ground) + random(grain) - slope * x / width));
    });
}

// The reader of mnist37_info knows where its fields are.
same('what the weights say', JSON.stringify(model.info()), '{"classes":["3","7"],"tellsNeither":true}');

// Framed here and on this machine.
let pictures = 0, framed = 0;
const sizes = [[1, 1], [1, 90], [5, 3], [20, 20], [28, 28], [47, 96], [96, 96], [129, 128], [280, 280], [640, 480]];
for (const [width, height] of sizes) {
    for (const ink of Object.values(Ink)) {
        for (let seed = 1; seed <= 4; ++seed) {
            const grey = drawn(width, height, 37 * seed + pictures);
            const input = Buffer.concat([Buffer.from(`${width} ${height} ${ink}\n`), grey]);
            const native = execFileSync(frame, { input, encoding: 'utf8' }).trim();
            let here;
            try {
                here = Buffer.from(model.frame(grey, width, height, ink)).toString('hex');
                ++framed;
            } catch (error) {
                here = error.message;
            }
            same(`a picture of ${width}x${height}, ink ${ink}, seed ${seed}`, here, native);
            ++pictures;
        }
    }
}
if (framed < pictures / 3 || framed === pictures) throw new Error(`${framed} of ${pictures} pictures were framed`);
// Memory has grown by now, and the model is where it was.
same('the answer after framing', model.predictBytes(new Uint8Array(784).fill(255)).logit, prediction.logit);

// What a canvas has: opaque colours, and ink on glass, dark and bright.
same('grey', greyOf(Uint8Array.of(255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255, 77, 77, 77, 255)).join(), '76,150,29,77');
same('dark ink on glass', greyOf(Uint8Array.of(0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 51)).join(), '0,255,204');
same('bright ink on glass', greyOf(Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 0, 255, 255, 255, 51)).join(), '255,0,51');

for (const [what, act, message] of [
    ['a NaN', () => model.predict(new Float32Array(784).fill(NaN)), 'a pixel is NaN, infinite or too large'],
    ['blank paper', () => model.frame(new Uint8Array(2500).fill(200), 50, 50), 'nothing in the picture stands out as ink'],
    ['no pixels', () => model.frame(new Uint8Array(0), 0, 50),
        'the picture is too large, or its stride is less than its width'],
    ['a byte too few', () => model.frame(new Uint8Array(2499), 50, 50), '2499 bytes for 50x50 pixels'],
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
console.log(`web: ${wasm.length} bytes of WebAssembly, no imports; ${pictures} pictures framed as on this machine; ink only: ` +
    `${prediction.digit}, ${(100 * prediction.probability).toFixed(2)} % sure, logit bits ${bits}`);
