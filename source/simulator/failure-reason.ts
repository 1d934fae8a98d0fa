type FailedImport = {
	readonly number: number;
	readonly source: string;
	readonly roleArn: string;
	readonly errorDetails: string;
};

const loadingReasons: ReadonlyArray<(failed: FailedImport) => string> = [
	({errorDetails}) => `PARSING_ERROR: ${errorDetails}`,
	() => 'OUT_OF_MEMORY: Insufficient memory to load the data. Increase the provisioned memory of the graph.',
	() => 'LARGE_STRING_ERROR: A string value is longer than the limit of 1048062 bytes.',
	() => 'PARTITION_FULL_ERROR: A partition of the graph is full.',
	({source, roleArn}) => `S3_ACCESS_DENIED: ${roleArn} is not authorized to perform s3:GetObject on ${source}.`,
	({source}) => `The data in ${source} has errors, and failOnError is on.`,
];

const reasonText = (status: string, failed: FailedImport): string => {
	const {number, source, roleArn} = failed;

	switch (status) {
		case 'INITIALIZING': {
			return `S3_ACCESS_DENIED: The service can't assume role ${roleArn}.`;
		}

		case 'EXPORTING': {
			return `S3_ACCESS_DENIED: Access denied to the target bucket of the export of ${source}.`;
		}

		case 'ANALYZING_DATA': {
			return `No files to load in ${source}.`;
		}

		case 'REPROVISIONING': {
			return 'OUT_OF_MEMORY: The data needs more memory than the graph\'s maxProvisionedMemory.';
		}

		default: {
			return loadingReasons[number % loadingReasons.length]?.(failed) ?? '';
		}
	}
};

const settlesMs = {usually: 3000, late: 20_000} as const;

/**
Returns why an import failed in this status. Every fifth reason settles late. Every eleventh import has none, even then.
*/
export const failureReason = (status: string, failed: FailedImport): {readonly settlesMs: number; readonly fields: {readonly statusReason?: string}} => ({
	settlesMs: failed.number % 5 === 4 ? settlesMs.late : settlesMs.usually,
	fields: failed.number % 11 === 10 ? {} : {statusReason: reasonText(status, failed)},
});
