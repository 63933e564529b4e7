import { runShare, type Share } from './run/campaign.ts';

// Nobody is left to tell.
process.on('disconnect', () => process.exit());

// Refusals come by the thousand, and nobody reads where each was made: what breaks is run again by its seed.
Error.stackTraceLimit = 0;

/** One process of a campaign: its share comes as JSON, its tally goes back as a message. */
const tally = await runShare(JSON.parse(process.argv[2] ?? '') as Share);
process.send?.(tally, () => process.disconnect());
