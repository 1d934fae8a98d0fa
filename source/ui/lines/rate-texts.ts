import {type ImportRecord} from '../../imports/import-list.ts';
import {
	isSlowerThanUsual,
	rateColumns,
	rateText,
	recentRate,
} from '../../imports/rate.ts';
import {isFinished} from '../../imports/task.ts';
import {canSucceed} from '../../imports/time-left.ts';
import {type Usual} from '../../imports/usual.ts';
import {durationText} from '../../text/time-text.ts';
import {sparkline} from '../../text/sparkline.ts';

/**
The recent rate of a running import with a sparkline of up to `columns` columns; undefined until the count was observed twice.
*/
export const rateWithSparkline = ({task, known}: ImportRecord, columns: number): string | undefined => {
	const history = isFinished(task.status) ? undefined : known?.history;
	const rate = history && recentRate(history);
	return history === undefined || rate === undefined ? undefined : `${sparkline(rateColumns(history, columns))} ${rateText(rate)}`;
};

/**
A running import that loads less than half as many statements per second as usual.
*/
export const slowText = ({task, known}: ImportRecord, usual: Usual | undefined): string | undefined =>
	!isFinished(task.status) && known?.history !== undefined && isSlowerThanUsual(recentRate(known.history), usual) ? 'slower than usual' : undefined;

/**
The usual duration, for example `1m 50s (last 4)`.
*/
export const usualText = ({task}: ImportRecord, usual: Usual | undefined): string | undefined =>
	usual === undefined || !canSucceed(task.status) ? undefined : `${durationText(usual.durationMs)} (last ${usual.count})`;
