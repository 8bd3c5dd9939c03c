/** Where the events of one candidate are published: `turns.<turn>.<candidate>`. */
export const candidateTopic = (turnId: string, candidateId: string): string =>
  `turns.${turnId}.${candidateId}`;

/** Where a stop for a whole turn is published. Every model-proxy listens to `STOP_PATTERN`. */
export const stopTopic = (turnId: string): string => `stops.${turnId}`;
export const STOP_PATTERN = 'stops.*';

/** Says that a candidate is stored and its job is on the way. A worker may read ahead; nothing depends on it. */
export const comingTopic = (candidateId: string): string => `coming.${candidateId}`;
export const COMING_PATTERN = 'coming.*';

/**
 * Where a reader who has a gap asks for a snapshot of the answers of a turn. Every model-proxy listens to
 * `WANT_PATTERN`; the one that writes them publishes one to their candidates' topics.
 */
export const wantTopic = (turnId: string): string => `wants.${turnId}`;
export const WANT_PATTERN = 'wants.*';

/** Where the result of a job is published for the node that waits for it: `replies.<node>.<job id>`. */
export const replyTopic = (nodeId: string, jobId: string): string => `replies.${nodeId}.${jobId}`;

/** Where model-proxy tells what goes on in a probe, and where it listens for its end. */
export const probeTopic = (probeId: string): string => `probes.${probeId}`;
export const probeStopTopic = (probeId: string): string => `probe-stops.${probeId}`;

/** Where it is published that something of a conversation besides its answers has changed: `conversations.<id>`. */
export const conversationTopic = (conversationId: string): string =>
  `conversations.${conversationId}`;

/** Where it is published that rollups have changed, and that records of the team or of its jobs have. */
export const STATISTICS_TOPIC = 'statistics';
export const RECORDS_TOPIC = 'records';
