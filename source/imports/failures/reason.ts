import {type ImportDetails} from '../details.ts';
import {type ImportTask} from '../task.ts';
import {causeOf, type FailureCode} from './causes.ts';

/**
Why an import failed, as in `event.schema.json`. `statusReason` and `errorDetails` are the service's own texts.
*/
export type Reason = {
	readonly code?: FailureCode;

	/**
	One line, the code first, without the import's own source, bucket and role.
	*/
	readonly summary: string;
	readonly remedy?: string;
	readonly statusReason?: string;
	readonly errorDetails?: string;
};

/**
An import that rolls back always ends as failed.
*/
export const isFailureStatus = (status: string): boolean => status === 'FAILED' || status === 'ROLLING_BACK';

/**
An import that failed and was then deleted keeps its reason.
*/
export const canHaveReason = (status: string): boolean => isFailureStatus(status) || status === 'DELETED';

/**
Returns undefined if the import has not failed, or no reason is known yet.
*/
export const reasonOf = (task: ImportTask, details: ImportDetails | undefined): Reason | undefined => {
	const cause = details !== undefined && isFailureStatus(task.status) && isFailureStatus(details.status) ? causeOf(task, details) : undefined;

	if (details === undefined || cause === undefined) {
		return undefined;
	}

	const {statusReason, progress: {errorDetails} = {}} = details;
	return {
		...(cause.code !== undefined && {code: cause.code}),
		summary: cause.summary,
		...(cause.remedy !== undefined && {remedy: cause.remedy}),
		...(statusReason !== undefined && {statusReason}),
		...(errorDetails !== undefined && {errorDetails}),
	};
};

/**
The part of GetImportTask's response that a recorded reason keeps.
*/
export const reasonDetails = ({status}: Pick<ImportTask, 'status'>, {statusReason, errorDetails}: Reason): ImportDetails => ({status, statusReason, progress: {errorDetails}});

/**
Compares the service's texts. Another version of this program may read another code from the same text.
*/
export const isSameReason = (one: Reason, other: Reason): boolean => one.statusReason === other.statusReason && one.errorDetails === other.errorDetails;
