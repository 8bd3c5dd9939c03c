/** Smooth for those who did not ask for less motion: what scripts scroll, not every browser asks for them. */
export const smoothly = (): ScrollBehavior =>
  matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth';
