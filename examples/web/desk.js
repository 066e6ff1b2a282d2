// What lies on the paper, and the way back to what lay there before.

/**
 * States are { strokes, picture, isGreeting }: strokes that were drawn, or a picture (null for none); isGreeting marks what the
 * page opened with. A state changes only while a stroke is drawn on it or a camera runs; undoing is going back.
 *
 * Whoever has what the model saw while a stroke was drawn or a picture was there adds it to `course`.
 */
export class Desk {
    constructor(changed) {
        this.changed = changed;
        this.history = [{ strokes: [], picture: null }];
        // The stroke that is being drawn, by whomever, and what is running by itself: an example or a camera.
        this.open = null;
        this.running = null;
    }

    get now() {
        return this.history.at(-1);
    }

    get isBlank() {
        return this.now.strokes.length === 0 && !this.now.picture;
    }

    /** What the model saw, one after the other. */
    get course() {
        return [...this.now.strokes, this.now.picture].flatMap(part => part?.course ?? []);
    }

    lay(state) {
        this.halt();
        this.history.push({ strokes: [], picture: null, ...state });
        if (this.history.length > 200) this.history.splice(1, 1);
        this.changed();
    }

    /** context: of a canvas that holds the picture. */
    layPicture(context) {
        this.lay({ picture: { context, course: [] } });
    }

    begin(point) {
        // Nobody draws on a picture, which leaves no strokes, nor on what the page opened with.
        const kept = this.now.isGreeting ? [] : this.now.strokes;
        const stroke = { points: [point], course: [] };
        this.lay({ strokes: [...kept, stroke] });
        this.open = stroke;
    }

    extend(point) {
        this.open.points.push(point);
        this.changed();
    }

    end() {
        this.open = null;
        this.changed();
    }

    undo() {
        this.halt();
        if (this.history.length > 1) this.history.pop();
        this.changed();
    }

    clear() {
        if (!this.isBlank) this.lay({});
    }

    halt() {
        this.open = null;
        this.running?.stop();
        this.running = null;
    }
}
