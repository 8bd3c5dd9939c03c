import './app/zod-settings.js';
import '@koi/ui/fonts.css';
import './app/style.css';
import { enterByToken } from './app/enter-by-token.js';

// The router reads the address when it is loaded: by then the token must be gone from it.
await enterByToken();
const { start } = await import('./app/start.js');
start();
