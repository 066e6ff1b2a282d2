// How an answer is shown: in words, as bars, as what the model sees and why, and how it came to be.

import { SIDE } from './evidence.js';

export const element = id => document.getElementById(id);
export const on = (target, kind, action) => target.addEventListener(kind, action);

// What ink can speak for, in the page's words, and its colours on the tiles, whose ground is always dark.
const names = { first: 'three', second: 'seven', neither: 'neither', either: 'against' };
const COLOURS = { first: [92, 160, 255], second: [255, 152, 56], neither: [255, 110, 160], either: [225, 225, 225] };
const GROUND = [11, 12, 15], PLAIN = [128, 130, 136];

/** Says it in words of other classes. */
export function setNames(first, second) {
    Object.assign(names, { first, second });
    const question = `${first} or ${second}?`;
    document.title = document.querySelector('h1').textContent = question[0].toUpperCase() + question.slice(1);
    for (const word of document.querySelectorAll('b.first, b.second')) word.textContent = names[word.className];
}

/** A prediction as shares: the first and the second class of the two, and neither beside them. */
function sharesOf({ logit, probability, known }) {
    const first = logit > 0 ? probability : 1 - probability;
    return { first, second: 1 - first, neither: 1 - known };
}

/** A share in per cent. No model is certain, so none is 0 or 100. */
function percent(share) {
    return share >= 0.9995 ? '> 99.9 %' : share < 0.0005 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
}

/** Shows a prediction, and returns it in words. */
export function showAnswer(prediction, tellsNeither) {
    const shares = sharesOf(prediction), isNeither = prediction.known < 0.5;
    const kind = isNeither ? 'neither' : prediction.logit > 0 ? 'first' : 'second', sure = `${percent(shares[kind])} sure`;
    say(kind, sure, prediction);
    showBar('two', shares.first, `${isNeither ? 'if one, ' : ''}${names.first} ${percent(shares.first)}`,
        `${percent(shares.second)} ${names.second}`);
    showBar('neither', shares.neither, 'neither of them', tellsNeither ? percent(shares.neither) : 'cannot tell');
    return `${names[kind]}, ${sure}`;
}

/** Shows that there is no answer, and why. */
export function showNoAnswer(words) {
    say('none', words, null);
    showBar('two', 0.5, names.first, names.second);
    showBar('neither', 0, 'neither of them', '');
    for (const id of ['seen', 'why']) showPixels(id, () => GROUND);
}

function say(kind, words, prediction) {
    const answer = element('answer');
    answer.className = kind;
    // For programs that read the page: every bit.
    answer.dataset.prediction = JSON.stringify(prediction);
    [answer.firstChild.textContent, answer.lastChild.textContent] = [names[kind] ?? '', words];
}

function showBar(id, share, left, right) {
    const bar = element(id);
    bar.style.setProperty('--share', share);
    [bar.firstChild.textContent, bar.lastChild.textContent] = [left, right];
}

/** Shows the 784 bytes that the model sees, as it sees them: bright ink on dark ground. */
export function showSeen(picture) {
    showPixels('seen', pixel => mixed(GROUND, [255, 255, 255], picture[pixel] / 255));
}

/** Shows the same ink, coloured by what it speaks for: above 0 for one of two kinds, below for the other. */
export function showEvidence(picture, evidence, kinds) {
    // Ink that hardly moves the log-odds is not blown up to full colour.
    const most = evidence.reduce((most, value) => Math.max(most, Math.abs(value)), 0.05);
    showPixels('why', pixel => {
        const strength = Math.sqrt(Math.abs(evidence[pixel]) / most);
        return mixed(GROUND, mixed(PLAIN, COLOURS[kinds[evidence[pixel] > 0 ? 0 : 1]], strength), picture[pixel] / 255);
    });
    document.querySelectorAll('#why + * b').forEach((word, index) => {
        [word.className, word.textContent] = [kinds[index], names[kinds[index]]];
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

/** Shows predictions one after the other: the first class from above, the second from below, neither between them. */
export function showCourse(predictions) {
    // A single answer is a course that does not change.
    const course = predictions.length === 1 ? [predictions[0], predictions[0]] : predictions;
    for (const [kind, base, sign] of [['first', 0, 1], ['second', 1, -1]]) {
        const line = course.map((prediction, index) =>
            `${(index / (course.length - 1)).toFixed(3)} ${(base + sign * prediction.known * sharesOf(prediction)[kind]).toFixed(3)}`);
        element('course').querySelector(`.${kind}`).setAttribute('d', `M0 ${base}L${[...line, `1 ${base}`].join('L')}Z`);
    }
}
