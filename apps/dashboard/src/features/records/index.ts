export { sharesOf } from './draw-shares.js';
export { roleChoices, type ModelRole } from './roles.js';
export {
  useChatbotRecords,
  useCreateChatbot,
  useSetDraw,
  useSwitchChatbot,
  useUpdateChatbot,
} from './useChatbotRecords.js';
export { useModels, useSaveModel, useSwitchModel } from './useModels.js';
