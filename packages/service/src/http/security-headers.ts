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
