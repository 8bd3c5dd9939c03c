import { expect, test } from '@jest/globals';
import { banner, modelsRow } from './banner.js';

const facts = {
  chatHost: '0.0.0.0',
  chatPort: 4000,
  dashboardPort: 4001,
  dashboardToken: 'abc',
  dataDir: '/srv/koi/.koi',
  logs: '/srv/koi/.koi/logs',
  models: 'SmolLM2 135M (on this machine)',
  seconds: 3.21,
};

test('names every address a person needs', () => {
  expect(banner(facts, ['192.168.1.5'])).toBe(`
  koi is running (3.2 s)

  Chat       http://localhost:4000
             http://192.168.1.5:4000  (from your network)
  Dashboard  http://127.0.0.1:4001/?token=abc  (this machine only)
  Models     SmolLM2 135M (on this machine)
  Data       /srv/koi/.koi
  Logs       /srv/koi/.koi/logs
  Stop       Ctrl-C; the data stays
`);
});

test('a chat on one address names that alone, and a moved database is named', () => {
  const text = banner({ ...facts, chatHost: '10.0.0.2', databaseAt: '/var/lib/koi/data-1' }, ['x']);

  expect(text).toContain('http://10.0.0.2:4000');
  expect(text).not.toContain('localhost');
  expect(text).not.toContain('from your network');
  expect(text).toContain('/var/lib/koi/data-1  (database)');
});

test('who answers is named, and a koi with nothing but the demo says how to get a real model', () => {
  const demo = { connector: 'demo', label: 'Demo' } as never;
  const local = { connector: 'llama-cpp', label: 'SmolLM2 135M' } as never;

  expect(modelsRow({ models: { demo } })).toContain('npm start -- --model smollm2');
  expect(modelsRow({ models: { demo, local, mine: { connector: 'openai' } as never } })).toBe(
    'SmolLM2 135M (on this machine), mine, the built-in demo',
  );
});
