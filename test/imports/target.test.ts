import {describe, expect, test} from 'vitest';
import {isSameList, offeredRegions, targetIdOf} from '../../source/imports/target.ts';

test.each([
	['staging', 'eu-west-1', 'staging@eu-west-1'],
	[undefined, 'eu-west-1', '@eu-west-1'],
	['staging', undefined, 'staging@'],
	[undefined, undefined, '@'],
])('the ID of the profile %s in the region %s is "%s"', (profile, region, id) => {
	expect(targetIdOf({profile, region})).toBe(id);
});

test('two targets have the same list if profile and region are equal, whatever the endpoint', () => {
	const target = {profile: 'staging', region: 'eu-west-1'};
	expect(isSameList(target, {...target, endpointUrl: 'http://127.0.0.1:8080'})).toBe(true);
	expect(isSameList(target, {...target, profile: 'dev'})).toBe(false);
	expect(isSameList(target, {...target, region: 'us-east-1'})).toBe(false);
});

describe('the offered regions', () => {
	test('include the first region of each continent', () => {
		expect(offeredRegions).toEqual(expect.arrayContaining(['us-east-1', 'sa-east-1', 'eu-west-1', 'ap-northeast-1', 'af-south-1']));
	});

	test('are distinct names of regions', () => {
		expect(offeredRegions.filter(region => !/^[a-z]{2}-[a-z]+-\d$/v.test(region))).toEqual([]);
		expect(new Set(offeredRegions)).toHaveProperty('size', offeredRegions.length);
	});
});
