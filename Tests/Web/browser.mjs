// Chromium without a window, driven by its own protocol through two pipes; no package is needed for that.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FLAGS = [
    '--headless=new', '--remote-debugging-pipe', '--no-sandbox', '--no-first-run', '--disable-gpu', '--disable-dev-shm-usage',
    '--hide-scrollbars', '--force-color-profile=srgb', '--font-render-hinting=none',
    // A camera that shows a pattern, and nobody who must allow it.
    '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
];

export class Browser {
    constructor() {
        this.profile = mkdtempSync(join(tmpdir(), 'mnist37-web-'));
        const flags = [...FLAGS, `--user-data-dir=${this.profile}`, 'about:blank'];
        this.process = spawn(process.env.CHROMIUM ?? 'chromium', flags, { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
        const [, , , commands, answers] = this.process.stdio;
        this.commands = commands;
        this.waiting = new Map();
        this.listeners = new Map();
        this.last = 0;
        this.ended = new Promise(resolve => {
            for (const kind of ['exit', 'error']) this.process.on(kind, resolve);
        });
        commands.on('error', () => {});
        let rest = '';
        answers.setEncoding('utf8').on('data', text => {
            const messages = (rest + text).split('\0');
            rest = messages.pop();
            for (const message of messages) this.take(JSON.parse(message));
        });
    }

    take({ id, sessionId, method, params, result, error }) {
        if (id === undefined) return this.listeners.get(sessionId)?.(method, params);
        const { resolve, reject, what } = this.waiting.get(id);
        this.waiting.delete(id);
        if (error) reject(new Error(`${what}: ${error.message}`)); else resolve(result);
    }

    send(method, params = {}, sessionId) {
        const id = ++this.last;
        this.commands.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
        const answer = new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject, what: method }));
        const noAnswer = this.ended.then(outcome => { throw new Error(`the browser has ended: ${outcome}`); });
        return Promise.race([answer, noAnswer]);
    }

    async open(url, options) {
        const { targetId } = await this.send('Target.createTarget', { url: 'about:blank' });
        const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
        const page = new Page(this, sessionId, targetId);
        await page.load(url, options);
        return page;
    }

    async close() {
        // It may end before it answers.
        await this.send('Browser.close').catch(() => {});
        await this.ended;
        rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
    }
}

/** A page of its own. `messages` has what the console said and what was thrown. */
class Page {
    constructor(browser, session, target) {
        Object.assign(this, { browser, session, target, messages: [] });
        browser.listeners.set(session, (method, params) => this.hear(method, params));
    }

    hear(method, params) {
        if (method === 'Runtime.consoleAPICalled') this.messages.push(params.args.map(({ value }) => value).join(' '));
        if (method === 'Runtime.exceptionThrown') this.messages.push(params.exceptionDetails.exception?.description);
        if (method === 'Log.entryAdded') this.messages.push(`${params.entry.text} ${params.entry.url ?? ''}`);
        if (method === 'Page.loadEventFired') this.loaded();
    }

    send(method, params) {
        return this.browser.send(method, params, this.session);
    }

    /** width and height in CSS pixels; scheme light or dark; isStill: for whom nothing moves; isPhone: with fingers. */
    async load(url, { width = 1280, height = 800, scheme = 'light', isStill = true, isPhone = false } = {}) {
        for (const domain of ['Page', 'Runtime', 'Log', 'Accessibility']) await this.send(`${domain}.enable`);
        await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: isPhone });
        await this.send('Emulation.setTouchEmulationEnabled', { enabled: isPhone });
        await this.send('Emulation.setEmulatedMedia', { features: [
            { name: 'prefers-color-scheme', value: scheme },
            { name: 'prefers-reduced-motion', value: isStill ? 'reduce' : 'no-preference' },
        ] });
        const loaded = new Promise(resolve => { this.loaded = resolve; });
        await this.send('Page.navigate', { url });
        await loaded;
    }

    /** The value of an expression, or of the promise that it is. */
    async evaluate(expression) {
        const { result, exceptionDetails } = await this.send('Runtime.evaluate',
            { expression, returnByValue: true, awaitPromise: true, userGesture: true });
        if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
    }

    /** Waits, at most half a minute, until an expression is true. */
    async until(expression) {
        for (const end = Date.now() + 30000; Date.now() < end; await pause(20)) {
            if (await this.evaluate(expression)) return;
        }
        throw new Error(`never: ${expression}`);
    }

    /** The whole page as a picture. */
    async picture(format = 'webp', quality = 80) {
        const { data } = await this.send('Page.captureScreenshot', { format, quality, captureBeyondViewport: true });
        return Buffer.from(data, 'base64');
    }

    close() {
        return this.browser.send('Target.closeTarget', { targetId: this.target });
    }
}

export function pause(milliseconds) {
    return new Promise(resolve => { setTimeout(resolve, milliseconds); });
}
