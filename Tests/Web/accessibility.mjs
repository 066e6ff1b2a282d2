// Whether everybody can use the page: axe-core's rules for WCAG 2.2 AA, and what it cannot see.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { OTHERS, draw, key } from './drawings.mjs';
import { press, rest } from './page.mjs';

const opened = 'document.getElementById("answer").querySelector("strong").textContent === "three"';
const WIDTHS = [320, 390, 1280], SCHEMES = ['light', 'dark'];

export async function hasNoViolationThatAxeFinds({ fromFolder, browser, axe }) {
    if (!axe) return 'not run, no axe-core';
    const library = readFileSync(axe, 'utf8');
    let passes = 0;
    for (const width of WIDTHS) {
        for (const scheme of SCHEMES) {
            const page = await browser.open(fromFolder, { width, scheme });
            await page.until(opened);
            await page.evaluate(`${library}; 0`);
            for (const [state, reach] of Object.entries({
                opened: async () => {},
                blank: async () => press(page, 'clear'),
                neither: async () => draw(page, OTHERS.six),
                'keys at hand': async () => key(page, 'Tab'),
                trouble: async () => page.evaluate('document.getElementById("trouble").textContent = "The page cannot answer."'),
            })) {
                await reach();
                await rest(page);
                const { violations, incomplete, passed } = await page.evaluate(`axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a",
                    "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations, incomplete, passes }) =>
                    ({ violations: violations.map(told), incomplete: incomplete.map(told), passed: passes.length }));
                    function told({ id, nodes }) { return id + ": " + nodes.map(({ html }) => html).join(", "); }`);
                assert.deepEqual(violations, [], `${width} px, ${scheme}, ${state}`);
                assert.deepEqual(incomplete, [], `${width} px, ${scheme}, ${state}: undecided`);
                passes += passed;
            }
            await page.close();
        }
    }
    return `${passes} rules passed`;
}

export async function fitsEveryWidthAndIsLargeEnoughForFingers({ fromFolder, with: open }) {
    for (const width of [...WIDTHS, 768]) {
        await open(fromFolder, { width, height: 844, isPhone: width < 500 }, async page => {
            await page.until(opened);
            await rest(page);
            assert.equal(await page.evaluate('document.documentElement.scrollWidth'), width, 'wider than the window');
            const small = await page.evaluate(`Array.from(document.querySelectorAll("button, label"))
                .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
                .filter(([, { width, height }]) => width < 44 || height < 44).map(([name]) => name)`);
            assert.deepEqual(small, [], 'less than 44 px');
            // One sees the answer while drawing.
            if (width < 500) {
                assert((await page.evaluate('document.getElementById("answer").getBoundingClientRect().bottom')) < 844);
            }
        });
    }
}

/** Names and order as a screen reader has them. */
export async function everyControlHasANameAndAPlace({ fromServer, with: open }) {
    await open(fromServer, {}, async page => {
        await page.until(opened);
        await page.until('!document.getElementById("camera").hidden');
        const reached = [];
        for (await key(page, 'Tab'); await page.evaluate('document.activeElement !== document.body'); await key(page, 'Tab')) {
            const { result } = await page.send('Runtime.evaluate', { expression: 'document.activeElement' });
            const { nodes: [node] } = await page.send('Accessibility.getPartialAXTree', { objectId: result.objectId, fetchRelatives: false });
            reached.push(`${node.role.value} ${node.name.value}`);
            assert.equal(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'solid', `${reached.at(-1)}: no focus`);
        }
        assert.deepEqual(reached, [
            'application Paper', 'button Undo', 'button Clear', 'button Picture', 'button Camera', 'button Example: a three',
            'button Example: a seven', 'button Example: a crossed seven', 'button Example: a five, which is neither',
            'radio the network',
        ]);
    });
}
