// The page for a browser, as a test uses it.
import { execFileSync } from 'node:child_process';

export const answerOf = page => page.evaluate('document.getElementById("answer").querySelector("strong").textContent');
export const wordsOf = page => page.evaluate('document.getElementById("answer").textContent');
export const predictionOf = page => page.evaluate('JSON.parse(document.getElementById("answer").dataset.prediction)');
export const press = (page, id) => page.evaluate(`document.getElementById("${id}").click()`);

/** Waits until nothing moves any more: what was asked is answered, and why. */
export async function rest(page) {
    await page.evaluate(`new Promise(resolve => {
        const frames = count => requestAnimationFrame(() => count > 0 ? frames(count - 1) : setTimeout(resolve, 150));
        frames(3);
    })`);
}

/** The bytes of a canvas, four a pixel; of a copy, because the page's own is not meant to be read. */
export async function rgbaOf(page, id) {
    const text = await page.evaluate(`(() => {
        const canvas = document.getElementById("${id}"), { width, height } = canvas;
        const copy = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d", { willReadFrequently: true });
        copy.drawImage(canvas, 0, 0);
        const { data } = copy.getImageData(0, 0, width, height);
        let text = "";
        for (let first = 0; first < data.length; first += 32768) text += String.fromCharCode(...data.subarray(first, first + 32768));
        return btoa(text);
    })()`);
    return Buffer.from(text, 'base64');
}

/** What the native library makes of grey: { picture: 784 bytes in hexadecimal, answer: the digit and three numbers' bits }. */
export function native(program, weights, grey, side, ink) {
    const input = Buffer.concat([Buffer.from(`${side} ${side} ${ink}\n`), grey]);
    const [picture, answer] = execFileSync(program, [weights], { input, encoding: 'utf8' }).split('\n');
    return { picture, answer };
}

/** A prediction as `native` writes it. */
export function bitsOf({ digit, logit, probability, known }) {
    const view = new DataView(new ArrayBuffer(4));
    const bits = value => {
        view.setFloat32(0, value);
        return view.getFloat32(0) === value ? view.getUint32(0).toString(16).padStart(8, '0') : `${value} is no float`;
    };
    return `${digit} ${bits(logit)} ${bits(probability)} ${bits(known)}`;
}
