import process from 'node:process';

/**
The number of repetitions of a stress test: `full` with `STRESS=full` in the environment, else `usual`.
*/
export const stressCount = ({usual, full}: {readonly usual: number; readonly full: number}): number => process.env['STRESS'] === 'full' ? full : usual;
