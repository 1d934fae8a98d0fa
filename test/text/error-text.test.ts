import {describe, expect, test} from 'vitest';
import {errorText, fileErrorText, hideCredentials} from '../../source/text/error-text.ts';

test.each([
	['the message of an error', new TypeError('disk full'), 'disk full'],
	['a thrown string', 'disk full', 'disk full'],
	['nothing', undefined, 'undefined'],
])('errorText returns the text of %s', (_, error, text) => {
	expect(errorText(error)).toBe(text);
});

test.each([
	['the reason of a system error, without its call and file', Object.assign(new Error('ENOSPC: no space left on device, write'), {code: 'ENOSPC'}), 'the disk is full'],
	['the message of an error with another code', Object.assign(new Error('EBUSY: resource busy, open'), {code: 'EBUSY'}), 'EBUSY: resource busy, open'],
	['the message of an error without a code', new Error('line 3 is damaged'), 'line 3 is damaged'],
])('fileErrorText returns %s', (_, error, text) => {
	expect(fileErrorText(error)).toBe(text);
});

describe('hideCredentials', () => {
	test.each([
		['a user name and a password', 'http://user:secret@proxy:8080/', 'http://…@proxy:8080/'],
		['a password that contains an at sign', 'http://user:se@cret@proxy', 'http://…@proxy'],
		['an invalid URL', 'not a proxy: ://user:secret@', 'not a proxy: ://…@'],
		['each of several URLs', 'http://a:b@x or https://c:d@y', 'http://…@x or https://…@y'],
	])('hides %s', (_, text, hidden) => {
		expect(hideCredentials(text)).toBe(hidden);
	});

	test.each(['http://proxy:8080/', 'mail user@example.com', 'https://proxy is for user@example.com'])('keeps %j', text => {
		expect(hideCredentials(text)).toBe(text);
	});
});
