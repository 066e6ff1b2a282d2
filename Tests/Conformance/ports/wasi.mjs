// Runs a WebAssembly program that needs WASI's fd_write and proc_exit: node wasi.mjs PROGRAM
import { readFileSync, writeSync } from 'node:fs';

let memory;
const wasi_snapshot_preview1 = {
    fd_write(file, slices, count, written) {
        const view = new DataView(memory.buffer);
        let total = 0;
        for (let index = 0; index < count; index++) {
            const address = view.getUint32(slices + 8 * index, true);
            const size = view.getUint32(slices + 8 * index + 4, true);
            writeSync(file, new Uint8Array(memory.buffer, address, size));
            total += size;
        }
        view.setUint32(written, total, true);
        return 0;
    },
    proc_exit(status) {
        process.exit(status);
    },
};
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1 });
memory = instance.exports.memory;
instance.exports._start();
