import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { z } from 'zod';

const BUILT_CONTRACT = /[\\/]contracts[\\/]dist[\\/].*\.js$/;

/**
 * Leaves the schemas of the contracts out of the built page: it sends what its types allow, the services check it, and
 * responses are checked in development. Of a module with schemas its plain data stay (method and path of a route, limits,
 * the words of an enum as its `options`), read from the module itself. A schema that the page imports all the same fails the build: it is not there.
 */
export function plainContracts(): Plugin {
  return {
    name: 'koi-plain-contracts',
    apply: 'build',
    async transform(code, id) {
      if (!BUILT_CONTRACT.test(id) || !/from ['"]zod['"]/.test(code)) return null;
      return { code: plainModule((await import(pathToFileURL(id).href)) as object), map: null };
    },
  };
}

/** The source of a module that exports only what of `exports` is plain data. */
export function plainModule(exports: object): string {
  return Object.entries(exports)
    .map(([name, value]) => [name, plain(value)] as const)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};\n`)
    .join('');
}

function plain(value: unknown): unknown {
  if (isRoute(value)) {
    const { method, path, response } = value;
    // The client asks whether there is a body to read.
    return { method, path, ...(response ? { response: true } : {}) };
  }
  if (value instanceof z.ZodEnum) return { options: value.options };
  if (typeof value === 'function' || isSchema(value)) return undefined;
  // Parts that schemas are put together from.
  if (typeof value === 'object' && value !== null && Object.values(value).some(isSchema))
    return undefined;
  return value;
}

const isSchema = (value: unknown): boolean => value instanceof z.ZodType;

const isRoute = (
  value: unknown,
): value is { readonly method: string; readonly path: string; readonly response?: object } =>
  typeof value === 'object' && value !== null && 'method' in value && 'path' in value;
