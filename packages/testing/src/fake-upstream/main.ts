import { parseArgs } from 'node:util';
import { fakeUpstream } from './fake-upstream.js';

// node dist/fake-upstream/main.js --port 8000 --tokens-per-second 30 --first-token-delay-ms 200
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'tokens-per-second': { type: 'string', default: '0' },
    'first-token-delay-ms': { type: 'string', default: '0' },
    'api-key': { type: 'string' },
  },
});
const apiKey = values['api-key'];
const upstream = await fakeUpstream({
  port: Number(values.port),
  ...(apiKey && { apiKey }),
  script: {
    tokensPerSecond: Number(values['tokens-per-second']),
    firstTokenDelayMs: Number(values['first-token-delay-ms']),
  },
});
process.stdout.write(`fake upstream on ${upstream.baseUrl}\n`);
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void upstream.stop());
