import {readFileSync} from 'node:fs';
import process from 'node:process';

/**
Whether the system tells what a process uses: Linux does, in `/proc`.
*/
export const isUsageKnown = process.platform === 'linux';

/**
What the note of a row says where it does not.
*/
export const usageUnknown = 'not measured: there is no /proc here';

/*
The clock ticks in which Linux tells CPU time.
*/
const ticksPerSecond = 100;

/**
The CPU time that a process has used so far, with that of its children that have ended, in milliseconds, to 10 ms.
*/
export const cpuMs = (pid: number): number => {
	const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');

	// The second field is the name in parentheses, with whatever is in it; the third comes first here.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
	return ticks * 1000 / ticksPerSecond;
};

/**
The memory of a process that is in RAM, in megabytes of 2²⁰ bytes.
*/
export const residentMegabytes = (pid: number): number => {
	const status = readFileSync(`/proc/${pid}/status`, 'latin1');
	return Number(/^VmRSS:\s+(?<kilobytes>\d+)/mv.exec(status)?.groups?.['kilobytes']) / 1024;
};
