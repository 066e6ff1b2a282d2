// Pictures that are dropped, chosen, pasted or taken by a camera.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from './browser.mjs';
import { answerOf, predictionOf, press, rest, wordsOf } from './page.mjs';
import { THREES, draw } from './drawings.mjs';

const opened = 'document.getElementById("answer").querySelector("strong").textContent === "three"';
const digit = name => new URL(`../../examples/digits/${name}.png`, import.meta.url).pathname;

/** Drops a file on the page, as from a folder's window. */
async function drop(page, path) {
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop']) {
        await page.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
        if (type === 'dragOver') assert.equal(await page.evaluate('document.getElementById("sheet").className'), 'over');
    }
    assert.equal(await page.evaluate('document.getElementById("sheet").className'), '');
}

export async function picturesAreDroppedChosenAndPasted({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until(opened);
        await drop(page, digit('seven'));
        await page.until('document.getElementById("answer").querySelector("strong").textContent === "seven"');
        const dropped = await predictionOf(page);

        await press(page, 'clear');
        const { root } = await page.send('DOM.getDocument');
        const { nodeId } = await page.send('DOM.querySelector', { nodeId: root.nodeId, selector: '#file' });
        for (const name of ['seven', 'three']) {
            await page.send('DOM.setFileInputFiles', { files: [digit(name)], nodeId });
            await page.until(`document.getElementById("answer").querySelector("strong").textContent === "${name}"`);
            if (name === 'seven') assert.deepEqual(await predictionOf(page), dropped);
        }

        await press(page, 'clear');
        // A dark seven on a bright photograph, in colour.
        await page.evaluate(`(async () => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 900, height: 700 });
            const context = canvas.getContext("2d");
            Object.assign(context, { fillStyle: "#e8d9b8", strokeStyle: "#20306a", lineWidth: 30 });
            context.fillRect(0, 0, 900, 700);
            context.stroke(new Path2D("M300 200H560L420 520"));
            const picture = new File([await new Promise(resolve => canvas.toBlob(resolve))], "seven.png", { type: "image/png" });
            const clipboardData = new DataTransfer();
            clipboardData.items.add(picture);
            dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
        })()`);
        await page.until('document.getElementById("answer").querySelector("strong").textContent === "seven"');
        // Nobody draws on a photograph; it comes back.
        const opaque = () => page.evaluate(`(() => {
            const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
            context.drawImage(document.getElementById("paper"), -5, -500);
            return context.getImageData(0, 0, 1, 1).data[3] === 255;
        })()`);
        assert(await opaque());
        await draw(page, THREES.round);
        await page.until('document.getElementById("answer").querySelector("strong").textContent === "three"');
        assert(!await opaque());
        await press(page, 'undo');
        await page.until('document.getElementById("answer").querySelector("strong").textContent === "seven"');
        assert(await opaque());
        await press(page, 'undo');
        await rest(page);
        assert.equal(await predictionOf(page), null);
    });
}

export async function whatIsNoPictureOrHasNoDigitIsSaid({ fromFolder, with: open }) {
    const folder = mkdtempSync(join(tmpdir(), 'mnist37-web-'));
    await open(fromFolder, {}, async page => {
        await page.until(opened);
        const path = join(folder, 'notes.txt');
        writeFileSync(path, 'no picture');
        await drop(page, path);
        await page.until('document.getElementById("answer").className === "none"');
        assert.match(await wordsOf(page), /this browser cannot read notes.txt as a picture/);
        await page.until('document.getElementById("status").textContent.includes("notes.txt")');

        await page.evaluate(`(async () => {
            const canvas = Object.assign(document.createElement("canvas"), { width: 200, height: 200 });
            canvas.getContext("2d").fillStyle = "white";
            canvas.getContext("2d").fillRect(0, 0, 200, 200);
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([await new Promise(resolve => canvas.toBlob(resolve))], "blank.png"));
            dispatchEvent(new DragEvent("drop", { dataTransfer }));
        })()`);
        await page.until('document.getElementById("answer").textContent.includes("nothing in the picture stands out as ink")');
        assert.equal(await answerOf(page), '');
    });
    rmSync(folder, { recursive: true });
}

/** Chromium's own camera shows a pattern that moves. */
export async function aCameraTakesPictures({ fromServer, with: open }) {
    await open(fromServer, {}, async page => {
        await page.until(opened);
        await page.until('!document.getElementById("camera").hidden');
        const paper = 'document.getElementById("paper").toDataURL()', seen = 'document.getElementById("seen").toDataURL()';
        await page.evaluate(`globalThis.tracks = [];
            const { mediaDevices } = navigator, ask = mediaDevices.getUserMedia.bind(mediaDevices);
            mediaDevices.getUserMedia = async wanted => {
                const stream = await ask(wanted);
                tracks.push(...stream.getTracks());
                return stream;
            }`);
        await press(page, 'camera');
        await page.until('document.getElementById("camera").textContent === "Take it"');
        await rest(page);
        for (const what of [paper, seen]) {
            const first = await page.evaluate(what);
            await page.until(`${what} !== ${JSON.stringify(first)}`);
        }
        assert.deepEqual(await page.evaluate('tracks.map(({ readyState }) => readyState)'), ['live']);
        await press(page, 'camera');
        await page.until('document.getElementById("camera").textContent === "Camera"');
        await rest(page);
        const taken = await page.evaluate(paper);
        await pause(500);
        assert.equal(await page.evaluate(paper), taken, 'the camera goes on');
        assert.deepEqual(await page.evaluate('tracks.map(({ readyState }) => readyState)'), ['ended']);
        await press(page, 'undo');
        await rest(page);
        assert.equal(await answerOf(page), 'three');
    });
}

export async function noCameraIsNoButtonAndARefusedOneIsSaid({ fromServer, browser }) {
    for (const [script, isThere] of [
        ['navigator.mediaDevices.enumerateDevices = async () => []', false],
        ['navigator.mediaDevices.getUserMedia = async () => { throw new Error("Permission denied"); }', true],
    ]) {
        const page = await browser.open('about:blank');
        await page.send('Page.addScriptToEvaluateOnNewDocument', { source: script });
        await page.load(fromServer);
        await page.until('document.getElementById("cost").textContent !== ""');
        assert.equal(await page.evaluate('document.getElementById("camera").checkVisibility()'), isThere);
        if (isThere) {
            await press(page, 'camera');
            await page.until('document.getElementById("answer").textContent.includes("no picture from the camera: Permission denied")');
        }
        assert.deepEqual(page.messages, []);
        await page.close();
    }
}
