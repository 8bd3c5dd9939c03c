import { CreateDatasetsAndTraining1795392000000 } from './1795392000000-create-datasets-and-training.js';
import { CreateModelsAndChatbots1795392001000 } from './1795392001000-create-models-and-chatbots.js';
import { CreateConversations1795392002000 } from './1795392002000-create-conversations.js';
import { CreateFeedback1795392003000 } from './1795392003000-create-feedback.js';
import { CreateStats1795392004000 } from './1795392004000-create-stats.js';
import { RecordFallbacks1795478400000 } from './1795478400000-record-fallbacks.js';
import { AddApiKeys1795478402000 } from './1795478402000-add-api-keys.js';
import { RecordCostAndTrimming1795652000000 } from './1795652000000-record-cost-and-trimming.js';
import { AddConversationBranches1795654000000 } from './1795654000000-add-conversation-branches.js';
import { AddReasons1795656000000 } from './1795656000000-add-reasons.js';
import { AddConsentAndInvites1795657000000 } from './1795657000000-add-consent-and-invites.js';
import { IndexExcludedParticipants1795657001000 } from './1795657001000-index-excluded-participants.js';
import { AddChatbotImages1795659000000 } from './1795659000000-add-chatbot-images.js';
import { AddAudit1795653000000 } from './1795653000000-add-audit.js';
import { CreateRatings1795658000000 } from './1795658000000-create-ratings.js';
import { AddUsers1795660000000 } from './1795660000000-add-users.js';
import { KeepRefusedFeedback1795660001000 } from './1795660001000-keep-refused-feedback.js';
import { AddServiceHeartbeats1795660002000 } from './1795660002000-add-service-heartbeats.js';
import { AddFeedbackFacts1795661000000 } from './1795661000000-add-feedback-facts.js';
import { ExtendRollups1795662000000 } from './1795662000000-extend-rollups.js';
import { DateFeedbackFacts1795710000000 } from './1795710000000-date-feedback-facts.js';
import { WidenAudit1795720000000 } from './1795720000000-widen-audit.js';
import { AddConversationFacts1795730000000 } from './1795730000000-add-conversation-facts.js';
import { AddParticipantPeriods1795730001000 } from './1795730001000-add-participant-periods.js';
import { AddSubtotals1795801000000 } from './1795801000000-add-subtotals.js';
import { NoteWhoWasPutBack1795900000000 } from './1795900000000-note-who-was-put-back.js';
import { KeepSearchRowsNarrow1795900001000 } from './1795900001000-keep-search-rows-narrow.js';

/** In the order they run. */
export const migrations = [
  CreateDatasetsAndTraining1795392000000,
  CreateModelsAndChatbots1795392001000,
  CreateConversations1795392002000,
  CreateFeedback1795392003000,
  CreateStats1795392004000,
  RecordFallbacks1795478400000,
  AddApiKeys1795478402000,
  RecordCostAndTrimming1795652000000,
  AddAudit1795653000000,
  AddConversationBranches1795654000000,
  AddReasons1795656000000,
  AddConsentAndInvites1795657000000,
  IndexExcludedParticipants1795657001000,
  CreateRatings1795658000000,
  AddChatbotImages1795659000000,
  AddUsers1795660000000,
  KeepRefusedFeedback1795660001000,
  AddServiceHeartbeats1795660002000,
  AddFeedbackFacts1795661000000,
  ExtendRollups1795662000000,
  DateFeedbackFacts1795710000000,
  WidenAudit1795720000000,
  AddConversationFacts1795730000000,
  AddParticipantPeriods1795730001000,
  AddSubtotals1795801000000,
  NoteWhoWasPutBack1795900000000,
  KeepSearchRowsNarrow1795900001000,
];
