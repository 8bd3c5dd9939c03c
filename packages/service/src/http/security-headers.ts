import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

declare module 'fastify' {
  interface FastifyInstance {
    /** Hosts besides its own that pages may load images from, by HTTPS. */
    imageHosts: readonly string[];
  }
}

/** Strict headers for pages and API alike: no inline script or style, no framing, no referrer to other sites. */
export async function addSecurityHeaders(fastify: FastifyInstance): Promise<void> {
  fastify.decorate('imageHosts', []);
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        // Components place menus and tooltips through the CSS object model, which is no inline style.
        styleSrc: ["'self'"],
        imgSrc: [
          "'self'",
          'data:',
          () => fastify.imageHosts.map((host) => `https://${host}`).join(' '),
        ],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // Plain HTTP is usual on a private machine or a LAN; a proxy with TLS adds HSTS.
    strictTransportSecurity: false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'same-origin' },
  });
}

/**
 * For the preview of a chatbot, which shows what models write: only the dashboard may frame it, it has an origin of its own
 * (`sandbox`, so no cookie, no storage, nothing of the dashboard), and it speaks to no server. Its files are public; a
 * page of an origin of its own gets scripts, styles and fonts only if they are said to be.
 */
export const previewHeaders = {
  'content-security-policy':
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self' data:;base-uri 'none';form-action 'none';frame-ancestors 'self';sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox",
  'access-control-allow-origin': '*',
  // Its origin is shared with nobody as it is.
  'origin-agent-cluster': '?0',
} as const;
