import type { ConnectorRequest, ModelFinish } from '../connector.js';
import type { UpstreamError } from './upstream-error.js';

/** What one frame of a streamed answer says. */
export interface Piece {
  /** Empty is a text too; `undefined` where the frame has no place for one. */
  readonly text?: string | undefined;
  /** Whether the model thought, which is not shown. */
  readonly thinks?: boolean | undefined;
  readonly finish?: ModelFinish | undefined;
  /** Counts may come apart from each other, and a later one replaces an earlier. */
  readonly promptTokens?: number | undefined;
  readonly completionTokens?: number | undefined;
  /** Reported in the middle of an answer. */
  readonly error?: UpstreamError | undefined;
}

/** Two pieces of one answer, the second of which came later, as one. */
export const joinPieces = (first: Piece, next: Piece): Piece => ({
  text: first.text === undefined ? next.text : first.text + (next.text ?? ''),
  thinks: Boolean(first.thinks) || Boolean(next.thinks),
  finish: next.finish ?? first.finish,
  promptTokens: next.promptTokens ?? first.promptTokens,
  completionTokens: next.completionTokens ?? first.completionTokens,
});

/** What an answer is cut into: the data of its events, its lines, pieces of plain text, or nothing: it is one frame. */
export type Framing = 'events' | 'lines' | 'text' | 'whole';

export type RequestBody = Readonly<Record<string, unknown>>;

/** How one provider is asked, and how its streamed answer is read. Pure: `UpstreamConnector` does the talking. */
export interface Protocol {
  readonly url: string;
  /** `POST` by default. */
  readonly method?: 'POST' | 'PUT';
  readonly headers: Readonly<Record<string, string>>;
  /** Where the models the upstream has are listed, with the same headers. */
  readonly listUrl?: string;
  readonly frames: Framing;
  /** Whether an answer is complete when the upstream closes it; otherwise it has to say so. */
  readonly endsByClosing?: boolean;
  /** Whether an answer without a place for text was not understood. */
  readonly mustSpeak?: boolean;
  /** What an operator should check when an answer cannot be read. */
  readonly hint: string;
  /** The request's JSON. */
  body(request: ConnectorRequest): RequestBody;
  /** The same request as a server can take it that refused it, or `undefined` when the refusal has another reason. */
  adapt?(body: RequestBody, refusal: string): RequestBody | undefined;
  /** Reads one frame; `done` ends the answer, `undefined` is a frame that cannot be read. */
  read(frame: string): Piece | 'done' | undefined;
  /** Reads an answer of plain JSON, from a server that does not stream; without it such an answer is read as a stream. */
  readWhole?(body: string): Piece | undefined;
  /** The error in the JSON of a refusal, where it is not in one of the usual places. */
  errorIn?(value: unknown): UpstreamError | undefined;
}
