import { v7 } from 'uuid';

/** A new UUIDv7 (RFC 9562): ids come from the server and sort by time. */
export const newId = (): string => v7();
