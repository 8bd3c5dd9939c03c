/** The library that compares texts, a chunk of its own. */
export const loadDiff = () => import('diff');
