import { plainly, type Skill } from '../skill.js';

const DISTRESS =
  /\b(?:kill(?:ing)? my ?self|suicid(?:e|al)|want to die|end my life|hurt(?:ing)? my ?self|self[- ]harm|no reason to live)\b/;
const EMERGENCY =
  /\b(?:heart attack|chest pain|can(?: not|not|'t) breathe|overdosed?|is unconscious|not breathing|having a stroke)\b/;

const forDistress = plainly(
  'I am sorry that it is this hard right now. I am only a small demo program, and you deserve a real person: please call your local emergency number or a crisis line (in the US and Canada call or text 988, in the UK and Ireland 116 123), or tell somebody near you how bad it is. If you are in danger this minute, please call first and read later.',
);
const forEmergency = plainly(
  'If this is happening now, please call your local emergency number at once (112 in Europe, 911 in North America, 999 in the UK). I am only a demo program and cannot help with an emergency; the people who answer there can, and will tell you what to do until help comes.',
);

/** When somebody may be in danger nothing else the message says matters. */
export const care: Skill = ({ text }) => {
  if (DISTRESS.test(text)) return { ...forDistress, introducesItself: true };
  if (EMERGENCY.test(text) && !/^(?:what|why|how) (?:is|are|does|do|causes)\b/.test(text)) {
    return { ...forEmergency, introducesItself: true };
  }
  return undefined;
};
