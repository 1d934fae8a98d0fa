import fc from 'fast-check';
import {expect, test} from 'vitest';
import {type Target} from '../../source/domain/target.ts';
import {historyFileName} from '../../source/history/history-file-name.ts';

test.each([
	[{profile: 'staging', region: 'eu-west-1'}, 'staging.eu-west-1.ndjson'],
	[{profile: 'team_a-2', region: 'us-gov-west-1'}, 'team_a-2.us-gov-west-1.ndjson'],
])('says in plain words what it is of: %o', (target, name) => {
	expect(historyFileName(target)).toBe(name);
});

test.each([
	[{profile: 'Staging', region: 'eu-west-1'}, /^staging_\.eu-west-1\.[\da-f]{24}\.ndjson$/v],
	[{profile: '../../etc/passwd', region: 'eu-west-1'}, /^etc-passwd_\.eu-west-1\.[\da-f]{24}\.ndjson$/v],
	[{profile: 'con', region: 'eu-west-1'}, /^con_\.eu-west-1\.[\da-f]{24}\.ndjson$/v],
	[{profile: '', region: 'eu-west-1'}, /^_\.eu-west-1\.[\da-f]{24}\.ndjson$/v],
	[{
		profile: 'staging', region: 'eu-west-1', endpoint: '127.0.0.1:8182', endpointUrl: 'http://127.0.0.1:8182',
	}, /^staging\.eu-west-1\.[\da-f]{24}\.ndjson$/v],
])('has a hash where that is not the whole target: %o', (target, name) => {
	expect(historyFileName(target)).toMatch(name);
});

const hostile = fc.oneof(
	fc.string({unit: 'binary'}),
	fc.string({unit: fc.constantFrom('a', 'A', '.', '-', '_', '/', '\\', ' ', 'ä', '\u{0}', '\u{D800}'), maxLength: 4}),
	fc.string({unit: 'grapheme', minLength: 100, maxLength: 300}),
	fc.constantFrom('default', 'DEFAULT', 'nul', 'COM1'),
);

const targets: fc.Arbitrary<Target> = fc.record({
	profile: hostile,
	region: fc.oneof(hostile, fc.constantFrom('us-east-1', 'eu-west-1')),
	endpointUrl: fc.option(fc.oneof(hostile, fc.webUrl()), {nil: undefined}),
});

test('is a name that every file system takes, whatever the target is called', () => {
	fc.assert(fc.property(targets, target => {
		const name = historyFileName(target);
		expect(name).toMatch(/^[\d_a-z][\d\-_a-z]*\.[\d_a-z][\d\-_a-z]*(?:\.[\da-f]{24})?\.ndjson$/v);
		expect(name).not.toMatch(/^(?:aux|con|nul|prn|com\d|lpt\d)\./v);
		expect(name.length).toBeLessThan(150);
	}));
});

test('is another one for each target', () => {
	const short = fc.string({unit: fc.constantFrom('a', 'A', '.', '-', '_', '/'), maxLength: 3});
	const few = fc.record({profile: short, region: short, endpointUrl: fc.option(short, {nil: undefined})});
	fc.assert(fc.property(fc.uniqueArray(fc.oneof(targets, few), {selector: target => JSON.stringify([target.profile, target.region, target.endpointUrl]), maxLength: 60}), all => {
		expect(new Set(all.map(target => historyFileName(target))).size).toBe(all.length);
	}));
});
