import './app/zod-settings.js';
import '@koi/ui/fonts.css';
import './app/style.css';

// The router reads the address when it is loaded: by then the token must be gone from it.
const { enterByToken } = await import('./app/enter-by-token.js');
await enterByToken();
const { start } = await import('./app/start.js');
start();
