import { LINES } from './bad-replies/line.ts';
import { badReplies } from './bad-replies/suite.ts';

for (const line of LINES) badReplies(line);
