import {DatabaseSync} from 'node:sqlite';
import path from 'node:path';
import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {quit, serve, watch} from './program.ts';
import {key} from './terminal.ts';

const fleet = [importTask({taskId: taskId(1), status: 'FAILED'}), importTask({taskId: taskId(2), source: 's3://archive/a.csv'})];

const keptIn = (home: string): readonly unknown[] => {
	const file = path.join(home, '.local', 'state', 'neptune-import-watch', 'history.db');

	if (!existsSync(file)) {
		return [];
	}

	const database = new DatabaseSync(file, {readOnly: true});

	try {
		return database.prepare('SELECT query FROM filters').all().map(row => row['query']);
	} finally {
		database.close();
	}
};

test('a filter is completed with Tab, kept, and found again with Up in the next run', async () => {
	const [simulator, home] = [await serve(fleet), temporaryFolder()];
	const terminal = watch(simulator, [], {home, columns: 100});
	await terminal.waitForText('[All 2]');
	terminal.press('/', 'a', 'r', 'c', 'h');
	await terminal.waitForText('source:s3://archive/  source:s3://archive/a.csv');
	terminal.press(key.tab);
	await terminal.waitForText(/filter {2}source:s3:\/\/archive\/[\s\S]*1–1 of 1/v);
	terminal.press(key.enter);
	await terminal.waitForText('Esc clear');
	await quit(terminal);
	expect(keptIn(home)).toEqual(['source:s3://archive/']);

	const next = watch(simulator, [], {home, columns: 100});
	await next.waitForText('[All 2]');
	next.press('/');
	await next.waitForText('is:  status:');
	next.press(key.up);
	await next.waitForText('filter  source:s3://archive/');
	next.press(key.down);
	await next.waitForText('is:  status:');
});

test('a filter is not kept with --no-history', async () => {
	const [simulator, home] = [await serve(fleet), temporaryFolder()];
	const terminal = watch(simulator, ['--no-history'], {home, columns: 100});
	await terminal.waitForText('[All 2]');
	terminal.press('/', 'x', key.enter, '/', key.up);
	await terminal.waitForText('filter  x');
	terminal.press(key.escape);
	await terminal.waitFor(screen => !screen.includes('filter  x'), 'the filter to be cleared');
	await quit(terminal);
	expect(keptIn(home)).toEqual([]);
});
