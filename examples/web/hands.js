// Who draws: a pointer, the keys, and whoever drew the examples.

import { pointsAlong } from './strokes.js';
import { on } from './view.js';

/** A mouse, a pen or a finger; of several fingers the first. */
export function drawByPointer(desk, paper) {
    const pointOf = event => {
        const { left, top, width, height } = paper.getBoundingClientRect();
        // What is no pen knows no pressure, or has an idea of its own of it.
        const pressure = event.pointerType === 'pen' ? event.pressure : 0.5;
        return [(event.clientX - left) / width, (event.clientY - top) / height, pressure];
    };
    let pointer = null;
    on(paper, 'pointerdown', event => {
        if (pointer !== null || event.button !== 0) return;
        pointer = event.pointerId;
        paper.setPointerCapture(pointer);
        desk.begin(pointOf(event));
    });
    on(paper, 'pointermove', event => {
        if (event.pointerId !== pointer || !desk.open) return;
        // Where the pointer was between two frames of the screen.
        const passed = event.getCoalescedEvents?.() ?? [];
        for (const each of passed.length > 0 ? passed : [event]) desk.extend(pointOf(each));
    });
    on(paper, 'lostpointercapture', event => {
        if (event.pointerId !== pointer) return;
        pointer = null;
        desk.end();
    });
}

const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** The arrow keys move the pen, two together along a diagonal; the space bar lowers and lifts it. pen: what shows its place. */
export function drawByKeys(desk, paper, pen) {
    const held = new Set();
    let place = [0.3, 0.24];
    const showPen = () => {
        pen.hidden = false;
        pen.classList.toggle('down', desk.open !== null);
        [pen.style.left, pen.style.top] = place.map(at => `${100 * at}%`);
    };
    const move = step => {
        for (const key of held) {
            place = place.map((at, axis) => Math.min(0.96, Math.max(0.04, at + step * DIRECTIONS[key][axis])));
        }
        if (desk.open) desk.extend([...place, 0.5]);
    };
    on(paper, 'keydown', event => {
        const isSpace = event.key === ' ';
        if (event.ctrlKey || event.metaKey || event.altKey || !(isSpace || event.key in DIRECTIONS)) return;
        event.preventDefault();
        if (!isSpace) {
            held.add(event.key);
            move(event.shiftKey ? 0.01 : 0.04);
        } else if (!event.repeat) {
            if (desk.open) desk.end(); else desk.begin([...place, 0.5]);
        }
        showPen();
    });
    on(paper, 'keyup', event => held.delete(event.key));
    on(paper, 'blur', () => {
        held.clear();
        pen.hidden = true;
        if (desk.open) desk.end();
    });
    on(paper, 'pointerdown', () => { pen.hidden = true; });
}

/** Draws the paths of a picture as a hand does, in about a second, or at once for whom nothing may move. */
export function drawExample(desk, picture, isGreeting) {
    const lines = Array.from(picture.querySelectorAll('path'), pointsAlong);
    const points = lines.flatMap(line => line.map((point, index) => ({ point, isFirst: index === 0 })));
    // Time tells how many; however slow the screen is, all of the hand's way is seen.
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const due = () => isStill ? points.length : Math.min(points.length, drawn + 4, (performance.now() - start) / 14);
    const strokes = [];
    desk.lay({ strokes, isGreeting });
    let frame, drawn = 0;
    desk.running = { stop: () => cancelAnimationFrame(frame) };
    const start = performance.now();
    const advance = () => {
        for (const end = due(); drawn < end; ++drawn) {
            if (points[drawn].isFirst) strokes.push(desk.open = { points: [], course: [] });
            desk.extend(points[drawn].point);
        }
        // The last points are seen before the stroke ends.
        frame = requestAnimationFrame(drawn < points.length ? advance : () => desk.halt());
    };
    advance();
}
