// The page: connects buttons, files and a camera with the desk.

import { Asking } from './ask.js';
import { Desk } from './desk.js';
import { drawByKeys, drawByPointer, drawExample } from './hands.js';
import { Camera, decoded, hasCamera } from './pictures.js';
import { tellTrouble, unpacked } from './unpack.js';
import { element, on, setNames, showNoAnswer } from './view.js';

async function start() {
    if (!globalThis.WebAssembly) throw new Error('this browser has no WebAssembly, or was told not to use it');
    const desk = new Desk(), bytes = {};
    for (const name of ['library', 'network', 'line']) bytes[name] = await unpacked(name);
    const asking = await Asking.of(desk, bytes);
    desk.changed = () => asking.soon();
    drawByPointer(desk, element('paper'));
    drawByKeys(desk, element('paper'), element('pen'));
    listen(desk, asking);
    if (asking.classes.join() === '3,7') {
        drawExample(desk, document.querySelector('#examples button'), true);
    } else {
        setNames(...asking.classes);
        element('examples').hidden = true;
        asking.soon();
    }
    element('camera').hidden = !await hasCamera();
}

function listen(desk, asking) {
    const click = (id, action) => on(element(id), 'click', action);
    click('undo', () => desk.undo());
    click('clear', () => desk.clear());
    click('choose', () => element('file').click());
    click('camera', () => tried(asking, () => runCamera(desk)));
    for (const button of document.querySelectorAll('#examples button')) {
        on(button, 'click', () => drawExample(desk, button, false));
    }
    for (const radio of document.getElementsByName('model')) {
        on(radio, 'change', () => asking.choose(radio.value));
    }
    on(matchMedia('(prefers-color-scheme: dark)'), 'change', desk.changed);
    on(globalThis, 'keydown', event => {
        if (event.key !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
        event.preventDefault();
        desk.undo();
    });

    const take = ([file]) => file && tried(asking, async () => desk.layPicture(await decoded(file)));
    on(element('file'), 'change', ({ currentTarget: input }) => {
        take(input.files);
        // The same file can be chosen again.
        input.value = '';
    });
    on(globalThis, 'paste', event => take(event.clipboardData.files));
    for (const kind of ['dragover', 'dragleave', 'drop']) {
        on(globalThis, kind, event => {
            event.preventDefault();
            element('sheet').classList.toggle('over', kind === 'dragover');
            if (kind === 'drop') take(event.dataTransfer.files);
        });
    }
}

/** Shows what went wrong in the place of an answer; what lay on the paper still lies there. */
async function tried(asking, action) {
    try {
        await action();
    } catch (error) {
        showNoAnswer(error.message);
        asking.settle(error.message, true);
    }
}

/** Shows what a camera sees, and asks about it, until it is told to take that, or anything else happens on the desk. */
async function runCamera(desk) {
    if (desk.now.picture?.isLive) {
        desk.halt();
        return desk.changed();
    }
    const camera = await Camera.start();
    desk.layPicture(camera.context);
    const { picture } = desk.now;
    picture.isLive = true;
    desk.running = { stop: () => { camera.stop(); picture.isLive = false; } };
    camera.run(desk.changed);
}

start().catch(tellTrouble);
