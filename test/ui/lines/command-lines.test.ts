import {describe, expect, it} from 'vitest';
import {type Command} from '../../../source/app/message.ts';
import {linesLayout} from '../../../source/app/list/layout.ts';
import {type Model, type Size} from '../../../source/app/model.ts';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {visibleLines} from '../../../source/ui/lines/lines.ts';
import {scrolledScreenOf} from '../../../source/ui/lines/screen-lines.ts';
import {
	after,
	defaultId,
	freshModel,
	afterCommands,
	scanned,
} from '../../support/model.ts';
import {importTask} from '../../support/tasks.ts';

const opened = (size: Size, ...commands: readonly Command[]): Model => afterCommands(
	after(scanned(freshModel({size}), [importTask({status: 'FAILED'})]), {type: 'connected', targetId: defaultId, target: {profile: 'default', region: 'us-east-1'}}),
	'openCommands',
	...commands,
);

const rowsOf = (model: Model): readonly string[] => {
	const {lines, scroll} = scrolledScreenOf(model, defaultKeymap) ?? {lines: [], scroll: 0};
	return visibleLines(lines, scroll, linesLayout(model.size).pageSize).map(line => line.map(({text}) => text).join(''));
};

describe('the commands of an import', () => {
	it.each([40, 60, 80, 140])('say in words what they do, at %i columns', columns => {
		const rows = rowsOf(opened({columns, rows: 40}));
		expect(rows[0]).toMatch(/^ ▸ reads +Show this import/v);
		expect(rows.filter(row => /^ {3}writes +/v.test(row))).toHaveLength(3);
		expect(rows.filter(row => /^ {3}DESTROYS DATA +/v.test(row))).toHaveLength(1);
	});

	it('show the text of the selected one, and that placeholders must be replaced', () => {
		const rows = rowsOf(opened({columns: 140, rows: 40}, 'cursorDown', 'cursorDown', 'cursorDown'));
		expect(rows.slice(3, 7)).toEqual([
			' ▸ writes         Give its graph more memory',
			'     aws neptune-graph update-graph --graph-identifier g-0000000001 --provisioned-memory \'<m-NCU>\' --region us-east-1',
			'     Replace each \'<…>\' before you run it.',
			'   writes         Start it again in this graph (must be empty)',
		]);
	});

	it('show the whole selected command in a small terminal', () => {
		const size = {columns: 60, rows: 12};

		for (const [index, {args}] of ((screen: Model['screen']) => screen.kind === 'commands' ? screen.choices : [])(opened(size).screen).entries()) {
			const rows = rowsOf(opened(size, ...Array.from({length: index}, () => 'cursorDown' as const)));
			expect(rows.filter(row => row.startsWith(' ▸ '))).toHaveLength(1);
			expect(rows.join('').replaceAll(/\s/gv, '')).toContain(args.at(-1));
		}
	});
});
