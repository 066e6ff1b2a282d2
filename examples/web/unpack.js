// What `make web` packs into the page: scripts whose text is gzip in base64.

/** The bytes of the script of that name. Throws an Error whose message ends a sentence. */
export async function unpacked(name) {
    const packed = document.getElementById(name).textContent;
    if (packed === '') throw new Error('this is its source; make web builds the page itself, build/web/index.html');
    if (!globalThis.DecompressionStream) throw new Error('this browser cannot unpack gzip, as those since 2023 can');
    try {
        const bytes = Uint8Array.from(atob(packed), character => character.charCodeAt(0));
        return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
    } catch {
        throw new Error('its file is damaged');
    }
}

export function tellTrouble(error) {
    document.getElementById('trouble').textContent = `The page cannot answer: ${error.message}.`;
}
