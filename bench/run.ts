import path from 'node:path';
import process from 'node:process';
import {parseBenchCommandLine} from './command-line.ts';
import {root} from './environment.ts';
import {type Figure, type Row, type Table} from './figure.ts';
import {completeList} from './figures/complete-list.ts';
import {diff} from './figures/diff.ts';
import {estimates} from './figures/estimates.ts';
import {firstData} from './figures/first-data.ts';
import {firstFrame} from './figures/first-frame.ts';
import {hundredThousand} from './figures/hundred-thousand.ts';
import {keyToScreen} from './figures/key-to-screen.ts';
import {largeDetails} from './figures/large-details.ts';
import {manyTargets} from './figures/many-targets.ts';
import {memory} from './figures/memory.ts';
import {pollCost} from './figures/poll-cost.ts';
import {quietBytes} from './figures/quiet-bytes.ts';
import {quietCpu} from './figures/quiet-cpu.ts';
import {timeline} from './figures/timeline.ts';
import {commit, machineLines} from './machine.ts';
import {writeResults} from './results.ts';
import {plainTable} from './table.ts';

// In the order of the runs and the results.
const figures: readonly Figure[] = [
	firstFrame,
	firstData,
	completeList,
	pollCost,
	quietCpu,
	quietBytes,
	keyToScreen,
	largeDetails,
	timeline,
	manyTargets,
	memory,
	diff,
	estimates,
	hundredThousand,
];

const print = (text: string): void => {
	process.stdout.write(`${text}\n`);
};

// If a figure fails, measures the others anyway.
const measure = async (figure: Figure, runs: number | undefined, isQuick: boolean): Promise<readonly Row[] | Table | undefined> => {
	const reportProgress = (sentence: string): void => {
		process.stderr.write(`${figure.name}: ${sentence}\n`);
	};

	try {
		reportProgress('started');
		return await figure.measure({runs, isQuick, reportProgress});
	} catch (error: unknown) {
		reportProgress(error instanceof Error ? error.stack ?? error.message : String(error));
		process.exitCode = 1;
		return undefined;
	}
};

// Called after each figure, so that stopping the bench loses no results.
const saveResults = (measured: ReadonlyMap<Figure, readonly Row[] | Table>, machine: readonly string[], version: string): void => {
	const when = `Measured on ${new Date().toISOString().slice(0, 10)}${version === '' ? '' : ` at ${version}`}.`;
	const file = writeResults(figures, {measured, machine, when});
	process.stderr.write(`written to ${path.relative(root, file)}\n`);
};

const run = async (chosen: readonly Figure[], runs: number | undefined, isQuick: boolean): Promise<void> => {
	const machine = machineLines();
	const version = commit();
	const measured = new Map<Figure, readonly Row[] | Table>();
	print(machine.join('\n'));

	for (const figure of chosen) {
		const rows = await measure(figure, runs, isQuick); // eslint-disable-line no-await-in-loop -- One at a time is the point.

		if (rows === undefined) {
			continue;
		}

		measured.set(figure, rows);
		print(`\n${figure.title} (${figure.name}). Goal: ${figure.goal}.\n${plainTable(rows)}`);

		if (!isQuick) {
			saveResults(measured, machine, version);
		}
	}
};

// An exit handler removes temporary files, so exit on a signal.
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		process.exit(130);
	});
}

const commandLine = parseBenchCommandLine(process.argv.slice(2), figures);

switch (commandLine.kind) {
	case 'print': {
		process.stdout.write(commandLine.text);
		break;
	}

	case 'wrong': {
		process.stderr.write(`${commandLine.sentence}\n`);
		process.exitCode = 2;
		break;
	}

	case 'run': {
		await run(commandLine.figures, commandLine.runs, commandLine.isQuick);
		break;
	}
}
