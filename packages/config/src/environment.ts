import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigInvalid, type ConfigIssue } from './config-error.js';
import { egressAllow } from './egress-allow.js';
import { secretKeys } from './secret-keys.js';

type Env = Readonly<Record<string, string | undefined>>;

const port = z.coerce.number('must be a port number').int().min(0).max(65_535);
const whole = z.coerce.number('must be a whole number').int();

/** What every service needs. Field names are the environment variables; docs/operating.md lists them. */
export const serviceEnvironment = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must be a postgres:// URL'),
  /** Set: queues on Redis. Unset: queues in Postgres. */
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must be a redis:// URL')
    .optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: port,
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  /** Database connections of this process. */
  DATABASE_POOL_SIZE: whole.min(2).max(200).default(10),
  /** Milliseconds a stopping service waits for running jobs and requests. */
  SHUTDOWN_GRACE_MS: whole.min(0).default(8_000),
  /** A folder of built pages to serve beside the API; unset when another server does. */
  KOI_STATIC_DIR: z.string().optional(),
});

/** Days after somebody's last message when everything of them is deleted; unset: kept. */
const retentionDays = whole.min(1).max(36_500).optional();

const secret = z.string().min(32, 'must have at least 32 characters');

export const gatewayEnvironment = serviceEnvironment.extend({
  /** Signs the participant's cookie. */
  KOI_COOKIE_SECRET: secret,
  /** `true` behind HTTPS: cookies are then sent over HTTPS only. */
  KOI_SECURE_COOKIES: z.stringbool().default(false),
  /** Milliseconds to wait for a vote to be stored before answering 202. */
  KOI_FEEDBACK_WAIT_MS: whole.min(0).default(2_000),
  /** Limits; 0 is none. docs/operating.md says what each counts. */
  KOI_LIMIT_PARTICIPANT_MESSAGES_PER_MINUTE: whole.min(0).default(30),
  KOI_LIMIT_PARTICIPANT_MESSAGES_PER_DAY: whole.min(0).default(1_000),
  KOI_LIMIT_PARTICIPANT_TOKENS_PER_DAY: whole.min(0).default(0),
  KOI_LIMIT_ADDRESS_MESSAGES_PER_MINUTE: whole.min(0).default(300),
  KOI_LIMIT_ADDRESS_ENTRIES_PER_HOUR: whole.min(0).default(300),
  KOI_LIMIT_KEY_REQUESTS_PER_MINUTE: whole.min(0).default(0),
  KOI_LIMIT_TOKENS_PER_DAY: whole.min(0).default(0),
  /** Proxies whose X-Forwarded-For is believed: addresses and ranges, separated by commas. */
  KOI_TRUSTED_PROXIES: z.string().optional(),
  KOI_RETENTION_DAYS: retentionDays,
  /** Whom the privacy page names for questions: a name, an address. */
  KOI_PRIVACY_CONTACT: z.string().trim().max(300).optional(),
  /** Seconds between comments that keep an idle event stream open. */
  KOI_HEARTBEAT_SECONDS: whole.min(1).default(15),
});

export const modelProxyEnvironment = serviceEnvironment.extend({
  /** How many answers one model-proxy writes at a time. */
  KOI_GENERATION_CONCURRENCY: whole.min(1).max(10_000).default(64),
  /** Addresses that are not public and may be reached all the same: addresses, ranges, host names. */
  KOI_EGRESS_ALLOW: egressAllow,
  /** The folder of pulled models; GGUF files that koi.yaml names without a path are there. */
  KOI_MODELS_DIR: z.string().default('.koi/models'),
  /** Where `koi model pull` has installed llama.cpp. */
  KOI_LLAMA_CPP_DIR: z.string().default('.koi/tools/llama-cpp'),
  /** Opens the keys of models that were typed into the dashboard. */
  KOI_SECRET_KEY: secretKeys,
});

export const feedbackApiEnvironment = serviceEnvironment.extend({
  KOI_COOKIE_SECRET: secret,
  KOI_SECURE_COOKIES: z.stringbool().default(false),
  /** Where people reach the chat, without a trailing slash: invite links begin with it. */
  KOI_CHAT_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  /** Opens the dashboard. */
  KOI_DASHBOARD_TOKEN: z.string().min(16, 'must have at least 16 characters'),
  /** Seals the keys of models that are typed into the dashboard; without it none can be. */
  KOI_SECRET_KEY: secretKeys,
  /** Where dataset versions are written. */
  KOI_STORAGE_DIR: z.string().min(1),
});

export const analyticsWorkerEnvironment = serviceEnvironment.extend({
  KOI_RETENTION_DAYS: retentionDays,
  KOI_STORAGE_DIR: z.string().min(1),
});

export type ServiceConfig = Readonly<z.infer<typeof serviceEnvironment>>;
export type GatewayConfig = Readonly<z.infer<typeof gatewayEnvironment>>;
export type ModelProxyConfig = Readonly<z.infer<typeof modelProxyEnvironment>>;
export type FeedbackApiConfig = Readonly<z.infer<typeof feedbackApiEnvironment>>;
export type AnalyticsWorkerConfig = Readonly<z.infer<typeof analyticsWorkerEnvironment>>;

/**
 * Reads and checks environment variables. `NAME_FILE` may name a file that holds the value of `NAME` (for secrets).
 * An empty variable counts as not set.
 *
 * @throws ConfigInvalid with every problem at once; it names variables and expectations, never values.
 */
export function loadEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  env: Env = process.env,
): Readonly<z.output<Schema>> {
  const issues: ConfigIssue[] = [];
  const given: Record<string, string> = {};
  for (const name of Object.keys(schema.shape)) {
    const file = env[`${name}_FILE`];
    const value = env[name] || (file ? readSecret(`${name}_FILE`, file, issues) : undefined);
    if (value) given[name] = value;
  }
  const checked = schema.safeParse(given);
  if (!checked.success) {
    for (const issue of checked.error.issues) {
      const name = String(issue.path[0] ?? 'environment');
      issues.push({ where: name, message: name in given ? issue.message : 'is not set' });
    }
  }
  if (issues.length > 0 || !checked.success) throw new ConfigInvalid(issues);
  return Object.freeze(checked.data);
}

function readSecret(name: string, file: string, issues: ConfigIssue[]): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    issues.push({ where: name, message: 'names a file that cannot be read' });
    return undefined;
  }
}

/**
 * The value behind a secret reference of koi.yaml (`${NAME}` or `file:/path`).
 *
 * @throws ConfigInvalid when the variable is not set or the file cannot be read; the message names it.
 */
export function resolveSecret(reference: string, env: Env = process.env): string {
  const name = /^\$\{(\w+)\}$/.exec(reference)?.[1];
  const issues: ConfigIssue[] = [];
  const value = name ? env[name] : readSecret(reference, reference.replace(/^file:/, ''), issues);
  if (value) return value;
  throw new ConfigInvalid(
    issues.length > 0 ? issues : [{ where: name ?? reference, message: 'is not set or empty' }],
  );
}
