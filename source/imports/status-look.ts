import {type StyleName} from '../text/themes.ts';

/*
The sign is one column wide and has an ASCII equivalent in `asciiText`.
*/
type StatusLook = {
	readonly sign: string;
	readonly style: StyleName;
};

const statusLooks: ReadonlyMap<string, StatusLook> = new Map<string, StatusLook>([
	['INITIALIZING', {sign: '◌', style: 'active'}],
	['EXPORTING', {sign: '◓', style: 'active'}],
	['ANALYZING_DATA', {sign: '◔', style: 'active'}],
	['REPROVISIONING', {sign: '◒', style: 'active'}],
	['IMPORTING', {sign: '◕', style: 'active'}],
	['ROLLING_BACK', {sign: '↺', style: 'warning'}],
	['CANCELLING', {sign: '⊖', style: 'warning'}],
	['SUCCEEDED', {sign: '✓', style: 'succeeded'}],
	['FAILED', {sign: '✗', style: 'failed'}],
	['CANCELLED', {sign: '⊘', style: 'cancelled'}],
	['DELETED', {sign: '⊗', style: 'cancelled'}],
]);

export const statusLook = (status: string): StatusLook => statusLooks.get(status) ?? {sign: '?', style: 'unknown'};
