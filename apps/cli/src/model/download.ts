import {
  createWriteStream,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { CliFailed } from '../cli-failed.js';

interface Download {
  readonly url: string;
  /** Where the part that is there is kept; it is complete when this function returns. */
  readonly partFile: string;
  readonly onProgress: (bytes: number, total: number | undefined) => void;
  /** How long a connection may be silent. */
  readonly silenceMs?: number;
  /** The pause before the first attempt after one that brought nothing; it doubles. */
  readonly pauseMs?: number;
}

/** Attempts in a row that bring not one byte, after which it is given up. */
const FRUITLESS_ATTEMPTS = 5;

/** Nothing that another attempt would change. */
class Refused extends Error {}

/**
 * Fetches a file by HTTP. A connection that breaks is taken up again where it broke, also by a later call: what has come
 * stays in `partFile`, and beside it the server's name for this version of the file, so that two versions are never mixed
 * (Range and If-Range, RFC 9110).
 *
 * @throws CliFailed when the server refuses, or is silent again and again.
 */
export async function download(options: Download): Promise<void> {
  const { url, partFile, pauseMs = 500 } = options;
  let fruitless = 0;
  for (;;) {
    const before = sizeOf(partFile);
    try {
      return await attempt(options);
    } catch (error) {
      const reason = reasonOf(error);
      if (error instanceof Refused) throw new CliFailed(`${hostOf(url)} ${reason}`);
      fruitless = sizeOf(partFile) > before ? 0 : fruitless + 1;
      if (fruitless >= FRUITLESS_ATTEMPTS)
        throw new CliFailed(
          `The download from ${hostOf(url)} broke off (${reason}). Try again: it goes on where it stopped.`,
        );
      await delay(pauseMs * 2 ** fruitless);
    }
  }
}

async function attempt({ url, partFile, onProgress, silenceMs = 30_000 }: Download): Promise<void> {
  const versionFile = `${partFile}.version`;
  const have = existsSync(versionFile) ? sizeOf(partFile) : 0;
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(new Error('it fell silent')), silenceMs);
  try {
    const response = await fetch(url, {
      signal: silence.signal,
      headers: {
        // Bytes are counted, so that none may be packed on the way.
        'accept-encoding': 'identity',
        ...(have > 0
          ? { range: `bytes=${have}-`, 'if-range': readFileSync(versionFile, 'utf8') }
          : {}),
      },
    });
    const goesOn = response.status === 206 && rangeStart(response) === have;
    if (!goesOn && response.status !== 200) {
      rmSync(versionFile, { force: true });
      await response.body?.cancel();
      const again = response.status >= 500 || [206, 408, 416, 429].includes(response.status);
      const message = `answered ${response.status} ${response.statusText}`.trim();
      throw again ? new Error(message) : new Refused(`${message}.`);
    }
    const total = totalOf(response, goesOn ? have : 0);
    if (!goesOn) rmSync(versionFile, { force: true });
    let bytes = goesOn ? have : 0;
    const version = response.headers.get('etag');
    // A weak version says nothing about bytes.
    if (version && !version.startsWith('W/')) writeFileSync(versionFile, version);
    const counter = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        timer.refresh();
        bytes += chunk.length;
        onProgress(bytes, total);
        done(null, chunk);
      },
    });
    if (!response.body) throw new Error('it sent nothing');
    await pipeline(
      Readable.fromWeb(response.body as never),
      counter,
      createWriteStream(partFile, { flags: goesOn ? 'a' : 'w' }),
    );
    if (total !== undefined && bytes < total) throw new Error('it ended too early');
    rmSync(versionFile, { force: true });
  } finally {
    clearTimeout(timer);
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

const rangeStart = ({ headers }: Response): number =>
  Number(/^bytes (\d+)-/.exec(headers.get('content-range') ?? '')?.[1]);

function totalOf({ headers }: Response, have: number): number | undefined {
  const length = headers.get('content-length');
  return length === null ? undefined : have + Number(length);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
