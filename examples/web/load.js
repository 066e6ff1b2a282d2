// Runs the page's own script, page.js with all that it imports, which is packed as well.

import { tellTrouble, unpacked } from './unpack.js';

unpacked('code').then(code => {
    const script = Object.assign(document.createElement('script'), { type: 'module' });
    script.textContent = new TextDecoder().decode(code);
    document.body.append(script);
    // It runs all the same, and the page is as large as it was loaded.
    script.remove();
}).catch(tellTrouble);
