// Drawing with whatever there is, and taking it back.
import assert from 'node:assert/strict';
import { SEVENS, THREES, draw, drawByFinger, key } from './drawings.mjs';
import { pause } from './browser.mjs';
import { answerOf, predictionOf, press, rest, rgbaOf } from './page.mjs';

const opened = 'document.getElementById("answer").querySelector("strong").textContent === "three"';

/** How many of the scan's pixels are ink. */
async function inkOf(page) {
    return (await rgbaOf(page, 'scan')).filter((value, index) => index % 4 === 3 && value > 127).length;
}

export async function aFirstStrokeTakesThePlaceOfWhatThePageOpenedWith({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until(opened);
        await draw(page, SEVENS.plain);
        await rest(page);
        assert.equal(await answerOf(page), 'seven');
        // A second stroke is added to the first.
        const before = await inkOf(page);
        await draw(page, [[[0.36, 0.53], [0.68, 0.50]]]);
        await rest(page);
        assert(await inkOf(page) > before);
    });
}

export async function dotsCount({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until(opened);
        await press(page, 'clear');
        await draw(page, [[[0.3, 0.3]]]);
        await rest(page);
        const one = await inkOf(page);
        assert(one > 200 && one < 600, `${one} pixels`);
        await draw(page, [[[0.7, 0.7]]]);
        await rest(page);
        assert.equal(await inkOf(page), 2 * one);
    });
}

export async function aPensPressureCounts({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until(opened);
        const inks = [];
        for (const pressure of [0.1, 0.5, 1]) {
            await press(page, 'clear');
            await draw(page, SEVENS.plain, { pressure });
            await rest(page);
            assert.equal(await answerOf(page), 'seven', `pressure ${pressure}`);
            inks.push(await inkOf(page));
        }
        assert(inks[1] > 1.4 * inks[0] && inks[2] > 1.4 * inks[1], inks.join());
    });
}

export async function aFingerDrawsAndASecondOneDoesNot({ fromFolder, with: open }) {
    await open(fromFolder, { width: 390, height: 600, isPhone: true }, async page => {
        await page.until(opened);
        for (const [name, strokes] of [['three', THREES['in two strokes']], ['seven', SEVENS.crossed]]) {
            await press(page, 'clear');
            await drawByFinger(page, strokes);
            await rest(page);
            assert.equal(await answerOf(page), name);
            const corner = (await rgbaOf(page, 'scan'))[4 * (280 * 266 + 14) + 3];
            assert.equal(corner, 0, 'the second finger drew');
        }
        // The page stays where it is under the finger.
        assert((await page.evaluate('document.body.scrollHeight')) > 600);
        assert.equal(await page.evaluate('scrollY'), 0);
    });
}

export async function theAnswerChangesWhileOneDraws({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until(opened);
        await press(page, 'clear');
        await page.evaluate(`globalThis.heard = [];
            const status = document.getElementById("status"), hear = () => heard.push(status.textContent);
            new MutationObserver(hear).observe(status, { childList: true, characterData: true, subtree: true });
            // What is heard before the hand can have rested.
            globalThis.early = 0;
            addEventListener("pointerup", () => setTimeout(() => { early += heard.length; }, 300))`);
        await draw(page, THREES.angular, { isSlow: true, holds: 1000 });
        await rest(page);
        const answers = await page.evaluate('document.querySelector("#course .first").getAttribute("d").split("L").length');
        assert(answers > 20, `${answers} answers`);
        // A screen reader hears one of them, when the pen has been lifted and rested.
        await page.until('heard.length > 0');
        await pause(400);
        assert.deepEqual(await page.evaluate('heard'), ['three, > 99.9 % sure']);
        assert.equal(await page.evaluate('early'), 0);
    });
}

export async function whatWasDoneIsUndone({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until(opened);
        await press(page, 'clear');
        const answers = [];
        const remember = async () => {
            await rest(page);
            answers.push(JSON.stringify([await predictionOf(page), await inkOf(page)]));
        };
        await remember();
        await draw(page, SEVENS.plain);
        await remember();
        await draw(page, [[[0.36, 0.53], [0.68, 0.50]]]);
        await remember();
        await press(page, 'clear');
        await rest(page);
        assert.equal(await page.evaluate('document.getElementById("clear").disabled'), true);
        await press(page, 'undo');
        for (const answer of answers.reverse()) {
            await rest(page);
            assert.equal(JSON.stringify([await predictionOf(page), await inkOf(page)]), answer);
            await key(page, 'z', 2);
        }
        // Before the paper was cleared, the page had opened with a three, and before that with nothing.
        await rest(page);
        assert.equal(await answerOf(page), 'three');
        await press(page, 'undo');
        await rest(page);
        assert.equal(await page.evaluate('document.getElementById("undo").disabled'), true);
    });
}

export async function keysDraw({ fromFolder, with: open }) {
    await open(fromFolder, {}, async page => {
        await page.until(opened);
        await key(page, 'Tab');
        assert.equal(await page.evaluate('document.activeElement.id'), 'paper');
        assert.equal(await page.evaluate('getComputedStyle(document.getElementById("keys")).position'), 'static', 'keys are not told');
        const pen = 'document.getElementById("pen")';
        const across = () => page.evaluate(`parseFloat(${pen}.style.left)`);
        await key(page, 'ArrowRight');
        const before = await across();
        await key(page, 'ArrowLeft');
        assert(Math.abs(before - await across() - 4) < 0.01, 'a step is 4 % of the paper');
        await key(page, 'ArrowLeft', 8);
        assert(Math.abs(before - await across() - 5) < 0.01, 'a step with Shift is 1 %');
        assert.equal(await page.evaluate(`${pen}.hidden`), false);
        // A bar to the right, then down along a diagonal, two keys held: the second repeats.
        await key(page, ' ');
        await key(page, 'ArrowRight', 0, 11);
        await page.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'ArrowLeft', code: 'ArrowLeft', windowsVirtualKeyCode: 37, modifiers: 8 });
        await key(page, 'ArrowDown', 8, 22);
        await page.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'ArrowLeft', code: 'ArrowLeft', windowsVirtualKeyCode: 37 });
        await key(page, 'ArrowDown', 0, 10);
        assert.equal(await page.evaluate(`${pen}.classList.contains("down")`), true);
        await key(page, ' ');
        assert.equal(await page.evaluate(`${pen}.classList.contains("down")`), false);
        await rest(page);
        assert.equal(await answerOf(page), 'seven');
        const ink = await inkOf(page);
        await key(page, 'ArrowLeft', 0, 5);
        await rest(page);
        assert.equal(await inkOf(page), ink, 'a lifted pen drew');
        await page.until('document.getElementById("status").textContent.startsWith("seven")');
    });
}

/** Waits until there is ink, and no more of it than a while ago. */
async function drawn(page) {
    for (let before = 0, ink = 1; ink === 0 || ink !== before;) {
        before = ink;
        await pause(400);
        ink = await inkOf(page);
    }
}

export async function examplesAreDrawnAndDrawnOn({ fromFolder, with: open }) {
    await open(fromFolder, { isStill: false }, async page => {
        await page.until(opened);
        for (const [index, name] of ['three', 'seven', 'seven', 'neither'].entries()) {
            await page.evaluate(`document.querySelectorAll("#examples button")[${index}].click()`);
            await drawn(page);
            assert.equal(await answerOf(page), name, `example ${index}`);
        }
        const before = await inkOf(page);
        await draw(page, [[[0.1, 0.1]]]);
        await rest(page);
        assert(await inkOf(page) > before, 'the example was taken away');
        // Drawing ends an example that is being drawn.
        await press(page, 'clear');
        await page.evaluate('document.querySelector("#examples button").click()');
        await draw(page, [[[0.1, 0.1]]]);
        const ink = await inkOf(page);
        await pause(1200);
        assert.equal(await inkOf(page), ink, 'the example goes on');
    });
}
