export { default as Chip } from './Chip.vue';
export { default as CopyButton } from './CopyButton.vue';
export { default as EmptyState } from './EmptyState.vue';
export { default as Icon } from './Icon.vue';
export { default as PageHead } from './PageHead.vue';
export { default as ProblemNotice } from './ProblemNotice.vue';
export { default as Skeleton } from './Skeleton.vue';
export type { ChipTone } from './Chip.vue';
export type { IconName } from './icon-paths.js';
