import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { koiUi } from '@koi/ui/vite';
import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

/** Puts the built preview of the chat page (apps/chat, `--mode preview`) below /preview/. */
function chatPreview(): Plugin {
  const chat = dirname(createRequire(import.meta.url).resolve('@koi/chat/package.json'));
  return {
    name: 'koi-chat-preview',
    apply: 'build',
    writeBundle: ({ dir = 'dist' }) =>
      cpSync(join(chat, 'dist-preview'), join(dir, 'preview'), { recursive: true }),
  };
}

export default defineConfig({
  plugins: [vue(), tailwindcss(), koiUi(), chatPreview()],
  server: {
    host: '127.0.0.1',
    port: 4101,
    proxy: { '/api': 'http://127.0.0.1:4001' },
  },
  // echarts alone is larger than Vite's default warning; it is a chunk of its own, loaded with the overview.
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700 },
});
