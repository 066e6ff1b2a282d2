// How the page loads, from a server and from a folder, and what it says when it cannot.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { OTHERS, draw } from './drawings.mjs';
import { answerOf, rest } from './page.mjs';

const opened = 'document.getElementById("answer").querySelector("strong").textContent === "three"';
const trouble = page => page.evaluate('document.getElementById("trouble").textContent');

export async function opensFromAServerAndFromAFolder({ fromServer, fromFolder, with: open, html }) {
    assert(Buffer.byteLength(html) <= 60_000, 'larger than 60 KB');
    for (const url of [fromServer, fromFolder]) {
        await open(url, { isStill: false }, async page => {
            await page.until(opened);
            // What it opened with was drawn, not shown at once, and a screen reader did not hear of it.
            await page.until('document.getElementById("cost").textContent !== ""');
            assert((await page.evaluate('document.querySelector("#course .first").getAttribute("d").split("L").length')) > 5);
            assert.equal(await page.evaluate('document.getElementById("status").textContent'), '');
            assert.deepEqual(await page.evaluate('performance.getEntriesByType("resource").map(({ name }) => name)'), []);
        });
    }
}

export async function saysHowLargeAndHowFastItIs({ fromFolder, with: open, html }) {
    return open(fromFolder, {}, async page => {
        await page.until('document.getElementById("cost").textContent !== ""');
        const words = await page.evaluate('document.getElementById("cost").textContent');
        assert.match(words, /^Library [\d.]+ KB of WebAssembly, network [\d.]+ KB, whole page [\d.]+ KB\. Here a drawing is framed in [\d.]+ .s and answered in [\d.]+ .s\.$/);
        assert(Math.abs(+words.match(/whole page ([\d.]+)/)[1] - Buffer.byteLength(html) / 1000) <= 0.2, words);
        return words;
    });
}

export async function canUseNoNetwork({ fromServer, browser }) {
    const page = await browser.open(fromServer);
    await page.until(opened);
    const refused = await page.evaluate('fetch("/").then(() => "no", () => "yes")');
    assert.equal(refused, 'yes', 'the page may fetch');
    // Who tries is told of it on the console.
    assert(page.messages.every(message => message.includes('Content Security Policy')), page.messages.join());
    await page.close();
}

const partOf = (html, name) => html.match(new RegExp(`id="${name}">(.*?)<`))[1];

/** A network of the conformance set whose classes have other names, as the page carries it. */
function ticks() {
    const file = new URL('../Conformance/weights/conv-i8-3-5.m37', import.meta.url);
    return gzipSync(readFileSync(file)).toString('base64');
}

export async function callsClassesByTheirNames({ fromServer, html, laid, with: open }) {
    laid.set('/ticks', html.replace(partOf(html, 'network'), ticks()).replace(partOf(html, 'line'), ticks()));
    await open(`${fromServer}ticks`, {}, async page => {
        await page.until('document.title === "Tick or cross?"');
        assert.equal(await page.evaluate('document.querySelector("h1").textContent'), 'Tick or cross?');
        assert.equal(await page.evaluate('document.getElementById("examples").checkVisibility()'), false);
        assert.equal(await answerOf(page), '');
        await draw(page, OTHERS.cross);
        await rest(page);
        assert.match(await answerOf(page), /^(tick|cross)$/);
        assert.match(await page.evaluate('document.getElementById("two").textContent'), /^tick .* cross$/);
        assert.equal(await page.evaluate('/three|seven/.test(document.querySelector("main").innerText)'), false);
    });
}

export async function saysClearlyWhatCannotLoad({ fromServer, html, laid, browser }) {
    const broken = {
        'its source': [`${fromServer}source/index.html`, '', /make web builds the page/],
        'no WebAssembly': [fromServer, 'delete globalThis.WebAssembly', /no WebAssembly/],
        'no gzip': [fromServer, 'delete globalThis.DecompressionStream', /cannot unpack gzip/],
        'weights of another kind': [`${fromServer}other`, '', /not a weights file: its first 8 bytes are wrong/],
        'two kinds of classes': [`${fromServer}mixed`, '', /its network tells 3 and 7, its line tick and cross/],
        'damaged weights': [`${fromServer}damaged`, '', /The page cannot answer: its file is damaged/],
    };
    const line = partOf(html, 'line');
    laid.set('/other', html.replace(partOf(html, 'network'), partOf(html, 'library')));
    laid.set('/damaged', html.replace(line, `${line.slice(0, 200)}AAAA${line.slice(204)}`));
    laid.set('/mixed', html.replace(line, ticks()));
    for (const [what, [url, script, message]] of Object.entries(broken)) {
        const page = await browser.open('about:blank');
        await page.send('Page.addScriptToEvaluateOnNewDocument', { source: script });
        await page.load(url);
        await page.until('document.getElementById("trouble").textContent !== ""');
        assert.match(await trouble(page), message);
        assert.deepEqual(page.messages, [], what);
        await page.close();
    }
    const page = await browser.open('about:blank');
    await page.send('Emulation.setScriptExecutionDisabled', { value: true });
    await page.load(fromServer);
    const { nodes } = await page.send('Accessibility.getFullAXTree');
    assert(nodes.some(({ name }) => name?.value.includes('this browser runs none')));
    await page.close();
}

export async function showsNothingThatMovesToWhoWantsNone({ fromFolder, with: open }) {
    await open(fromFolder, { isStill: true }, async page => {
        await page.until(opened);
        await rest(page);
        assert.equal(await answerOf(page), 'three');
        assert((await page.evaluate('document.querySelector("#course .first").getAttribute("d").split("L").length')) < 5);
    });
}
