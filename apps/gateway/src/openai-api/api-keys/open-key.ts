/** An API key that opens something now. */
export interface OpenKey {
  readonly id: string;
  readonly consent: boolean;
  readonly lastUsedAt: Date | null;
  /** The chatbots it may talk to. */
  readonly chatbotIds: readonly string[];
}
