// What the tests draw: strokes of points, 0 to 1 across and down the paper; and with what.

import { pause } from './browser.mjs';

export const THREES = {
    round: [[[0.30, 0.27], [0.36, 0.19], [0.48, 0.16], [0.60, 0.19], [0.66, 0.30], [0.61, 0.41], [0.44, 0.47], [0.62, 0.52],
        [0.71, 0.65], [0.66, 0.79], [0.52, 0.85], [0.37, 0.83], [0.28, 0.75]]],
    'flat at the top': [[[0.31, 0.20], [0.68, 0.20], [0.45, 0.45], [0.62, 0.48], [0.70, 0.62], [0.62, 0.79], [0.43, 0.84], [0.28, 0.76]]],
    angular: [[[0.29, 0.21], [0.54, 0.16], [0.68, 0.29], [0.46, 0.46], [0.68, 0.64], [0.54, 0.82], [0.27, 0.77]]],
    'in two strokes': [[[0.30, 0.22], [0.50, 0.17], [0.65, 0.28], [0.58, 0.42], [0.42, 0.48]],
        [[0.42, 0.48], [0.63, 0.53], [0.69, 0.67], [0.58, 0.82], [0.40, 0.84], [0.29, 0.77]]],
};
export const SEVENS = {
    plain: [[[0.27, 0.22], [0.72, 0.20], [0.46, 0.85]]],
    crossed: [[[0.28, 0.23], [0.72, 0.20], [0.47, 0.85]], [[0.36, 0.53], [0.68, 0.50]]],
    'with a hook': [[[0.28, 0.34], [0.29, 0.22], [0.73, 0.21], [0.55, 0.50], [0.46, 0.84]]],
    curved: [[[0.26, 0.24], [0.45, 0.20], [0.72, 0.21], [0.60, 0.38], [0.52, 0.58], [0.49, 0.84]]],
};
export const OTHERS = {
    circle: [Array.from({ length: 33 }, (_, turn) => [0.5 + 0.24 * Math.sin(turn / 16 * Math.PI), 0.5 - 0.34 * Math.cos(turn / 16 * Math.PI)])],
    'letter A': [[[0.22, 0.82], [0.50, 0.16], [0.78, 0.82]], [[0.32, 0.57], [0.68, 0.57]]],
    cross: [[[0.22, 0.22], [0.78, 0.78]], [[0.78, 0.22], [0.22, 0.78]]],
    six: [[[0.62, 0.17], [0.42, 0.33], [0.32, 0.58], [0.38, 0.79], [0.54, 0.84], [0.67, 0.72], [0.62, 0.57], [0.46, 0.55], [0.34, 0.66]]],
};

/** A drawing, smaller and elsewhere. */
export function placed(strokes, scale, left, top) {
    return strokes.map(stroke => stroke.map(([x, y]) => [left + scale * x, top + scale * y]));
}

/** The same strokes with rounder corners, as a hand draws (Chaikin, 1974). */
export function smooth(strokes, times = 3) {
    const cut = stroke => [stroke[0], ...stroke.slice(1).flatMap((to, index) => [0.25, 0.75].map(share =>
        to.map((value, axis) => stroke[index][axis] + share * (value - stroke[index][axis])))), stroke.at(-1)];
    return times === 0 ? strokes : smooth(strokes.map(cut), times - 1);
}

/** Points along a stroke, as a hand moves: one for each hundredth of the paper or two. */
function* along(stroke) {
    yield stroke[0];
    for (let index = 1; index < stroke.length; ++index) {
        const [from, to] = [stroke[index - 1], stroke[index]];
        const steps = Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 0.025);
        for (let step = 1; step <= steps; ++step) yield from.map((value, axis) => value + step / steps * (to[axis] - value));
    }
}

/**
 * Draws with a mouse, or a pen, whose pressure is 0 to 1. What moves is sent at once, as by a mouse that is quicker than the
 * screen, unless it is slow. holds: for how many milliseconds a stroke halts before its end.
 */
export async function draw(page, strokes, { pressure, isSlow = false, holds = 0 } = {}) {
    const place = await paperOf(page);
    const pointer = pressure === undefined ? { pointerType: 'mouse' } : { pointerType: 'pen', force: pressure };
    const send = (type, at, buttons) => page.send('Input.dispatchMouseEvent',
        { type, ...place(at), button: 'left', buttons, clickCount: 1, ...pointer });
    for (const stroke of strokes) {
        await send('mousePressed', stroke[0], 1);
        const moves = [];
        for (const at of along(stroke)) {
            moves.push(send('mouseMoved', at, 1));
            if (isSlow) await moves.at(-1);
        }
        await Promise.all(moves);
        if (holds > 0) await pause(holds);
        await send('mouseReleased', stroke.at(-1), 0);
    }
}

/** Draws with a finger. A second one trembles on the paper's corner all the while. */
export async function drawByFinger(page, strokes) {
    const place = await paperOf(page);
    const send = (type, points) => page.send('Input.dispatchTouchEvent', { type, touchPoints: points });
    let trembling = 0;
    const other = () => ({ ...place([0.05 + 0.02 * (++trembling % 2), 0.95]), id: 1 });
    for (const stroke of strokes) {
        await send('touchStart', [{ ...place(stroke[0]), id: 0 }]);
        await send('touchStart', [{ ...place(stroke[0]), id: 0 }, other()]);
        for (const at of along(stroke)) await send('touchMove', [{ ...place(at), id: 0 }, other()]);
        await send('touchEnd', []);
    }
}

async function paperOf(page) {
    const { x, y, width, height } = await page.evaluate(`(() => {
        const paper = document.getElementById('paper');
        paper.scrollIntoView({ block: 'nearest' });
        return paper.getBoundingClientRect().toJSON();
    })()`);
    return ([across, down]) => ({ x: x + across * width, y: y + down * height });
}

const CODES = { ' ': 32, Tab: 9, ArrowLeft: 37, ArrowUp: 38, ArrowRight: 39, ArrowDown: 40, z: 90 };

/** Presses a key and lets it go. modifiers: 2 is Control, 8 is Shift. */
export async function key(page, name, modifiers = 0, times = 1) {
    const common = { key: name, code: name === ' ' ? 'Space' : name, windowsVirtualKeyCode: CODES[name], modifiers };
    for (let time = 0; time < times; ++time) {
        await page.send('Input.dispatchKeyEvent', { type: name === ' ' ? 'keyDown' : 'rawKeyDown', ...common });
    }
    await page.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common });
}
