import { existsSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { previewHeaders } from './security-headers.js';

/** The folder of the chat page that the dashboard shows drafts in. */
const PREVIEW = 'preview';

/**
 * Serves a built page beside the API: hashed files are kept by browsers for good, and every path that is neither
 * a file nor under /api answers the page itself, which routes by path.
 */
export async function serveStaticPages(fastify: FastifyInstance, folder: string): Promise<void> {
  const page = join(folder, 'index.html');
  if (!existsSync(page))
    throw new Error(`KOI_STATIC_DIR has no index.html: ${folder}. Build the pages first.`);
  const html = readFileSync(page);
  await fastify.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders(reply, path) {
      if (path.startsWith(join(folder, PREVIEW, sep)))
        for (const [name, value] of Object.entries(previewHeaders)) reply.header(name, value);
      reply.header(
        'cache-control',
        /[\\/]assets[\\/]/.test(path.slice(folder.length))
          ? 'public, max-age=31536000, immutable'
          : 'no-cache',
      );
    },
  });
  fastify.addHook('preHandler', async (request, reply) => {
    if (request.is404 && request.method === 'GET' && isPagePath(request.url)) {
      await reply
        .code(200)
        .header('cache-control', 'no-cache')
        .type('text/html; charset=utf-8')
        .send(html);
    }
  });
}

/** A path of the page's own router: not the API, not health, and without a file's ending. */
function isPagePath(url: string): boolean {
  const path = url.split('?')[0] ?? '';
  return !/^\/(api|v1|healthz|readyz|metrics)(\/|$)/.test(path) && !/\.[a-z0-9]+$/i.test(path);
}
