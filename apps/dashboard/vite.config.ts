import { koiUi } from '@koi/ui/vite';
import tailwindcss from '@tailwindcss/vite';
import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [vue(), tailwindcss(), koiUi()],
  server: {
    host: '127.0.0.1',
    port: 4101,
    proxy: { '/api': 'http://127.0.0.1:4001' },
  },
  // echarts alone is larger than Vite's default warning; it is a chunk of its own, loaded with the overview.
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 700 },
});
