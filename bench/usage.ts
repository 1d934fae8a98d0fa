import {readFileSync} from 'node:fs';
import process from 'node:process';

/**
Only Linux has `/proc`.
*/
export const isUsageAvailable = process.platform === 'linux';

export const usageUnavailable = 'not measured: requires /proc';

const ticksPerSecond = 100;

/**
Returns the CPU time of a process and its ended children in milliseconds, with a resolution of 10 ms.
*/
export const cpuMs = (pid: number): number => {
	const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');

	// Skips the first two fields. The second is the name in parentheses and may contain spaces.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
	return ticks * 1000 / ticksPerSecond;
};

/**
Returns the resident memory of a process in megabytes of 2²⁰ bytes.
*/
export const residentMegabytes = (pid: number): number => {
	const status = readFileSync(`/proc/${pid}/status`, 'latin1');
	return Number(/^VmRSS:\s+(?<kilobytes>\d+)/mv.exec(status)?.groups?.['kilobytes']) / 1024;
};
