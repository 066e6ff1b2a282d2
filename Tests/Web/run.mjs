// Tests the page for a browser in Chromium: node run.mjs FOLDER WEIGHTS PROGRAM [AXE [ONLY]]
// FOLDER holds what `make web` built, WEIGHTS is its network, PROGRAM is Tests/Checks/frame.c, built with the library of this
// machine, AXE is axe.min.js. ONLY is part of a test's name. Prints a line for each test, and ends at the first that fails.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Browser } from './browser.mjs';
import * as accessibility from './accessibility.mjs';
import * as answers from './answers.mjs';
import * as drawing from './drawing.mjs';
import * as loading from './loading.mjs';
import * as pictures from './pictures.mjs';

const [folder, weights, program, axe, only = ''] = process.argv.slice(2);
const html = readFileSync(`${folder}/index.html`, 'utf8');
const source = new URL('../../examples/web', import.meta.url).pathname;

// Any page that is asked for: the built one, its source below /source/, or what a test laid under a name.
const laid = new Map([['/', html]]);
const kinds = { html: 'text/html', css: 'text/css', js: 'text/javascript' };
const server = createServer((request, response) => {
    const isSource = request.url.startsWith('/source/');
    const content = laid.get(request.url) ?? (isSource ? readFileSync(source + request.url.slice('/source'.length)) : undefined);
    const kind = isSource ? kinds[request.url.split('.').at(-1)] : kinds.html;
    response.writeHead(content === undefined ? 404 : 200, { 'content-type': `${kind}; charset=utf-8` }).end(content);
});
await new Promise(listening => server.listen(0, '127.0.0.1', listening));

const browser = new Browser();
const context = {
    folder, weights, program, axe, html, laid, browser,
    fromServer: `http://127.0.0.1:${server.address().port}/`,
    fromFolder: pathToFileURL(resolve(folder, 'index.html')).href,
    /** Opens a page, hands it to a test, and closes it; the console must have said nothing. */
    async with(url, options, test) {
        const page = await browser.open(url, options);
        const outcome = await test(page);
        if (page.messages.length > 0) throw new Error(`the console says ${page.messages.join('; ')}`);
        await page.close();
        return outcome;
    },
};

let failed = false;
for (const [name, test] of Object.entries({ ...loading, ...answers, ...drawing, ...pictures, ...accessibility })) {
    if (!name.toLowerCase().includes(only.toLowerCase())) continue;
    const words = name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`);
    try {
        const start = Date.now(), found = await test(context);
        console.log(`web: ${words}${found ? `: ${found}` : ''} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    } catch (error) {
        console.error(`web: ${words}: ${error.stack}`);
        failed = true;
        break;
    }
}
await browser.close();
server.close();
process.exitCode = failed ? 1 : 0;
