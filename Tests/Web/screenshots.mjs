// Takes the pictures of docs/web.md: node screenshots.mjs FOLDER OUTPUT
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser } from './browser.mjs';
import { OTHERS, SEVENS, THREES, draw, drawByFinger, smooth } from './drawings.mjs';
import { press, rest } from './page.mjs';

const [folder, output] = process.argv.slice(2);
const desktop = { width: 1280, height: 800 }, phone = { width: 390, height: 844, isPhone: true };

/** A seven on a sheet that was photographed in the light of a lamp. */
const photograph = `new Promise(resolve => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 640 });
    const context = canvas.getContext("2d"), light = context.createRadialGradient(150, 120, 40, 250, 250, 700);
    light.addColorStop(0, "#f3ead6");
    light.addColorStop(1, "#6f6353");
    context.fillStyle = light;
    context.fillRect(0, 0, 640, 640);
    for (let y = 70; y < 640; y += 90) {
        context.fillStyle = "#5f86b040";
        context.fillRect(0, y, 640, 3);
    }
    Object.assign(context, { strokeStyle: "#27305e", lineWidth: 15, lineCap: "round", lineJoin: "round" });
    context.stroke(new Path2D("M225 190C300 178 370 184 425 176C395 270 345 380 318 470M268 330C315 318 360 322 405 312"));
    canvas.toBlob(blob => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([blob], "photograph.png"));
        dispatchEvent(new DragEvent("drop", { dataTransfer }));
        resolve();
    });
})`;

const scenes = [
    ['three-1280-light', { ...desktop, scheme: 'light' }, page => draw(page, smooth(THREES.round), { isSlow: true })],
    ['neither-1280-dark', { ...desktop, scheme: 'dark' }, page => draw(page, smooth(OTHERS.six), { isSlow: true })],
    ['seven-390-light', { ...phone, scheme: 'light' }, page => drawByFinger(page, smooth(SEVENS.crossed))],
    ['photograph-390-dark', { ...phone, scheme: 'dark' }, page => page.evaluate(photograph)],
];

const browser = new Browser();
for (const [name, options, act] of scenes) {
    const page = await browser.open(pathToFileURL(resolve(folder, 'index.html')).href, options);
    await page.until('document.getElementById("cost").textContent !== ""');
    await press(page, 'clear');
    await act(page);
    await rest(page);
    await page.until('document.getElementById("status").textContent !== ""');
    await page.evaluate('scrollTo(0, 0)');
    const picture = await page.picture('webp', 70);
    writeFileSync(`${output}/${name}.webp`, picture);
    console.log(`${output}/${name}.webp: ${picture.length} bytes`);
    await page.close();
}
await browser.close();
