import process from 'node:process';

/**
How often a stress test repeats: few times by default, so that the suite stays fast; many times with `STRESS=full`.
*/
export const stressCount = ({usual, full}: {readonly usual: number; readonly full: number}): number => process.env['STRESS'] === 'full' ? full : usual;
