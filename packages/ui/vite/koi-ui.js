import { readFileSync } from 'node:fs';

const files = {
  'theme.js': { type: 'text/javascript', source: new URL('theme.js', import.meta.url) },
  'koi.svg': { type: 'image/svg+xml', source: new URL('koi.svg', import.meta.url) },
};

/** Gives a page `/theme.js` (sets the theme before the first paint) and `/koi.svg` (the favicon). */
export function koiUi() {
  return {
    name: 'koi-ui',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const file = files[request.url?.slice(1).split('?')[0]];
        if (!file) return next();
        response.setHeader('content-type', file.type);
        response.end(readFileSync(file.source));
      });
    },
    generateBundle() {
      for (const [fileName, { source }] of Object.entries(files)) {
        this.emitFile({ type: 'asset', fileName, source: readFileSync(source) });
      }
    },
  };
}
