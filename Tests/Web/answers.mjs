// What the page answers: drawings of many shapes, the same bits as the native library, and why.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Ink, Model, greyOf } from '../../examples/web/mnist37.js';
import { evidence } from '../../examples/web/evidence.js';
import { OTHERS, SEVENS, THREES, draw, placed } from './drawings.mjs';
import { answerOf, bitsOf, native, predictionOf, press, rest, rgbaOf, wordsOf } from './page.mjs';

export async function tellsDrawingsWithTheBitsOfTheNativeLibrary({ fromFolder, with: open, weights, program }) {
    const small = Object.fromEntries(Object.entries({ three: THREES.round, seven: SEVENS.plain })
        .map(([name, strokes]) => [`a small ${name}`, placed(strokes, 0.45, 0.5, 0.08)]));
    const kinds = [
        ['three', { ...THREES, small: small['a small three'] }], ['seven', { ...SEVENS, small: small['a small seven'] }],
        ['neither', { ...OTHERS, dot: [[[0.5, 0.5]]] }],
    ];
    let count = 0;
    await open(fromFolder, {}, async page => {
        await page.until('document.getElementById("answer").className === "three"');
        for (const [kind, drawings] of kinds) {
            for (const [shape, strokes] of Object.entries(drawings)) {
                await press(page, 'clear');
                await draw(page, strokes);
                await rest(page);
                assert.equal(await answerOf(page), kind, `${kind}, ${shape}`);
                await isNative(page, weights, program, `${kind}, ${shape}`);
                ++count;
            }
        }
    });
    return `${count} drawings`;
}

/** What the page says is what the native library makes of the same grey. */
async function isNative(page, weights, program, what) {
    const grey = greyOf(await rgbaOf(page, 'scan')), { picture, answer } = native(program, weights, grey, 280, Ink.dark);
    assert(grey.some(value => value < 128), `${what}: nothing was drawn`);
    assert.equal(bitsOf(await predictionOf(page)), answer, what);
    // Red goes from 11, the picture's ground, to 255.
    const seen = (await rgbaOf(page, 'seen')).filter((_, index) => index % 4 === 0);
    const shown = Buffer.from(picture, 'hex').map(value => Math.round(11 + value / 255 * 244));
    assert(Buffer.from(seen).equals(shown), `${what}: another picture is shown`);
    const { digit, probability, known } = await predictionOf(page);
    const sure = known < 0.5 ? 1 - known : probability, words = await wordsOf(page);
    assert(words.startsWith(known < 0.5 ? 'neither' : digit === 3 ? 'three' : 'seven'), words);
    const percent = words.match(/([\d.]+) % sure/)[1];
    assert(Math.abs(percent - 100 * sure) <= 0.1, `${what}: ${words}`);
}

export async function asksTheLineAsWell({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until('document.getElementById("answer").className === "three"');
        await press(page, 'clear');
        await draw(page, OTHERS.circle);
        await rest(page);
        assert.equal(await answerOf(page), 'neither');
        const course = await page.evaluate('document.getElementById("course").innerHTML');
        await page.evaluate('document.querySelector("[value=line]").click()');
        await rest(page);
        assert.notEqual(await answerOf(page), 'neither');
        assert.match(await page.evaluate('document.getElementById("neither").textContent'), /a line cannot tell/);
        assert.equal((await predictionOf(page)).known, 1);
        assert.notEqual(await page.evaluate('document.getElementById("course").innerHTML'), course);
        await page.until('document.getElementById("cost").textContent.includes("line 3.")');
    });
}

const logitOf = ({ logit }) => logit;

/** The evidence of a line is pixel times weight; a network's adds up to about its answer, and is nothing without ink. */
export async function saysWhy({ folder, weights, html }) {
    const wasm = readFileSync(`${folder}/mnist37.wasm`);
    const line = await Model.load(wasm, unpacked(html, 'line')), network = await Model.load(wasm, readFileSync(weights));
    const picture = new Uint8Array(784);
    for (let pixel = 100; pixel < 700; pixel += 7) picture[pixel] = 40 + pixel % 200;
    const nothing = line.predictBytes(new Uint8Array(784)).logit, found = evidence(line, picture, 1, logitOf);
    for (let pixel = 0; pixel < 784; ++pixel) {
        const weight = line.predict(Float32Array.from({ length: 784 }, (_, index) => index === pixel ? 1 : 0)).logit - nothing;
        assert(Math.abs(found[pixel] - weight * picture[pixel] / 255) < 1e-4, `pixel ${pixel}: ${found[pixel]}`);
    }
    const byNetwork = evidence(network, picture, 4, logitOf);
    assert(byNetwork.every((value, pixel) => picture[pixel] > 0 || value === 0));
    assert(byNetwork.filter(value => value !== 0).length > 40);
}

function unpacked(html, id) {
    return gunzipSync(Buffer.from(html.match(new RegExp(`id="${id}">(.*?)<`))[1], 'base64'));
}

/** The bar of a seven speaks for seven, the belly of a three for three, and in colours that say so. */
export async function coloursInkByWhatItSpeaksFor({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until('document.getElementById("answer").className === "three"');
        for (const [strokes, isColour, words] of [
            [THREES.round, ([red, , blue]) => blue > red + 60, 'three, for seven'],
            [SEVENS.plain, ([red, , blue]) => red > blue + 60, 'three, for seven'],
            [OTHERS.six, ([red, green]) => red > green + 60, 'neither, for a digit'],
        ]) {
            await press(page, 'clear');
            await draw(page, strokes);
            await rest(page);
            const rgba = await rgbaOf(page, 'why');
            const coloured = Array.from({ length: 784 }, (_, pixel) => rgba.subarray(4 * pixel)).filter(isColour).length;
            assert(coloured > 20, `${words}: ${coloured} pixels`);
            // No ink is left out.
            const seen = await rgbaOf(page, 'seen');
            assert(seen.every((value, index) => index % 4 !== 0 || value < 200 || rgba[index] + rgba[index + 2] > 150), `${words}: a hole`);
            assert((await page.evaluate('document.querySelector("#why + figcaption").textContent')).endsWith(words));
        }
    });
}
