import { pino, type DestinationStream, type Logger as PinoLogger, type LoggerOptions } from 'pino';
import { describeError } from './describe-error.js';
import { logContext } from './log-context.js';

export type Logger = PinoLogger;
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Fields that are secret, or that people wrote: never in a log, down to three levels of an object. */
const WITHHELD = [
  'authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'apiKey',
  'api_key',
  'password',
  'secret',
  'token',
  'text',
  'content',
  'messages',
  'prompt',
];

const redact = WITHHELD.flatMap((field) => ['', '*', '*.*'].map((above) => `${above}["${field}"]`));

/**
 * A structured logger: one JSON object a line, with the service's name and the ids of the current context.
 * Secrets and message texts are replaced by `[withheld]` even when somebody logs an object that holds them.
 */
export function createLogger(
  options: { readonly service: string; readonly level?: LogLevel },
  destination?: DestinationStream,
): Logger {
  const settings: LoggerOptions = {
    level: options.level ?? 'info',
    base: { service: options.service, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => ({ ...logContext() }),
    serializers: { err: describeError },
    redact: { paths: redact, censor: '[withheld]' },
  };
  return destination ? pino(settings, destination) : pino(settings);
}
