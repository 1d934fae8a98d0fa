import {type StyleName} from '../text/themes.ts';
import {type StatusGroup} from './task.ts';

/**
How a status is shown, beside its name.
*/
export type StatusLook = {
	/**
	One column wide; `asciiText` has a stand-in for it.
	*/
	readonly sign: string;
	readonly style: StyleName;
};

const statusLooks: ReadonlyMap<string, StatusLook> = new Map<string, StatusLook>([
	['INITIALIZING', {sign: '○', style: 'active'}],
	['EXPORTING', {sign: '◔', style: 'active'}],
	['ANALYZING_DATA', {sign: '◔', style: 'active'}],
	['REPROVISIONING', {sign: '◑', style: 'active'}],
	['IMPORTING', {sign: '◐', style: 'active'}],
	['ROLLING_BACK', {sign: '↺', style: 'warning'}],
	['CANCELLING', {sign: '◌', style: 'warning'}],
	['SUCCEEDED', {sign: '✔', style: 'succeeded'}],
	['FAILED', {sign: '✖', style: 'failed'}],
	['CANCELLED', {sign: '⊘', style: 'cancelled'}],
	['DELETED', {sign: '⊗', style: 'cancelled'}],
]);

/**
The sign and style of a status; a question mark for one that this version does not know.
*/
export const statusLook = (status: string): StatusLook => statusLooks.get(status) ?? {sign: '?', style: 'unknown'};

/**
The sign of a group of statuses.
*/
export const groupSigns: Readonly<Record<StatusGroup, string>> = {
	active: '◐',
	succeeded: '✔',
	failed: '✖',
	cancelled: '⊘',
};
