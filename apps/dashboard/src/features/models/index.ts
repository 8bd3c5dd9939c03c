export { default as ModelEditor } from './ModelEditor.vue';
export { default as ModelsPanel } from './ModelsPanel.vue';
export { probeEvents } from './probe-events.js';
