import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { problemTitles, problemType } from '../problems/index.js';
import type { AnyRoute } from './define-route.js';
import { dashboardRoutes, gatewayRoutes } from './index.js';

const services: [string, Readonly<Record<string, AnyRoute>>][] = [
  ['gateway', gatewayRoutes],
  ['feedback-api', dashboardRoutes],
];

describe.each(services)('the routes of %s', (_, routes) => {
  const all = Object.entries(routes);

  test('differ in method and path, whatever their parameters are called', () => {
    const shapes = all.map(([, { method, path }]) => `${method} ${path.replace(/:\w+/g, ':')}`);

    expect(new Set(shapes).size).toBe(shapes.length);
  });

  test.each(all)('%s is described in a sentence', (_, { summary, tag }) => {
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(tag).not.toBe('');
  });

  test.each(all)('%s checks exactly the parameters its path has', (_, { path, params }) => {
    const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    const checked = params instanceof z.ZodObject ? Object.keys(params.shape) : [];

    expect(checked.sort()).toEqual(named.sort());
  });

  test.each(all)('%s lies below /api and has no trailing slash', (_, { path }) => {
    expect(path).toMatch(/^\/api(\/:?[a-zA-Z-]+)+$/);
  });

  test.each(all)('%s says what it answers', (_, { response, produces, status }) => {
    const hasBody = response !== undefined || produces !== undefined;

    expect(hasBody).toBe(status !== 204);
  });

  test.each(all)('%s has a body only where HTTP gives one a meaning', (_, { method, body }) => {
    if (method === 'GET' || method === 'DELETE') expect(body).toBeUndefined();
    if (method === 'PUT' || method === 'PATCH') expect(body).toBeDefined();
  });

  test.each(all)('%s asks for a cookie and says so, or is open', (_, { open, problems }) => {
    expect(problems.includes('unauthenticated')).toBe(!open);
  });
});

test.each(Object.entries(dashboardRoutes as Readonly<Record<string, AnyRoute>>))(
  '%s names who may call it',
  (name, { roles, open, method }) => {
    expect(roles).toBeDefined();
    expect(roles === 'anyone').toBe(open === true);
    // A viewer changes nothing but their own session.
    if (method !== 'GET' && roles?.includes('viewer'))
      expect(['signOut', 'changePassword']).toContain(name);
  },
);

describe('every table of the dashboard comes as a file', () => {
  const routes: Readonly<Record<string, AnyRoute>> = dashboardRoutes;
  const keysOf = (schema: unknown): string[] =>
    schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  /** Choices, counts of one kind, parts of one thing, a ticker, and a list that programs read: no page shows them as a table. */
  const NO_TABLES = [
    ...['getOverview cost', 'getOverview errors', 'getOverview reasons', 'listLatestEvents events'],
    ...['getFilterChoices chatbots', 'getFilterChoices models', 'getFilterChoices reasons'],
    ...['getFilterChoices invites', 'listSavedFilters items', 'listAuditActors items'],
    ...['getConversationRecord turns', 'getDatasetVersion files', 'getParticipant invites'],
    ...['listDeadLetters counts', 'getFeedbackIntake refused', 'listErasures items'],
  ];
  /** Where the files of a page with several tables lie below it. */
  const PLACES: Readonly<Record<string, string>> = {
    'getLeaderboard models': '/ratings',
    'getLeaderboard pairs': '/pairs',
    'getLeaderboard votes': '/votes',
    'getSystem queues': '/queues',
    'getSystem services': '/services',
  };
  const tables = Object.entries(routes).flatMap(([name, route]) =>
    (route.method === 'GET' && route.response instanceof z.ZodObject
      ? Object.entries(route.response.shape)
      : []
    )
      .filter(([, rows]) => rows instanceof z.ZodArray && rows.element instanceof z.ZodObject)
      .map(([rows]) => [`${name} ${rows}`, route] as const)
      .filter(([table]) => !NO_TABLES.includes(table)),
  );

  test.each(tables)('%s, narrowed by the same filters', (table, { path, query, roles, params }) => {
    const place = `${path}${PLACES[table] ?? ''}/csv`;
    const file = Object.values(routes).find((route) => route.path === place);
    const filters = keysOf(query).filter((name) => name !== 'cursor' && name !== 'limit');

    expect(file?.produces).toBe('text/csv');
    expect(keysOf(file?.query).sort()).toEqual(filters.sort());
    expect(keysOf(file?.params)).toEqual(keysOf(params));
    expect(file?.roles).toEqual(roles);
  });

  test('and there are many', () => {
    expect(tables.length).toBeGreaterThan(20);
  });
});

test('a text message is neither empty nor too long', () => {
  const { body } = gatewayRoutes.startConversation;
  const of = (text: string) => body?.safeParse({ chatbot: 'pond', text }).success;

  expect([' \n', 'x'.repeat(32_001), 'a\u0000b'].map(of)).toEqual([false, false, false]);
  expect([' hello ', 'x'.repeat(32_000)].map(of)).toEqual([true, true]);
});

test('every problem has a title and a type of its own', () => {
  const codes = Object.keys(problemTitles) as (keyof typeof problemTitles)[];

  expect(new Set(codes.map(problemType)).size).toBe(codes.length);
  expect(problemType('turn_not_found')).toBe('https://koi.dev/problems/turn-not-found');
});
