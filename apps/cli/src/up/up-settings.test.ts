import { expect, test } from '@jest/globals';
import { readUpSettings } from './up-settings.js';

test('flags win over the environment, which wins over the defaults', () => {
  const env = { KOI_CHAT_PORT: '5000', KOI_DASHBOARD_PORT: '5001' };

  expect(readUpSettings({ chatPort: '6000' }, env)).toMatchObject({
    chatPort: 6000,
    chatHost: '0.0.0.0',
    dashboardPort: 5001,
    databaseUrl: undefined,
  });
  expect(readUpSettings({}, {})).toMatchObject({ chatPort: 4000, dashboardPort: 4001 });
});

test('a wrong port names the setting and not the value', () => {
  expect(() => readUpSettings({ chatPort: 'seven' }, {})).toThrow(
    'KOI_CHAT_PORT: must be a port number',
  );
});
