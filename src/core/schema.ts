import { z } from 'zod';

// zod's compiled path uses `new Function`, which the extension's CSP forbids. To be said before the first schema is made: even to
// try it is an error in Firefox's console. So every schema is made with this `z`.
z.config({ jitless: true });

export { z };
