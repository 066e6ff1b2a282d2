// How an answer is shown: in words, as bars, as what the model sees and why, and how it came to be.

import { SIDE } from './evidence.js';

export const element = id => document.getElementById(id);
export const on = (target, kind, action) => target.addEventListener(kind, action);

// Of the tiles, whose ground is dark whatever the page's colours are.
const GROUND = [11, 12, 15], PLAIN = [128, 130, 136];
const COLOURS = { three: [92, 160, 255], seven: [255, 152, 56], neither: [255, 110, 160], 'a digit': [225, 225, 225] };

/** A prediction as shares: three and seven of the two, and neither beside them. */
function sharesOf({ digit, probability, known }) {
    const three = digit === 3 ? probability : 1 - probability;
    return { three, seven: 1 - three, neither: 1 - known };
}

/** A share in per cent. No model is certain, so none is 0 or 100. */
function percent(share) {
    return share >= 0.9995 ? '> 99.9 %' : share < 0.0005 ? '< 0.1 %' : `${(100 * share).toFixed(1)} %`;
}

/** What a prediction comes to: three, seven or neither. */
const nameOf = ({ digit, known }) => known < 0.5 ? 'neither' : digit === 3 ? 'three' : 'seven';

/** Shows a prediction, and returns it in words. tells: whether the model can tell what is neither. */
export function showAnswer(prediction, tells) {
    const shares = sharesOf(prediction), name = nameOf(prediction), sure = `${percent(shares[name])} sure`;
    say(name, sure, prediction);
    showBar('two', shares.three, `${name === 'neither' ? 'if one, ' : ''}three ${percent(shares.three)}`, `${percent(shares.seven)} seven`);
    showBar('neither', shares.neither, 'neither of them', tells ? percent(shares.neither) : 'a line cannot tell');
    return `${name === 'neither' ? name : `a ${name}`}, ${sure}`;
}

/** Shows that there is no answer, and why. */
export function showNoAnswer(words) {
    say('', words, null);
    showBar('two', 0.5, 'three', 'seven');
    showBar('neither', 0, 'neither of them', '');
    for (const id of ['seen', 'why']) showPixels(id, () => GROUND);
}

function say(name, words, prediction) {
    const answer = element('answer');
    answer.className = name || 'none';
    // For programs that read the page: every bit.
    answer.dataset.prediction = JSON.stringify(prediction);
    [answer.firstChild.textContent, answer.lastChild.textContent] = [name, words];
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

/** Shows the same ink, coloured by what it speaks for: for one of two names above 0, for the other below. */
export function showEvidence(picture, evidence, names) {
    // Ink that hardly moves the log-odds is not blown up to full colour.
    const most = evidence.reduce((most, value) => Math.max(most, Math.abs(value)), 0.05);
    showPixels('why', pixel => {
        const strength = Math.sqrt(Math.abs(evidence[pixel]) / most);
        return mixed(GROUND, mixed(PLAIN, COLOURS[names[evidence[pixel] > 0 ? 0 : 1]], strength), picture[pixel] / 255);
    });
    document.querySelectorAll('#why + * b').forEach((word, index) => {
        [word.className, word.textContent] = [names[index], names[index]];
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
