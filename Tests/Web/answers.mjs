// What the page answers: drawings of many shapes, the same bits as the native library, and why.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { Ink, Model, greyOf } from '../../examples/web/mnist37.js';
import { evidence, oddsOfNeither, oddsOfFirst } from '../../examples/web/evidence.js';
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
        await page.until('document.getElementById("answer").querySelector("strong").textContent === "three"');
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

export async function asksTheLineAsWell({ fromFolder, with: open, folder, html }) {
    await open(fromFolder, {}, async page => {
        const choose = name => page.evaluate(`document.querySelector("[value=${name}]").click()`);
        await page.until('document.getElementById("answer").querySelector("strong").textContent === "three"');
        // Who asks is told, of what the page opened with as well.
        await choose('line');
        await page.until('document.getElementById("status").textContent.startsWith("three")');
        await choose('network');
        await press(page, 'clear');
        await draw(page, OTHERS.circle);
        await rest(page);
        assert.equal(await answerOf(page), 'neither');
        const course = await page.evaluate('document.getElementById("course").innerHTML');
        await choose('line');
        await rest(page);
        assert.notEqual(await answerOf(page), 'neither');
        assert.match(await page.evaluate('document.getElementById("neither").textContent'), /cannot tell/);
        assert.equal((await predictionOf(page)).known, 1);
        assert.notEqual(await page.evaluate('document.getElementById("course").innerHTML'), course);
        await page.until('document.getElementById("cost").textContent.includes("line 3.")');

        // Each pixel's own weight has coloured it.
        const line = await Model.load(readFileSync(`${folder}/mnist37.wasm`), unpacked(html, 'line'));
        const picture = line.frame(greyOf(await rgbaOf(page, 'scan')), 280, 280, Ink.dark);
        const found = evidence(line, picture, 1, oddsOfFirst), most = Math.max(...found.map(Math.abs)), rgba = await rgbaOf(page, 'why');
        const bright = Array.from(found.keys()).filter(pixel => picture[pixel] > 150 && Math.abs(found[pixel]) > most / 8);
        assert(bright.length > 20 && bright.some(pixel => found[pixel] > 0) && bright.some(pixel => found[pixel] < 0));
        for (const pixel of bright) {
            const [red, , blue] = rgba.subarray(4 * pixel);
            assert.equal(blue > red, found[pixel] > 0, `pixel ${pixel}: ${found[pixel]}, red ${red}, blue ${blue}`);
        }
    });
}

/** The evidence of a line is pixel times weight; a network's is what the windows over a pixel take away, on average. */
export async function saysWhy({ folder, weights, html }) {
    const wasm = readFileSync(`${folder}/mnist37.wasm`);
    const line = await Model.load(wasm, unpacked(html, 'line')), network = await Model.load(wasm, readFileSync(weights));
    const picture = new Uint8Array(784);
    for (let pixel = 100; pixel < 700; pixel += 7) picture[pixel] = 40 + pixel % 200;
    const nothing = line.predictBytes(new Uint8Array(784)).logit, found = evidence(line, picture, 1, oddsOfFirst);
    for (let pixel = 0; pixel < 784; ++pixel) {
        const weight = line.predict(Float32Array.from({ length: 784 }, (_, index) => index === pixel ? 1 : 0)).logit - nothing;
        assert(Math.abs(found[pixel] - weight * picture[pixel] / 255) < 1e-4, `pixel ${pixel}: ${found[pixel]}`);
    }
    const byNetwork = evidence(network, picture, 4, oddsOfFirst);
    assert(byNetwork.every((value, pixel) => picture[pixel] > 0 || value === 0));
    assert(byNetwork.filter(value => value !== 0).length > 40);
    assert(Math.abs(oddsOfNeither({ known: 0.25 }) - Math.log(3)) < 1e-12);
    for (const known of [0, 1]) assert(Number.isFinite(oddsOfNeither({ known })));
    // All windows take away the only pixel that there is.
    const dot = new Uint8Array(784).fill(255, 400, 401);
    const change = network.predictBytes(dot).logit - network.predictBytes(new Uint8Array(784)).logit;
    assert.equal(evidence(network, dot, 4, oddsOfFirst)[400], Math.fround(change));
}

function unpacked(html, id) {
    return gunzipSync(Buffer.from(html.match(new RegExp(`id="${id}">(.*?)<`))[1], 'base64'));
}

/** The bar of a seven speaks for seven, the belly of a three for three, and in colours that say so. */
export async function coloursInkByWhatItSpeaksFor({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until('document.getElementById("answer").querySelector("strong").textContent === "three"');
        for (const [strokes, isColour, words] of [
            [THREES.round, ([red, , blue]) => blue > red + 60, 'three, seven'],
            [SEVENS.plain, ([red, , blue]) => red > blue + 60, 'three, seven'],
            [OTHERS.six, ([red, green]) => red > green + 60, 'neither, against'],
        ]) {
            await press(page, 'clear');
            await draw(page, strokes);
            await rest(page);
            const rgba = await rgbaOf(page, 'why');
            const coloured = Array.from({ length: 784 }, (_, pixel) => rgba.subarray(4 * pixel)).filter(isColour).length;
            assert(coloured > 20, `${words}: ${coloured} pixels`);
            assert((await page.evaluate('document.querySelector("#why + figcaption").textContent')).endsWith(words));
        }
    });
}
