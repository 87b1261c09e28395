/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

export default defineConfig({
  plugins: [vue()],
  base: './',
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { target: 'es2022', chunkSizeWarningLimit: 3000, sourcemap: false },
  // A test that needs a document says so in its first line: // @vitest-environment happy-dom
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
})
