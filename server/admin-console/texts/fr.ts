import { attention } from './fr/attention.ts';
import { frame } from './fr/frame.ts';
import { goods } from './fr/goods.ts';
import { papers } from './fr/papers.ts';
import { people } from './fr/people.ts';

export const fr = { ...frame, ...goods, ...papers, ...people, ...attention };
