import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { koiUi } from '@koi/ui/vite';
import { defineConfig } from 'vite';
import { plainContracts } from './vite/plain-contracts.js';

/**
 * `--mode preview` builds the page for the dashboard's preview of a chatbot, which serves it below /preview/; the public
 * page does not bring it along.
 */
export default defineConfig(({ mode }) => ({
  base: mode === 'preview' ? '/preview/' : '/',
  plugins: [vue(), tailwindcss(), koiUi(), plainContracts()],
  define: {
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __VUE_OPTIONS_API__: 'false',
  },
  server: {
    host: '127.0.0.1',
    port: 4100,
    proxy: { '/api': process.env.KOI_GATEWAY_URL ?? 'http://127.0.0.1:4000' },
  },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    sourcemap: false,
    ...(mode === 'preview' && { outDir: 'dist-preview' }),
    rolldownOptions: {
      ...(mode === 'preview' && { input: 'preview.html' }),
      output: {
        // What the page begins with is two files: asking for twenty at once is a long task on a slow phone.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules/, tags: ['$initial'], priority: 1 },
            { name: 'page', tags: ['$initial'] },
          ],
        },
      },
    },
  },
}));
