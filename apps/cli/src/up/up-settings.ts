import { resolve } from 'node:path';
import {
  feedbackApiEnvironment,
  loadEnvironment,
  secretKeys,
  serviceEnvironment,
} from '@koi/config';
import { z } from 'zod';
import { localFolders, type LocalFolders } from '../model/local-folders.js';
import type { Secrets } from './data-directory.js';

const port = z.coerce.number('must be a port number').int().min(0).max(65_535);

/** What `koi up` reads from the environment. Flags win over it. */
const upEnvironment = z.object({
  DATABASE_URL: serviceEnvironment.shape.DATABASE_URL.optional(),
  REDIS_URL: serviceEnvironment.shape.REDIS_URL,
  /** Where people chat. 0 takes a free port. */
  KOI_CHAT_PORT: port.default(4000),
  /** Where the chat listens. */
  KOI_CHAT_HOST: z.string().default('0.0.0.0'),
  /** Where the team looks; always on 127.0.0.1. 0 takes a free port. */
  KOI_DASHBOARD_PORT: port.default(4001),
  /** Everything koi keeps: database, datasets, secrets, logs. */
  KOI_DATA_DIR: z.string().default('.koi'),
  KOI_CONFIG: z.string().default('koi.yaml'),
  /** Left out: made once and kept in the data directory, as the next. */
  KOI_COOKIE_SECRET: feedbackApiEnvironment.shape.KOI_COOKIE_SECRET.optional(),
  KOI_DASHBOARD_TOKEN: feedbackApiEnvironment.shape.KOI_DASHBOARD_TOKEN.optional(),
  /** Checked, and handed on as it is. */
  KOI_SECRET_KEY: z
    .string()
    .superRefine((text, context) => {
      for (const { message } of secretKeys.safeParse(text).error?.issues ?? [])
        context.addIssue({ code: 'custom', message });
    })
    .optional(),
});

export interface UpFlags {
  readonly chatPort?: string;
  readonly dashboardPort?: string;
  readonly host?: string;
  readonly dataDir?: string;
  readonly config?: string;
  readonly model?: string;
  readonly verbose?: boolean;
}

export interface UpSettings {
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly chatPort: number;
  readonly chatHost: string;
  readonly dashboardPort: number;
  /** Absolute. */
  readonly dataDir: string;
  /** Absolute. */
  readonly configFile: string;
  readonly verbose: boolean;
  /** Where local models are. */
  readonly local: LocalFolders;
  /** A local model that has to be there. */
  readonly model: string | undefined;
  /** Those given by the environment. */
  readonly secrets: Partial<Secrets>;
}

/** @throws ConfigInvalid when a flag or variable is wrong. */
export function readUpSettings(
  flags: UpFlags,
  env: Readonly<Record<string, string | undefined>> = process.env,
): UpSettings {
  const given = loadEnvironment(upEnvironment, {
    ...env,
    ...(flags.chatPort !== undefined && { KOI_CHAT_PORT: flags.chatPort }),
    ...(flags.dashboardPort !== undefined && { KOI_DASHBOARD_PORT: flags.dashboardPort }),
    ...(flags.host !== undefined && { KOI_CHAT_HOST: flags.host }),
    ...(flags.dataDir !== undefined && { KOI_DATA_DIR: flags.dataDir }),
    ...(flags.config !== undefined && { KOI_CONFIG: flags.config }),
  });
  return {
    databaseUrl: given.DATABASE_URL,
    redisUrl: given.REDIS_URL,
    chatPort: given.KOI_CHAT_PORT,
    chatHost: given.KOI_CHAT_HOST,
    dashboardPort: given.KOI_DASHBOARD_PORT,
    dataDir: resolve(given.KOI_DATA_DIR),
    configFile: resolve(given.KOI_CONFIG),
    verbose: flags.verbose ?? false,
    local: localFolders(resolve(given.KOI_DATA_DIR), env),
    model: flags.model,
    secrets: {
      ...(given.KOI_COOKIE_SECRET && { cookieSecret: given.KOI_COOKIE_SECRET }),
      ...(given.KOI_DASHBOARD_TOKEN && { dashboardToken: given.KOI_DASHBOARD_TOKEN }),
      ...(given.KOI_SECRET_KEY && { secretKey: given.KOI_SECRET_KEY }),
    },
  };
}
