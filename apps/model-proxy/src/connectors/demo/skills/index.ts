import type { Skill } from '../skill.js';
import { arithmetic } from './arithmetic.js';
import { beyond } from './beyond.js';
import { capitalCity } from './capital-city.js';
import { care } from './care.js';
import { chance } from './chance.js';
import { clock } from './clock.js';
import { code } from './code.js';
import { comparison } from './comparison.js';
import { conversion } from './conversion.js';
import { email } from './email.js';
import { identity } from './identity.js';
import { knowledge } from './knowledge.js';
import { names } from './names.js';
import { otherLanguage } from './other-language.js';
import { packing, planning } from './planning.js';
import { smallTalk } from './small-talk.js';
import { textWork } from './text-work.js';
import { verse } from './verse.js';
import { writing } from './writing.js';

/** In order: what must not be missed first, what is exact next, what guesses last. */
export const skills: readonly Skill[] = [
  care,
  identity,
  smallTalk,
  names,
  clock,
  chance,
  conversion,
  arithmetic,
  textWork,
  code,
  capitalCity,
  comparison,
  verse,
  email,
  packing,
  planning,
  writing,
  beyond,
  knowledge,
  otherLanguage,
];
