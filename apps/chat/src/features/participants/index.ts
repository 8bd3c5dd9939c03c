export { ConsentDeclined, openQuestion } from './consent.js';
export { useParticipant } from './useParticipant.js';
