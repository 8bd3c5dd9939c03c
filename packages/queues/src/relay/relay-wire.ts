/** A message as it goes over the wire: its data is JSON already. */
export interface WireMessage {
  readonly topic: string;
  readonly json: string;
  /** Keeps it for who listens to its topic later. */
  readonly retainMs?: number | undefined;
}

/** Whom a wire tells. */
export interface WireEvents {
  /** `meant` says which of the followed patterns the message came for, where a store delivers one for each. */
  readonly message: (topic: string, json: string, meant?: (pattern: string) => boolean) => void;
  /** The connection is lost; told again while it cannot be made. */
  readonly lost: () => void;
  /** The connection was lost and is back: messages may have passed by. */
  readonly recovered: () => void;
  readonly error: (error: unknown) => void;
}

/** What a store has to do to carry the relay. One wire serves one process. */
export interface RelayWire {
  /** Connects, and goes on reconnecting by itself. */
  open(events: WireEvents): Promise<void>;
  /** Hands over messages in their order, all in one go; resolves when the store has taken them. */
  send(messages: readonly WireMessage[]): Promise<void>;
  /** From now on messages on topics that may match `pattern` come; more of them than asked for do no harm. */
  follow(pattern: string): Promise<void>;
  unfollow(pattern: string): Promise<void>;
  /** What was kept last for a topic and is not over its time. */
  kept(topic: string): Promise<string | undefined>;
  forget(topic: string): Promise<void>;
  close(): Promise<void>;
}
