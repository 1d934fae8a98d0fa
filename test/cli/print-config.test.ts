import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {configLines} from '../../source/cli/print-config.ts';

const linesWith = (...filters: ReadonlyArray<{readonly key: string; readonly name: string}>): readonly string[] => configLines({
	inEffect: [],
	config: {
		file: '/home/user/config.jsonc', options: [], keys: new Map(), filters: filters.map(filter => ({...filter, query: 'is:active', line: 7})),
	},
}, '/home/user/config.jsonc');

const originColumn = (line: string): number => stringWidth(line.slice(0, line.search(/(?:default|config file, line \d+)$/v)));

describe('the config table', () => {
	it.each(['帝国', '👍🏽', 'e\u{301}'])('aligns the origin column with %s', name => {
		const lines = linesWith({key: '1', name: 'Empire'}, {key: '2', name: name.repeat(4)}, {key: '界', name});
		const rows = lines.filter(line => line.startsWith('  ') && !line.includes('--'));
		expect(rows.filter(line => line.includes(name))).toHaveLength(2);
		expect(new Set(rows.map(line => originColumn(line))).size).toBe(1);
	});

	it('aligns the origin column when control characters are escaped', () => {
		const [plain, escaped] = linesWith({key: '1', name: 'red'}, {key: '2', name: '\u{1B}[31mred'}).filter(line => line.includes('red: '));
		expect(escaped).toContain('␛[31mred');
		expect(originColumn(escaped ?? '')).toBe(originColumn(plain ?? ''));
	});
});
