import * as apiKeys from './api-keys.js';
import * as audit from './audit.js';
import * as changes from './changes.js';
import * as chatbotSettings from './chatbot-settings.js';
import * as chatbots from './chatbots.js';
import * as conversationEvents from './conversation-events.js';
import * as conversations from './conversations.js';
import * as dashboardSession from './dashboard-session.js';
import * as datasets from './datasets.js';
import * as deadLetters from './dead-letters.js';
import * as feedback from './feedback.js';
import * as feedbackRecords from './feedback-records.js';
import * as inviteRecords from './invite-records.js';
import * as invites from './invites.js';
import * as models from './models.js';
import * as leaderboard from './leaderboard.js';
import * as overview from './overview.js';
import * as participantRecords from './participant-records.js';
import * as participantData from './participant-data.js';
import * as participants from './participants.js';
import * as savedFilters from './saved-filters.js';
import * as turnRecords from './turn-records.js';
import * as privacy from './privacy.js';
import * as system from './system.js';
import * as users from './users.js';
import type { AllowList, AnyRoute } from './define-route.js';

export * from './define-route.js';
export * from './paging.js';
export * from './answer-failures.js';
export * from './api-keys.js';
export * from './chatbots.js';
export * from './participants.js';
export * from './participant-data.js';
export * from './privacy.js';
export * from './invites.js';
export * from './conversation-events.js';
export * from './invite-records.js';
export * from './participant-records.js';
export * from './conversations.js';
export * from './conversation-path.js';
export * from './feedback.js';
export * from './dashboard-session.js';
export * from './changes.js';
export * from './overview.js';
export * from './feedback-records.js';
export * from './saved-filters.js';
export * from './turn-records.js';
export * from './datasets.js';
export * from './models.js';
export * from './chatbot-settings.js';
export * from './audit.js';
export * from './leaderboard.js';
export * from './users.js';
export * from './dead-letters.js';
export * from './system.js';

/** Every route of the public edge; OpenAPI and the controllers are checked against this list. */
export const gatewayRoutes = {
  listChatbots: chatbots.listChatbots,
  getChatbot: chatbots.getChatbot,
  enter: participants.enter,
  getMe: participants.getMe,
  eraseMe: participants.eraseMe,
  downloadMyData: participantData.downloadMyData,
  getPrivacy: privacy.getPrivacy,
  lookAtInvite: invites.lookAtInvite,
  redeemInvite: invites.redeemInvite,
  startConversation: conversations.startConversation,
  listConversations: conversations.listConversations,
  getConversation: conversations.getConversation,
  renameConversation: conversations.renameConversation,
  deleteConversation: conversations.deleteConversation,
  sendMessage: conversations.sendMessage,
  regenerateTurn: conversations.regenerateTurn,
  choosePath: conversations.choosePath,
  getTurn: conversations.getTurn,
  streamTurn: conversations.streamTurn,
  stopTurn: conversations.stopTurn,
  giveVote: feedback.giveVote,
  giveRanking: feedback.giveRanking,
  giveCorrection: feedback.giveCorrection,
  giveComment: feedback.giveComment,
  streamConversation: conversationEvents.streamConversation,
} as const;

/** Every route of the internal side. Each names the roles it is for. */
export const dashboardRoutes = {
  signIn: dashboardSession.signIn,
  getSession: dashboardSession.getSession,
  signOut: dashboardSession.signOut,
  getOverview: overview.getOverview,
  getSeries: overview.getSeries,
  downloadSeries: overview.downloadSeries,
  getFilterChoices: overview.getFilterChoices,
  getBreakdown: overview.getBreakdown,
  downloadBreakdown: overview.downloadBreakdown,
  getRollupState: overview.getRollupState,
  listLatestEvents: overview.listLatestEvents,
  streamChanges: changes.streamChanges,
  getLeaderboard: leaderboard.getLeaderboard,
  getRatingHistory: leaderboard.getRatingHistory,
  listBattles: leaderboard.listBattles,
  refreshRatings: leaderboard.refreshRatings,
  downloadRatings: leaderboard.downloadRatings,
  downloadPairs: leaderboard.downloadPairs,
  downloadModelVotes: leaderboard.downloadModelVotes,
  downloadRatingHistory: leaderboard.downloadRatingHistory,
  downloadBattles: leaderboard.downloadBattles,
  listFeedback: feedbackRecords.listFeedback,
  getFeedbackFacets: feedbackRecords.getFeedbackFacets,
  downloadFeedback: feedbackRecords.downloadFeedback,
  listConversationRecords: feedbackRecords.listConversationRecords,
  downloadConversations: feedbackRecords.downloadConversations,
  getConversationRecord: feedbackRecords.getConversationRecord,
  listTurnRecords: turnRecords.listTurnRecords,
  downloadTurns: turnRecords.downloadTurns,
  listCandidateRecords: turnRecords.listCandidateRecords,
  downloadCandidates: turnRecords.downloadCandidates,
  listSavedFilters: savedFilters.listSavedFilters,
  saveFilter: savedFilters.saveFilter,
  deleteSavedFilter: savedFilters.deleteSavedFilter,
  createDatasetVersion: datasets.createDatasetVersion,
  listDatasetVersions: datasets.listDatasetVersions,
  downloadDatasetVersions: datasets.downloadDatasetVersions,
  getDatasetVersion: datasets.getDatasetVersion,
  downloadDatasetFile: datasets.downloadDatasetFile,
  startTrainingRun: datasets.startTrainingRun,
  listTrainingRuns: datasets.listTrainingRuns,
  downloadTrainingRuns: datasets.downloadTrainingRuns,
  listApiKeys: apiKeys.listApiKeys,
  createApiKey: apiKeys.createApiKey,
  revokeApiKey: apiKeys.revokeApiKey,
  downloadApiKeys: apiKeys.downloadApiKeys,
  listInvites: inviteRecords.listInvites,
  createInvite: inviteRecords.createInvite,
  revokeInvite: inviteRecords.revokeInvite,
  downloadInvites: inviteRecords.downloadInvites,
  listParticipants: participantRecords.listParticipants,
  getParticipant: participantRecords.getParticipant,
  listParticipantConversations: participantRecords.listParticipantConversations,
  setParticipantExclusion: participantRecords.setParticipantExclusion,
  eraseParticipantRecord: participantRecords.eraseParticipantRecord,
  listErasures: participantRecords.listErasures,
  downloadParticipants: participantRecords.downloadParticipants,
  downloadParticipantConversations: participantRecords.downloadParticipantConversations,
  listModels: models.listModels,
  createModel: models.createModel,
  updateModel: models.updateModel,
  switchModel: models.switchModel,
  probeModel: models.probeModel,
  downloadModels: models.downloadModels,
  listChatbotRecords: chatbotSettings.listChatbotRecords,
  createChatbot: chatbotSettings.createChatbot,
  updateChatbot: chatbotSettings.updateChatbot,
  setDraw: chatbotSettings.setDraw,
  switchChatbot: chatbotSettings.switchChatbot,
  downloadChatbots: chatbotSettings.downloadChatbots,
  listAuditEntries: audit.listAuditEntries,
  downloadAuditEntries: audit.downloadAuditEntries,
  listAuditActors: audit.listAuditActors,
  setPasswordByLink: users.setPasswordByLink,
  changePassword: users.changePassword,
  listUsers: users.listUsers,
  createUser: users.createUser,
  changeUser: users.changeUser,
  renewPasswordLink: users.renewPasswordLink,
  endUserSessions: users.endUserSessions,
  downloadUsers: users.downloadUsers,
  listDeadLetters: deadLetters.listDeadLetters,
  retryDeadLetter: deadLetters.retryDeadLetter,
  dropDeadLetter: deadLetters.dropDeadLetter,
  listRefusedFeedback: deadLetters.listRefusedFeedback,
  getFeedbackIntake: deadLetters.getFeedbackIntake,
  downloadDeadLetters: deadLetters.downloadDeadLetters,
  downloadRefusedFeedback: deadLetters.downloadRefusedFeedback,
  getSystem: system.getSystem,
  downloadQueues: system.downloadQueues,
  downloadServices: system.downloadServices,
  downloadTables: system.downloadTables,
} as const satisfies Readonly<Record<string, AnyRoute & { readonly roles: AllowList }>>;
