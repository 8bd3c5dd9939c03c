import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { problem, type AnyRoute, type Problem, type ProblemCode } from '@koi/contracts';
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';

/** The shape of errors that clients of another API expect from a part of this one. */
export interface ErrorShape {
  /** Every path below it, also one that does not exist: `/v1`. */
  readonly below: string;
  readonly schema: z.ZodType;
  readonly of: (problem: Problem) => object;
}

export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly routes: Readonly<Record<string, AnyRoute>>;
  /** The cookie that signs a caller in. */
  readonly cookie: string;
  /** Errors below some path that have another shape than problem details. */
  readonly errors?: ErrorShape;
}

const SUCCESS: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Made, and stored.',
  202: 'Accepted: durably queued.',
  204: 'Done; no body.',
};

/** The OpenAPI 3.1 document of a service, from the same schemas that check its requests. */
export function openApiDocument({
  title,
  description,
  routes,
  cookie,
  errors,
}: ApiDescription): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [operationId, route] of Object.entries(routes)) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = {
      ...paths[path],
      [route.method.toLowerCase()]: operation(operationId, route, errors),
    };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title, description, version: '1' },
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: cookie },
        ...(Object.values(routes).some(({ auth }) => auth === 'api_key')
          ? { api_key: { type: 'http' as const, scheme: 'bearer' } }
          : {}),
      },
    },
  });
}

function operation(
  operationId: string,
  route: AnyRoute,
  errors: ErrorShape | undefined,
): ZodOpenApiOperationObject {
  const header = route.idempotent
    ? z.object({
        'Idempotency-Key': z
          .uuid()
          .describe('A UUID of the client’s own: the same key twice is one request.'),
      })
    : undefined;
  const answers = {
    ...(route.produces ? { [route.produces]: { schema: z.string() } } : {}),
    ...(route.response ? { 'application/json': { schema: route.response } } : {}),
  };
  const content = Object.keys(answers).length > 0 ? { content: answers } : {};
  return {
    operationId,
    summary: route.summary,
    tags: [route.tag],
    ...(route.open ? {} : { security: [{ [route.auth ?? 'cookie']: [] }] }),
    requestParams: {
      ...(route.params ? { path: route.params as z.ZodObject } : {}),
      ...(route.query ? { query: route.query as z.ZodObject } : {}),
      ...(header ? { header } : {}),
    },
    ...(route.body
      ? { requestBody: { required: true, content: { 'application/json': { schema: route.body } } } }
      : {}),
    responses: {
      [String(route.status) as '200']: {
        description: SUCCESS[route.status] ?? 'Done.',
        ...content,
      },
      ...(route.status === 200 && route.idempotent
        ? { '202': { description: SUCCESS[202] ?? '', ...content } }
        : {}),
      default:
        errors && isBelow(route.path, errors)
          ? {
              description: `Codes: ${codes(route).join(', ')}.`,
              content: { 'application/json': { schema: errors.schema } },
            }
          : {
              description: `Problem details (RFC 9457). Codes: ${codes(route).join(', ')}.`,
              content: { 'application/problem+json': { schema: problem } },
            },
    },
  };
}

/** Whether errors at this path have the other shape. */
export const isBelow = (path: string, { below }: ErrorShape): boolean =>
  path === below || path.startsWith(`${below}/`);

const codes = (route: AnyRoute): readonly ProblemCode[] => [
  'invalid_input',
  ...route.problems,
  ...(route.roles && !route.roles.includes('viewer') && !route.open ? ['forbidden' as const] : []),
  'internal',
];

/** Serves the document at `/api/openapi.json` and a page to browse it at `/api/docs`. */
export function serveApiDocs(app: NestFastifyApplication, api: ApiDescription): void {
  const document = openApiDocument(api);
  SwaggerModule.setup('api/docs', app, document as OpenAPIObject, {
    jsonDocumentUrl: 'api/openapi.json',
    yamlDocumentUrl: 'api/openapi.yaml',
    customSiteTitle: api.title,
  });
}
