// Why a model answers as it does, by occlusion: ink is taken away, window by window, and the log-odds change.

/** Rows and columns of what a model sees. */
export const SIDE = 28;

/**
 * What each pixel's ink adds to log-odds: the mean, over the windows that cover it, of what they take away.
 *
 * With windows of one pixel, a line's evidence is pixel times weight. A network hardly minds one pixel: its windows are
 * wider, and overlap by half.
 *
 * oddsOf: oddsOfFirst or oddsOfNeither, the log-odds that a prediction gives.
 */
export function evidence(model, picture, window, oddsOf) {
    const whole = oddsOf(model.predictBytes(picture));
    const sums = new Float32Array(SIDE * SIDE), counts = new Uint8Array(SIDE * SIDE);
    const step = Math.max(1, window / 2);
    for (let top = 1 - step; top < SIDE; top += step) {
        for (let left = 1 - step; left < SIDE; left += step) {
            const covered = pixelsOf(left, top, window).filter(pixel => picture[pixel] > 0);
            if (covered.length === 0) continue;
            const occluded = picture.slice();
            for (const pixel of covered) occluded[pixel] = 0;
            const change = whole - oddsOf(model.predictBytes(occluded));
            for (const pixel of covered) {
                sums[pixel] += change;
                ++counts[pixel];
            }
        }
    }
    return sums.map((sum, pixel) => sum / Math.max(1, counts[pixel]));
}

/** Of the first class, a three. */
export function oddsOfFirst({ logit }) {
    return logit;
}

/** From a probability, which is a float and may have become 0 or 1. */
export function oddsOfNeither({ known }) {
    return Math.log(Math.max(1 - known, 1e-7)) - Math.log(Math.max(known, 1e-30));
}

function pixelsOf(left, top, window) {
    const pixels = [];
    for (let y = Math.max(0, top); y < Math.min(SIDE, top + window); ++y) {
        for (let x = Math.max(0, left); x < Math.min(SIDE, left + window); ++x) pixels.push(SIDE * y + x);
    }
    return pixels;
}
