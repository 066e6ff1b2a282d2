// Asks a model about what lies on the desk, and shows what it answers.

import { Ink, Model, greyOf } from './mnist37.js';
import { painted } from './pictures.js';
import { paint } from './strokes.js';
import { evidence, oddsOfNeither, oddsOfFirst } from './evidence.js';
import { element, showAnswer, showCourse, showEvidence, showNoAnswer, showSeen } from './view.js';

// Who can be asked, and the side of the windows that show why.
const models = { network: { window: 4 }, line: { window: 1 } };

export class Asking {
    /** bytes: { library, network, line }. */
    static async of(desk, bytes) {
        for (const [name, of] of Object.entries(models)) {
            const model = await Model.load(bytes.library, bytes[name]);
            Object.assign(of, { name, model, bytes: bytes[name].byteLength, ...model.info() });
        }
        const [network, line] = [models.network, models.line].map(({ classes }) => classes.join(' and '));
        if (network !== line) throw new Error(`its network tells ${network}, its line ${line}`);
        return new Asking(desk, bytes.library.byteLength);
    }

    constructor(desk, libraryBytes) {
        Object.assign(this, { desk, libraryBytes });
        this.pageBytes = new Blob([document.documentElement.outerHTML]).size;
        this.asked = models.network;
        // What people look at, and what the library gets: black on white, whatever the page's colours are.
        this.paper = element('paper').getContext('2d');
        this.scan = element('scan').getContext('2d', { willReadFrequently: true });
        this.explainingTook = 0;
    }

    get classes() {
        return this.asked.classes;
    }

    choose(name) {
        this.asked = models[name];
        this.desk.now.isGreeting = false;
        this.soon();
    }

    /** Asks at the next frame of the screen, once for all that has changed until then. */
    soon() {
        this.frame ??= requestAnimationFrame(() => {
            this.frame = null;
            this.now();
        });
    }

    now() {
        const { desk } = this;
        this.showPaper();
        let words = '';
        try {
            const seen = this.seen();
            if (seen) words = this.answer(seen); else showNoAnswer('');
        } catch (error) {
            words = error.message;
            showNoAnswer(words);
        }
        showCourse(desk.course.map(entry => this.predicted(entry)));
        this.settle(words);
    }

    /** Shows what is made of 784 bytes, and returns it in words. */
    answer(seen) {
        const entry = { seen, predictions: new Map() }, { open, now: { picture } } = this.desk;
        open?.course.push(entry);
        if (picture?.isLive || picture?.course.length === 0) picture.course = [...picture.course, entry].slice(-100);
        showSeen(seen);
        const prediction = this.predicted(entry);
        this.explain(seen, prediction.known < 0.5);
        return showAnswer(prediction, this.asked.tellsNeither);
    }

    predicted({ seen, predictions }) {
        if (!predictions.has(this.asked)) predictions.set(this.asked, this.asked.model.predictBytes(seen));
        return predictions.get(this.asked);
    }

    /** The 784 bytes of what is there, null for blank paper. Throws the library's words when there is no digit. */
    seen() {
        const { isBlank, now: { picture } } = this.desk;
        if (!picture) return isBlank ? null : this.framed(this.scan, Ink.dark);
        // A picture stays as it is, unless a camera is taking it.
        if (picture.isLive || !picture.seen) {
            picture.seen = this.framed(picture.context, Ink.decide);
            // The way back keeps no photograph in full.
            if (!picture.isLive) picture.context = painted(picture.context.canvas, this.paper.canvas.width);
        }
        return picture.seen;
    }

    framed(context, ink) {
        return this.asked.model.frame(greyOf(rgbaOf(context)), context.canvas.width, context.canvas.height, ink);
    }

    showPaper() {
        const { desk, paper, scan } = this, { strokes, picture, isGreeting } = desk.now, { width: side } = paper.canvas;
        paper.clearRect(0, 0, side, side);
        if (picture) {
            const { width, height } = picture.context.canvas, scale = side / Math.max(width, height);
            paper.drawImage(picture.context.canvas, (side - scale * width) / 2, (side - scale * height) / 2,
                scale * width, scale * height);
        } else {
            scan.clearRect(0, 0, scan.canvas.width, scan.canvas.height);
            paint(scan, strokes, 'black');
            paint(paper, strokes, getComputedStyle(paper.canvas).color);
        }
        element('hint').textContent = isGreeting ? 'Now you: draw over it' : desk.isBlank ? 'Draw here' : '';
        element('undo').disabled = desk.history.length < 2;
        element('clear').disabled = desk.isBlank;
        element('camera').textContent = picture?.isLive ? 'Take it' : 'Camera';
    }

    /** Why takes some hundred predictions: at once where they fit into a frame, else when the pen rests. */
    explain(seen, isNeither) {
        clearTimeout(this.explaining);
        this.explaining = setTimeout(() => {
            const start = performance.now();
            const { model, window } = this.asked;
            if (isNeither) {
                showEvidence(seen, evidence(model, seen, window, oddsOfNeither), ['neither', 'either']);
            } else {
                showEvidence(seen, evidence(model, seen, window, oddsOfFirst), ['first', 'second']);
            }
            this.explainingTook = performance.now() - start;
        }, this.explainingTook > 12 ? 120 : 0);
    }

    /**
     * When nothing has moved for a while, a screen reader hears the answer, and the clock is read. Nobody asked for what the
     * page opens with.
     */
    settle(words, isAskedFor = !this.desk.now.isGreeting) {
        clearTimeout(this.settling);
        this.settling = setTimeout(() => {
            const { isBlank, now, open, running } = this.desk;
            if (open || running) return;
            if (isAskedFor && element('status').textContent !== words) element('status').textContent = words;
            if (!isBlank && !now.picture) this.asked.cost ??= this.cost();
            element('cost').textContent = this.asked.cost ?? '';
        }, 700);
    }

    cost() {
        const { asked: { model, name, bytes }, scan } = this, grey = greyOf(rgbaOf(scan)), { width, height } = scan.canvas;
        const seen = model.frame(grey, width, height, Ink.dark);
        const size = bytes => `${(bytes / 1000).toFixed(1)} KB`;
        return `Library ${size(this.libraryBytes)} of WebAssembly, ${name} ${size(bytes)}, whole page ${size(this.pageBytes)}. ` +
            `Here a drawing is framed in ${timeOf(() => model.frame(grey, width, height, Ink.dark))} ` +
            `and answered in ${timeOf(() => model.predictBytes(seen))}.`;
    }
}

function rgbaOf(context) {
    return context.getImageData(0, 0, context.canvas.width, context.canvas.height).data;
}

/** Of one call. Clocks in browsers are coarse, so many calls are timed; other programs run, so the least of four times counts. */
function timeOf(call) {
    const least = Math.min(...[1, 2, 3, 4].map(() => {
        const start = performance.now();
        let calls = 0, time = 0;
        for (; time < 5; ++calls, time = performance.now() - start) call();
        return time / calls;
    }));
    const microseconds = 1000 * least, short = value => Number(value.toPrecision(2));
    return microseconds < 1000 ? `${short(microseconds)} µs` : `${short(microseconds / 1000)} ms`;
}
