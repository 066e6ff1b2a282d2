// How an answer is shown: in words, as bars, as what the model sees and why, and how it came to be.

import { SIDE } from './evidence.js';

export const element = id => document.getElementById(id);
export const on = (target, kind, action) => target.addEventListener(kind, action);

// Of the tiles, whose ground is dark whatever the page's colours are.
const GROUND = [17, 18, 22], PLAIN = [128, 130, 136], THREE = [92, 160, 255], SEVEN = [255, 152, 56];

/** A prediction as shares: three and seven of the two, and neither beside them. */
function sharesOf({ digit, probability, known }) {
    const three = digit === 3 ? probability : 1 - probability;
    return { three, seven: 1 - three, neither: 1 - known };
}

/** A share in per cent. No model is certain, so none is 0 or 100. */
function percent(share) {
    return share >= 0.9995 ? '> 99.9 %' : share < 0.0005 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
}

/** Shows a prediction, and returns it in words. tells: whether the model can tell what is neither. */
export function showAnswer(prediction, tells) {
    const shares = sharesOf(prediction);
    const name = prediction.known < 0.5 ? 'neither' : prediction.digit === 3 ? 'three' : 'seven';
    const sure = `${percent(shares[name])} sure`;
    say(name, sure, prediction);
    for (const [kind, share] of Object.entries(shares)) {
        showBar(kind, share, kind === 'neither' && !tells ? 'cannot tell' : percent(share));
    }
    return `${name === 'neither' ? name : `a ${name}`}, ${sure}`;
}

/** Shows that there is no answer, and why. */
export function showNoAnswer(words) {
    say('', words, null);
    for (const kind of ['three', 'seven', 'neither']) showBar(kind, 0, '');
    for (const id of ['seen', 'why']) showPixels(id, () => GROUND);
}

function say(name, words, prediction) {
    const answer = element('answer');
    answer.className = name;
    // For programs that read the page: every bit.
    answer.dataset.prediction = JSON.stringify(prediction);
    [answer.firstChild.textContent, answer.lastChild.textContent] = [name, words];
}

function showBar(kind, share, words) {
    const bar = element('bars').querySelector(`.${kind}`);
    bar.style.setProperty('--share', share);
    bar.lastChild.textContent = words;
}

/** Shows the 784 bytes that the model sees, as it sees them: bright ink on dark ground. */
export function showSeen(picture) {
    showPixels('seen', pixel => mixed(GROUND, [255, 255, 255], picture[pixel] / 255));
}

/** Shows the same ink, coloured by what it speaks for. */
export function showEvidence(picture, evidence) {
    // Ink that hardly moves the log-odds is not blown up to full colour.
    const most = evidence.reduce((most, value) => Math.max(most, Math.abs(value)), 0.05);
    showPixels('why', pixel => {
        const strength = Math.sqrt(Math.abs(evidence[pixel]) / most);
        return mixed(GROUND, mixed(PLAIN, evidence[pixel] > 0 ? THREE : SEVEN, strength), picture[pixel] / 255);
    });
}

function mixed(from, to, share) {
    return from.map((value, channel) => value + share * (to[channel] - value));
}

function showPixels(id, colourOf) {
    const context = element(id).getContext('2d'), image = context.createImageData(SIDE, SIDE);
    for (let pixel = 0; pixel < SIDE * SIDE; ++pixel) image.data.set([...colourOf(pixel), 255], 4 * pixel);
    context.putImageData(image, 0, 0);
}

/** Shows predictions one after the other: three from above, seven from below, and what is between them is neither. */
export function showCourse(predictions) {
    // A single answer is a course that does not change.
    const course = predictions.length === 1 ? [predictions[0], predictions[0]] : predictions;
    for (const [kind, base, sign] of [['three', 0, 1], ['seven', 1, -1]]) {
        const line = course.map((prediction, index) =>
            `${(index / (course.length - 1)).toFixed(3)} ${(base + sign * prediction.known * sharesOf(prediction)[kind]).toFixed(3)}`);
        element('course').querySelector(`.${kind}`).setAttribute('d', `M0 ${base}L${[...line, `1 ${base}`].join('L')}Z`);
    }
}
