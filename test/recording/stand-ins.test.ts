import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createStandIns, type NameKind} from '../../source/recording/stand-ins.ts';

const kinds: readonly NameKind[] = ['account', 'bucket', 'endpoint', 'field', 'graph', 'name', 'path', 'profile', 'region', 'role', 'task', 'text', 'word'];

test('stand-ins say of what kind the name was when it was first met, and count', () => {
	const standIns = createStandIns();
	expect(standIns.of('account', '111122223333')).toBe('000000000001');
	expect(standIns.of('bucket', 'lake')).toBe('bucket-1');
	expect(standIns.of('bucket', 'river')).toBe('bucket-2');
	expect(standIns.of('endpoint', 'graphs.corp')).toBe('endpoint-1.example');
	expect(standIns.of('path', 'lake')).toBe('bucket-1');
	expect(standIns.of('path', 'sea')).toBe('path-1');
	expect(standIns.of('path', '')).toBe('');
	expect(standIns.of('text', '444455556666')).toBe('000000000002');
});

test('a name is known in any case of its letters; a word or a text is no name', () => {
	const standIns = createStandIns();
	standIns.of('bucket', 'Lake');
	standIns.of('word', 'river');
	standIns.of('text', 'sea');
	expect(['lake', 'LAKE', 'river', 'sea', 'lak'].map(word => standIns.isName(word))).toEqual([true, true, false, false, false]);
	standIns.of('path', 'river');
	expect(standIns.isName('river')).toBe(true);
});

test('whatever the names and the kinds, the same name has the same stand-in and two have two', () => {
	const names = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.string({minLength: 1, maxLength: 3})), {maxLength: 60});
	fc.assert(fc.property(names, asked => {
		const standIns = createStandIns();
		const given = new Map<string, string>();

		for (const [kind, name] of asked) {
			const standIn = standIns.of(kind, name);
			expect(standIn).toBe(given.get(name) ?? standIn);
			given.set(name, standIn);
		}

		expect(new Set(given.values()).size).toBe(given.size);
	}));
});
